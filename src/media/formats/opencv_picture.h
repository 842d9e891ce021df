#pragma once

#include <cstddef>
#include <span>

#include "core/result.h"
#include "media/formats/picture_header.h"
#include "media/formats/picture_samples.h"

namespace convlens::media {

// PNG, JPEG and WebP, whose samples OpenCV gives as they are. Of several pictures or frames the
// first is read. OpenCV's exceptions pass through.
Result<PictureSamples> read_by_opencv(std::span<const std::byte> bytes,
                                      const PictureHeader& header);

}  // namespace convlens::media
