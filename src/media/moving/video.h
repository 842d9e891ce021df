#pragma once

#include <memory>

#include "media/moving/moving_picture.h"

namespace convlens::media {

// What FFmpeg decodes. See open_moving().
Result<std::unique_ptr<MovingPicture>> open_video(const std::filesystem::path& path,
                                                  const std::atomic<bool>& dropped);

}  // namespace convlens::media
