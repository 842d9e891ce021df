#pragma once

#include <cstdint>
#include <optional>

#include "core/phrase.h"
#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/partial_shape.h"

namespace convlens::nn {

// How pictures (N, H, W, C) go into a network: as they are, their plane of one channel as
// (N, H, W), or value after value in a row, (N, H * W * C).
struct PictureInput {
  enum class Form { kPicture, kPlane, kRow };

  Form form = Form::kPicture;
  // Of one picture; PartialShape::kUnknown where any will do. Of a row, the square of one or three
  // channels that it makes, 8x8 at least; all unknown where it makes none: then it is no picture.
  std::int64_t height = PartialShape::kUnknown;
  std::int64_t width = PartialShape::kUnknown;
  std::int64_t channels = PartialShape::kUnknown;
  std::int64_t values = PartialShape::kUnknown;  // of a row

  bool has_size() const {
    return height != PartialShape::kUnknown && width != PartialShape::kUnknown;
  }
};

// `shape`: of the network's input, the batch in front. Nothing where pictures cannot be given.
std::optional<PictureInput> picture_input(const PartialShape& shape);

// Prepared pictures as the network takes them. Errors say what does not fit.
Result<Tensor> as_network_input(const PictureInput& input, Tensor pictures);

// What is done to pictures, for people: "as planes (H, W)"; nothing for kPicture.
Phrase described(const PictureInput& input);

}  // namespace convlens::nn
