#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/image.h"
#include "core/result.h"
#include "core/tensor.h"
#include "lab/pictures/picture.h"

namespace convlens::app {

// Which frames of a moving picture a command takes, from 0: the first one unless told.
struct FrameChoice {
  std::int64_t first = 0;
  std::int64_t end = 1;  // not itself
  bool told = false;

  bool is_range() const { return end - first > 1; }
  friend bool operator==(const FrameChoice&, const FrameChoice&) = default;
};

// Frames as (N, H, W, 3) float32 in 0..1, or (N, H, W, 1) by Rec. 601 where `grey`; times 255 where
// `raw`. Where nothing was told, that only the first one is taken is said on stderr.
Result<Tensor> read_frames(const std::filesystem::path& file, const FrameChoice& frames, bool raw,
                           bool grey);

// The same of one frame of a camera, see open_camera.h.
Result<Tensor> read_shot(const std::string& camera, bool raw, bool grey);

// Frames as pictures of their own, see frame_picture().
Result<std::vector<std::shared_ptr<const lab::Picture>>> frames_as_pictures(
    const std::filesystem::path& file, const FrameChoice& frames);

// That a file has frames, where any were asked for.
Status check_frames(const std::filesystem::path& file, const FrameChoice& frames);

}  // namespace convlens::app
