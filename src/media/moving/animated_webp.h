#pragma once

#include <memory>

#include "media/moving/moving_picture.h"

namespace convlens::media {

// What FFmpeg does not decode: an animation in WebP. See open_moving().
Result<std::unique_ptr<MovingPicture>> open_animated_webp(const std::filesystem::path& path);

}  // namespace convlens::media
