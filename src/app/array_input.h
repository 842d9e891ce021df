#pragma once

#include <filesystem>

#include "core/result.h"
#include "core/tensor.h"

namespace convlens::app {

// NaN and infinity are refused by position: "FILE: `what` at [0, 1] is nan, ...".
Status check_finite(const std::filesystem::path& file, const TensorView& tensor, const char* what);

// The values of a .npy file as they are; NaN and infinity are refused by position.
Result<Tensor> read_array(const std::filesystem::path& file);

// Whether a file begins as idx data of bytes do, or a gzip archive of them.
bool is_idx_file(const std::filesystem::path& file);

enum class PictureColors { kRgb, kGrey };  // of a picture file; arrays are as they are

// Pictures as (N, H, W, C) float32 from a picture file (C = 3, or 1 for kGrey), a .npy of (H, W),
// (H, W, C) or (N, H, W, C), or an idx file of (N, H, W). 8-bit data are scaled by 1/255 and 16-bit
// ones by 1/65535, unless `raw`.
Result<Tensor> read_pictures(const std::filesystem::path& file, bool raw,
                             PictureColors colors = PictureColors::kRgb);

}  // namespace convlens::app
