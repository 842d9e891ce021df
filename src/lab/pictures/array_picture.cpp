#include "lab/pictures/array_picture.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace convlens::lab {
namespace {

constexpr std::int64_t kMostPixels = 100'000'000;
constexpr std::size_t kMostValues = std::size_t{1} << 27;

ValueRange range_of(const Tensor& values, const std::vector<int>& planes) {
  const auto channels = static_cast<std::size_t>(values.shape()[3]);
  const std::span<const float> all = values.values();
  const float first = all[static_cast<std::size_t>(planes.front())];
  ValueRange range{first, first};
  for (const int plane : planes) {
    for (auto i = static_cast<std::size_t>(plane); i < all.size(); i += channels) {
      range = {std::min(range.lo, all[i]), std::max(range.hi, all[i])};
    }
  }
  return range;
}

bool is_within_one(const Tensor& values) {
  const auto all = values.values();
  return std::all_of(all.begin(), all.end(),
                     [](float value) { return value >= 0.0f && value <= 1.0f; });
}

Image image_of(const Tensor& values, const std::vector<int>& planes, ValueRange range) {
  const Shape& shape = values.shape();
  Image image{static_cast<int>(shape[1]), static_cast<int>(shape[2]), {}};
  const std::size_t pixels = Shape{shape[1], shape[2]}.element_count();
  image.rgb.reserve(pixels * 3);
  // In double: the range of two large numbers may be none of float's.
  const double lo = double{range.lo};
  const double extent = double{range.hi} - lo;
  const auto level = [&](float value) {
    return extent > 0.0
               ? static_cast<std::uint8_t>(std::lround((double{value} - lo) / extent * 255.0))
               : std::uint8_t{0};
  };
  const float* pixel = values.data();
  for (std::size_t i = 0; i < pixels; ++i, pixel += shape[3]) {
    for (std::size_t c = 0; c < 3; ++c) {
      image.rgb.push_back(level(pixel[planes[planes.size() == 1 ? 0 : c]]));
    }
  }
  return image;
}

}  // namespace

std::vector<int> first_planes(int channels) {
  return channels == 3 ? std::vector<int>{0, 1, 2} : std::vector<int>{0};
}

std::shared_ptr<const Picture> array_picture(std::string name, std::shared_ptr<const Tensor> values,
                                             std::vector<int> planes) {
  assert(check_source(values->shape()));
  Picture picture;
  picture.name = std::move(name);
  picture.array = ArrayLook{std::move(values), {}, {}};
  return with_planes(picture, std::move(planes));
}

std::shared_ptr<const Picture> with_planes(const Picture& array, std::vector<int> planes) {
  assert(planes.size() == 1 || planes.size() == 3);
  Picture picture = array;
  ArrayLook& look = *picture.array;
  const Tensor& values = *look.values;
  look.range = is_within_one(values) ? ValueRange{0.0f, 1.0f} : range_of(values, planes);
  picture.image = image_of(values, planes, look.range);
  picture.overview = overview_of(picture.image);
  look.planes = std::move(planes);
  return std::make_shared<const Picture>(std::move(picture));
}

Status check_source(const Shape& shape) {
  if (shape.rank() == 4 && shape.element_count() == 0) {
    return fail("an array of shape {}, no extent 0 expected", to_string(shape));
  }
  if (shape.rank() != 4 || shape[3] > kMaxChannels) {
    return fail("an array of shape {}, one of (H, W, C) with 1 to {} channels expected",
                to_string(shape), kMaxChannels);
  }
  if (shape[1] > kMostPixels / shape[2]) {
    return fail("an array of {}x{} pixels, at most {} megapixels expected", shape[1], shape[2],
                kMostPixels / 1'000'000);
  }
  if (shape.element_count() <= kMostValues) return {};
  return fail("an array of shape {}, at most {} million numbers expected", to_string(shape),
              kMostValues / 1'000'000);
}

Status check_planes(const std::vector<int>& planes, int channels) {
  const bool known = (planes.size() == 1 || planes.size() == 3) &&
                     std::all_of(planes.begin(), planes.end(),
                                 [channels](int plane) { return plane >= 0 && plane < channels; });
  if (known) return {};
  return fail("{} were to be shown: one or three of 0 to {} expected", planes_said(planes),
              channels - 1);
}

Phrase planes_said(const std::vector<int>& planes) {
  if (planes.size() == 1) return phrase("plane {}", planes[0]);
  if (planes.size() == 3) return phrase("planes {}, {}, {}", planes[0], planes[1], planes[2]);
  return phrase("{} planes", planes.size());
}

}  // namespace convlens::lab
