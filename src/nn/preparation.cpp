#include "nn/preparation.h"

#include <algorithm>
#include <utility>

#include "nn/pixels/resample.h"

namespace convlens::nn {
namespace {

Status check_values(const std::vector<float>& values, std::int64_t channels, const Word& what) {
  const auto count = static_cast<std::int64_t>(values.size());
  if (count <= 1 || count == channels) return {};
  return fail("the {} has {} values, but the pictures have {} channels", what, count, channels);
}

Status check(const Shape& pictures, const InputPreparation& preparation) {
  if (pictures.rank() != 4 || pictures.element_count() == 0) {
    return fail("pictures must be of shape (N, H, W, C), no extent 0, found {}",
                to_string(pictures));
  }
  Status status;
  if (preparation.crop) status = check_steps(*preparation.crop, word("the crop"));
  if (status && preparation.resize) status = check_steps(*preparation.resize, word("the new size"));
  constexpr std::int64_t kMostPixels = std::int64_t{1} << 26;
  if (status && preparation.resize &&
      std::int64_t{preparation.resize->height} * preparation.resize->width > kMostPixels) {
    return fail("pictures would be resized to {}x{}, at most {} pixels are made of one",
                preparation.resize->height, preparation.resize->width, kMostPixels);
  }
  if (status && preparation.order == ChannelOrder::kBgr && pictures[3] != 3) {
    return fail("only pictures of 3 channels can be turned to BGR, found {}", pictures[3]);
  }
  if (status) status = check_values(preparation.mean, pictures[3], word("mean"));
  const std::vector<float>& deviation = preparation.standard_deviation;
  if (status) status = check_values(deviation, pictures[3], word("standard deviation"));
  if (status && std::count(deviation.begin(), deviation.end(), 0.0f) > 0) {
    return fail("the standard deviation has a value of 0, which nothing can be divided by");
  }
  return status;
}

Result<Tensor> sized(const Shape& pictures, HeightWidth size) {
  return Tensor::create(Shape{pictures[0], size.height, size.width, pictures[3]});
}

Result<Tensor> copy_of(const TensorView& pictures) {
  auto copy = Tensor::uninitialized(pictures.shape());
  if (copy) std::copy(pictures.values().begin(), pictures.values().end(), copy->data());
  return copy;
}

Result<Tensor> cropped_and_resized(const TensorView& pictures,
                                   const InputPreparation& preparation) {
  if (!preparation.crop && !preparation.resize) return copy_of(pictures);
  Tensor cropped;
  TensorView view = pictures;
  if (preparation.crop) {
    auto result = sized(pictures.shape(), *preparation.crop);
    if (!result) return result;
    center_crop_to(pictures, *result);
    if (!preparation.resize) return result;
    cropped = std::move(*result);
    view = cropped.view();
  }
  auto resized = sized(pictures.shape(), *preparation.resize);
  if (!resized) return resized;
  const Part whole{0, 0, view.shape()[1], view.shape()[2]};
  resize_part(view, whole, Interpolation::kBilinear, *resized);
  return resized;
}

// One value for all channels, one for each, or what stands in for none: those of a row of so many
// values.
std::vector<float> spread(const std::vector<float>& values, float none, std::size_t length) {
  std::vector<float> row(length, none);
  if (values.empty()) return row;
  for (std::size_t i = 0; i < length; ++i) row[i] = values[i % values.size()];
  return row;
}

void swap_red_and_blue(Tensor& pictures) {
  float* pixel = pictures.data();
  for (std::size_t i = 0; i < pictures.size(); i += 3) std::swap(pixel[i], pixel[i + 2]);
}

// Row after row, so that the compiler takes many values at once.
void scale(Tensor& pictures, const InputPreparation& preparation) {
  const Shape& shape = pictures.shape();
  const auto length = static_cast<std::size_t>(shape[2] * shape[3]);
  const std::vector<float> means = spread(preparation.mean, 0.0f, length);
  const std::vector<float> deviations = spread(preparation.standard_deviation, 1.0f, length);
  const float factor = preparation.scale;
  float* row = pictures.data();
  for (std::size_t first = 0; first < pictures.size(); first += length, row += length) {
    for (std::size_t i = 0; i < length; ++i) {
      row[i] = (row[i] * factor - means[i]) / deviations[i];
    }
  }
}

std::string to_string(const std::vector<float>& values) {
  std::string text;
  for (const float value : values) text += (text.empty() ? "" : ", ") + fmt::format("{:g}", value);
  return text;
}

}  // namespace

Result<Tensor> prepare(const TensorView& pictures, const InputPreparation& preparation) {
  TRY(check(pictures.shape(), preparation));
  auto prepared = cropped_and_resized(pictures, preparation);
  if (!prepared) return prepared;
  if (preparation.order == ChannelOrder::kBgr) swap_red_and_blue(*prepared);
  const bool as_it_is = preparation.scale == 1.0f && preparation.mean.empty() &&
                        preparation.standard_deviation.empty();
  if (!as_it_is) scale(*prepared, preparation);
  return prepared;
}

std::string to_string(const InputPreparation& preparation) {
  std::string text;
  const auto append = [&text](const std::string& step) {
    text += (text.empty() ? "" : ", ") + step;
  };
  if (const auto& size = preparation.crop) {
    append(fmt::format("crop {}x{}", size->height, size->width));
  }
  if (const auto& size = preparation.resize) {
    append(fmt::format("resize {}x{}", size->height, size->width));
  }
  if (preparation.order == ChannelOrder::kBgr) append("BGR");
  if (preparation.scale != 1.0f) append(fmt::format("scale {:g}", preparation.scale));
  if (!preparation.mean.empty()) append("mean " + to_string(preparation.mean));
  if (!preparation.standard_deviation.empty()) {
    append("standard deviation " + to_string(preparation.standard_deviation));
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace convlens::nn
