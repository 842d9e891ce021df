#pragma once

#include <cstddef>
#include <vector>

#include "core/result.h"
#include "media/formats/byte_view.h"
#include "media/formats/picture_header.h"

namespace convlens::media {

struct WebpFrame {
  int x = 0;  // of its left upper pixel in the animation's picture
  int y = 0;
  std::vector<std::byte> still;  // a file of this frame alone
};

// The first frame of an animated WebP, whose header is `animation`; it lies within the picture.
// (RFC 9649, 2.7.1.)
Result<WebpFrame> first_webp_frame(ByteView bytes, const PictureHeader& animation);

}  // namespace convlens::media
