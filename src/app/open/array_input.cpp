#include "app/open/array_input.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "app/files/file_kind.h"
#include "app/files/verbose.h"
#include "app/films/open_camera.h"
#include "app/films/open_film.h"
#include "core/files/npz.h"
#include "media/idx.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

// The index of a flat position, "[0, 12, 7, 2]".
std::string position(std::size_t flat, const Shape& shape) {
  std::string text;
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    const auto extent = static_cast<std::size_t>(shape[axis]);
    text.insert(0, std::to_string(flat % extent) + (text.empty() ? "" : ", "));
    flat /= extent;
  }
  return "[" + text + "]";
}

// What 8- and 16-bit data are multiplied by to lie in 0..1.
float unit_scale(NpyKind kind) {
  switch (kind) {
    case NpyKind::kUint8:
      return 1.0f / 255.0f;
    case NpyKind::kUint16:
      return 1.0f / 65535.0f;
    case NpyKind::kOtherInteger:
    case NpyKind::kFloat:
      break;
  }
  return 1.0f;
}

std::span<const std::string_view> names_of(ArrayRole role) {
  static constexpr std::array<std::string_view, 2> kFilters{"filters", "kernel"};
  static constexpr std::array<std::string_view, 1> kBias{"bias"};
  static constexpr std::array<std::string_view, 2> kInput{"input", "images"};
  static constexpr std::array<std::string_view, 1> kLabels{"labels"};
  switch (role) {
    case ArrayRole::kFilters:
      return kFilters;
    case ArrayRole::kBias:
      return kBias;
    case ArrayRole::kInput:
      return kInput;
    case ArrayRole::kLabels:
      return kLabels;
  }
  return {};
}

// (H, W) -> (1, H, W, 1), (H, W, C) -> (1, H, W, C)
Result<Tensor> as_nhwc(Tensor tensor, const std::filesystem::path& file) {
  const Shape shape = tensor.shape();
  switch (shape.rank()) {
    case 2:
      return std::move(tensor).reshaped({1, shape[0], shape[1], 1});
    case 3:
      return std::move(tensor).reshaped({1, shape[0], shape[1], shape[2]});
    case 4:
      return tensor;
    default:
      return fail("{}: an input of shape {}, (H, W), (H, W, C) or (N, H, W, C) expected",
                  file.string(), to_string(shape));
  }
}

// What a network of planes or rows takes without its last axes: (N, H, W) -> (N, H, W, 1),
// (values,) and (N, values) -> (N, 1, values, 1). Anything else stays as it is.
Tensor with_picture_axes(Tensor tensor, const nn::PictureInput& input) {
  const Shape shape = tensor.shape();
  const int rank = shape.rank();
  if (input.form == nn::PictureInput::Form::kRow && (rank == 1 || rank == 2)) {
    const std::int64_t values = shape[rank - 1];
    if (input.values != nn::PartialShape::kUnknown && input.values != values) return tensor;
    return std::move(tensor).reshaped({rank == 1 ? 1 : shape[0], 1, values, 1});
  }
  if (input.form == nn::PictureInput::Form::kPicture || rank != 3) return tensor;
  // (H, W, 1) is one picture.
  const auto is = [](std::int64_t wanted, std::int64_t found) {
    return wanted == nn::PartialShape::kUnknown ? found > 1 : wanted == found;
  };
  if (!is(input.height, shape[1]) || !is(input.width, shape[2])) return tensor;
  return std::move(tensor).reshaped({shape[0], shape[1], shape[2], 1});
}

// (N, H, W) bytes -> (N, H, W, 1)
Result<Tensor> read_idx_pictures(const std::filesystem::path& file, bool raw) {
  TRY_ASSIGN(auto array, media::read_idx(file));
  const Shape& shape = array.shape;
  if (shape.rank() != 3) {
    return fail("{}: an idx file of shape {}, (N, H, W) expected", file.string(), to_string(shape));
  }
  auto tensor = Tensor::create({shape[0], shape[1], shape[2], 1});
  if (!tensor) return fail("{}: {}", file.string(), tensor.error());
  const float scale = raw ? 1.0f : unit_scale(NpyKind::kUint8);
  std::transform(array.values.begin(), array.values.end(), tensor->values().begin(),
                 [&](std::uint8_t value) { return static_cast<float>(value) * scale; });
  return tensor;
}

}  // namespace

Status check_finite(const std::filesystem::path& file, const TensorView& tensor, const Word& what) {
  const auto values = tensor.values();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) continue;
    return fail("{}: {} at {} is {}, finite numbers expected", file.string(), what,
                position(i, tensor.shape()), values[i]);
  }
  return {};
}

Result<NpyArray> read_array_file(const std::filesystem::path& file, ArrayRole role) {
  const FileKind kind = kind_of(file);
  const auto* array = std::get_if<ArrayFile>(&kind);
  const bool packed = array != nullptr && array->packed;
  return packed ? read_npz_array(file, names_of(role)) : read_npy(file);
}

Result<Tensor> read_array(const std::filesystem::path& file, ArrayRole role) {
  TRY_ASSIGN(auto array, read_array_file(file, role));
  TRY(check_finite(file, array.values, word("the value")));
  return std::move(array.values);
}

Result<PictureArray> read_picture_array(const std::filesystem::path& file, bool raw,
                                        const nn::PictureInput& input) {
  TRY_ASSIGN(auto array, read_array_file(file, ArrayRole::kInput));
  TRY(check_finite(file, array.values, word("the value")));
  const float scale = raw ? 1.0f : unit_scale(array.kind);
  if (scale != 1.0f) {
    for (float& value : array.values.values()) value *= scale;
  }
  TRY_ASSIGN(auto pictures, as_nhwc(with_picture_axes(std::move(array.values), input), file));
  return PictureArray{std::move(pictures), scale, std::move(array.member)};
}

Result<Tensor> read_pictures(const std::filesystem::path& file, bool raw, PictureColors colors,
                             const nn::PictureInput& input, const FrameChoice& frames) {
  TRY(check_frames(file, frames));
  if (moves(file)) return read_frames(file, frames, raw, colors == PictureColors::kGrey);
  if (const auto camera = camera_named(file)) {
    return read_shot(*camera, raw, colors == PictureColors::kGrey);
  }
  const FileKind kind = kind_of(file);
  if (is<IdxFile>(kind)) return read_idx_pictures(file, raw);
  if (!is<ArrayFile>(kind)) {
    TRY_ASSIGN(auto read, colors == PictureColors::kGrey ? media::read_grey_values(file, raw)
                                                         : media::read_picture_values(file, raw));
    say_conversions(file, read.conversions);
    return as_nhwc(std::move(read.values), file);
  }
  TRY_ASSIGN(auto array, read_picture_array(file, raw, input));
  return std::move(array.values);
}

}  // namespace convlens::app
