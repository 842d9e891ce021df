#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "core/result.h"
#include "lab/pictures/picture.h"
#include "media/moving/moving_picture.h"

namespace convlens::app {

// Whether what is there moves, or is meant to: a video, an animation, a folder of numbered
// pictures.
bool moves(const std::filesystem::path& path);

// The first frame that can be read, as the picture that stands for the film; of one with a single
// frame a still.
Result<std::shared_ptr<const lab::Picture>> open_film(const std::filesystem::path& path);

// One frame as a picture of its own, whose `film` it is of.
Result<std::shared_ptr<const lab::Picture>> frame_picture(const lab::Picture& film,
                                                          media::MovingPicture& moving,
                                                          std::int64_t number,
                                                          const std::atomic<bool>& dropped);

}  // namespace convlens::app
