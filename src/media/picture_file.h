#pragma once

#include <filesystem>
#include <string_view>

#include "core/image.h"
#include "core/result.h"
#include "core/tensor.h"

namespace convlens::media {

// Any still picture that OpenCV's codecs know, as RGB: grey is repeated, alpha is composed on
// white, CMYK is converted, the EXIF orientation of a JPEG is applied. 16-bit samples are rounded
// to 8. Errors name the file; damaged data never ends the program.
Result<Image> read_picture(const std::filesystem::path& path);

// The same picture as (height, width, 3) float32 in 0..1: 8-bit samples times 1/255, 16-bit ones
// times 1/65535; unscaled where `raw`.
Result<Tensor> read_picture_values(const std::filesystem::path& path, bool raw);

// The same as one channel, (height, width, 1): Rec. 601 luma of the integer samples, rounded as
// PIL's mode "L" is, so that a grey picture keeps its values.
Result<Tensor> read_grey_values(const std::filesystem::path& path, bool raw);

// An 8-bit RGB PNG, written beside and renamed. The same pixels give the same bytes.
Status write_png(const std::filesystem::path& path, const Image& image);

}  // namespace convlens::media
