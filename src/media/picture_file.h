#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/image.h"
#include "core/result.h"
#include "core/tensor.h"

namespace convlens::media {

// What a picture file became, and what was done to it on the way, a few words each, in order:
// "CMYK to RGB", "turned as the camera recorded it", "transparent pixels laid on white",
// "the colour profile "Display P3" left out, colours taken for sRGB",
// "grey as three equal channels", "16 bits a channel brought to 8".
struct DecodedPicture {
  Image image;
  std::vector<Phrase> conversions;
};

struct PictureValues {
  Tensor values;
  std::vector<Phrase> conversions;
};

// What a file may declare before anything is decoded or reserved for it. 65,535 is the longest side
// that a JPEG can have; 400 megapixels are 1.2 GB of RGB, four times what cameras take.
struct PictureLimits {
  std::int64_t max_side = 65'535;
  std::int64_t max_pixels = 400'000'000;
};

// A still picture as RGB: PNG, JPEG, TIFF, BMP, WebP, PBM, PGM or PPM, told by how the file begins;
// the installed OpenCV reads no GIF and no AVIF, which are refused by name. Grey is repeated, alpha
// is composed on white, CMYK is converted, the orientation that a camera recorded is applied.
// 16-bit samples are rounded to 8. Errors name the file; damaged data never ends the program.
Result<DecodedPicture> read_picture(const std::filesystem::path& path);

// The same of a file's bytes; the errors say `name`.
Result<DecodedPicture> decode_picture(std::span<const std::byte> bytes, const std::string& name,
                                      const PictureLimits& limits = {});

// The same picture as (height, width, 3) float32 in 0..1: 8-bit samples times 1/255, 16-bit ones
// times 1/65535; unscaled where `raw`.
Result<PictureValues> read_picture_values(const std::filesystem::path& path, bool raw);

// The same as one channel, (height, width, 1): Rec. 601 luma of the integer samples, rounded as
// PIL's mode "L" is, so that a grey picture keeps its values.
Result<PictureValues> read_grey_values(const std::filesystem::path& path, bool raw);

// That luma of a picture, (height, width), times `scale`.
void write_luma(const Image& image, float scale, float* values);

// An 8-bit RGB PNG. The same pixels give the same bytes. `name` is what errors call it.
Result<std::vector<std::byte>> png_bytes(const Image& image, const std::string& name);
// The same, written beside and renamed.
Status write_png(const std::filesystem::path& path, const Image& image);

}  // namespace convlens::media
