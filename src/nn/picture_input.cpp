#include "nn/picture_input.h"

#include <cmath>
#include <utility>

namespace convlens::nn {
namespace {

constexpr std::int64_t kUnknown = PartialShape::kUnknown;

// The side of a square of so many pixels; 0 where there is none.
std::int64_t side_of(std::int64_t pixels) {
  const auto side = static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(pixels))));
  return side * side == pixels ? side : 0;
}

// Less than scikit-learn's digits of 8x8 is not taken for a picture.
constexpr std::int64_t kLeastSide = 8;

// No number of values is a square both of one channel and of three.
PictureInput row_of(std::int64_t values) {
  PictureInput row{PictureInput::Form::kRow, kUnknown, kUnknown, kUnknown, values};
  if (values == kUnknown) return row;
  for (const std::int64_t channels : {1, 3}) {
    const std::int64_t side = values % channels == 0 ? side_of(values / channels) : 0;
    if (side >= kLeastSide) return {PictureInput::Form::kRow, side, side, channels, values};
  }
  return row;
}

}  // namespace

std::optional<PictureInput> picture_input(const PartialShape& shape) {
  switch (shape.rank()) {
    case 4:
      return PictureInput{PictureInput::Form::kPicture, shape[1], shape[2], shape[3], kUnknown};
    case 3:
      return PictureInput{PictureInput::Form::kPlane, shape[1], shape[2], 1, kUnknown};
    case 2:
      return row_of(shape[1]);
    default:
      return std::nullopt;
  }
}

Result<Tensor> as_network_input(const PictureInput& input, Tensor pictures) {
  const Shape shape = pictures.shape();
  if (input.form == PictureInput::Form::kPlane) {
    if (shape[3] == 1) return std::move(pictures).reshaped({shape[0], shape[1], shape[2]});
    return fail("{} channels were given, the network takes planes of one", shape[3]);
  }
  if (input.form == PictureInput::Form::kRow) {
    const std::int64_t values = shape[1] * shape[2] * shape[3];
    if (input.values == kUnknown || input.values == values) {
      return std::move(pictures).reshaped({shape[0], values});
    }
    return fail("{} values were given ({}x{}, {} channels), the network takes a row of {}", values,
                shape[1], shape[2], shape[3], input.values);
  }
  return pictures;
}

Phrase described(const PictureInput& input) {
  switch (input.form) {
    case PictureInput::Form::kPlane:
      return phrase("as planes (H, W)");
    case PictureInput::Form::kRow:
      return phrase("row by row as a list of values");
    case PictureInput::Form::kPicture:
      break;
  }
  return {};
}

}  // namespace convlens::nn
