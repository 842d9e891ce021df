#pragma once

#include <filesystem>
#include <string>

#include "app/films/film_frames.h"
#include "core/files/npy.h"
#include "core/result.h"
#include "core/tensor.h"
#include "nn/picture_input.h"

namespace convlens::app {

// NaN and infinity are refused by position: "FILE: `what` at [0, 1] is nan, ...".
Status check_finite(const std::filesystem::path& file, const TensorView& tensor, const Word& what);

// What an array is wanted for: of a .npz with several, the one named so is taken.
enum class ArrayRole {
  kFilters,  // filters, kernel
  kBias,     // bias
  kInput,    // input, images
  kLabels,   // labels
};

// The array of a .npy file, or that of a .npz: see read_npz_array().
Result<NpyArray> read_array_file(const std::filesystem::path& file, ArrayRole role);

// Its values as they are; NaN and infinity are refused by position.
Result<Tensor> read_array(const std::filesystem::path& file, ArrayRole role);

// Pictures from an array, what its numbers were multiplied by, and of a .npz which array it was.
struct PictureArray {
  Tensor values;  // (N, H, W, C)
  float scale = 1.0f;
  std::string member;
};
// See read_pictures().
Result<PictureArray> read_picture_array(const std::filesystem::path& file, bool raw,
                                        const nn::PictureInput& input);

enum class PictureColors { kRgb, kGrey };  // of a picture file; arrays are as they are

// Pictures as (N, H, W, C) float32 from a picture file or `frames` of one that moves (C = 3, or 1
// for kGrey; the error says where there are no frames), a .npy or .npz of
// (H, W), (H, W, C) or (N, H, W, C), or an idx file of (N, H, W). 8-bit data are scaled by 1/255
// and 16-bit ones by 1/65535, unless `raw`. Arrays for a network of planes may be (N, H, W) too,
// and those for one of rows (values,) and (N, values), which become (N, 1, values, 1).
Result<Tensor> read_pictures(const std::filesystem::path& file, bool raw,
                             PictureColors colors = PictureColors::kRgb,
                             const nn::PictureInput& input = {}, const FrameChoice& frames = {});

}  // namespace convlens::app
