#include "media/sets/labels.h"

#include <cmath>

#include "core/shape.h"

namespace convlens::media {
namespace {

// More than any data set of pictures has.
constexpr std::int64_t kMostClasses = 100'000;

// The place of the 1; -1 where there is none, or more.
std::int64_t place_of_one(std::span<const float> row) {
  std::int64_t place = -1;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] == 0.0f) continue;
    if (row[i] != 1.0f || place >= 0) return -1;
    place = static_cast<std::int64_t>(i);
  }
  return place;
}

}  // namespace

Result<std::vector<int>> labels_of(std::span<const std::int64_t> numbers, std::string_view name) {
  std::vector<int> labels;
  labels.reserve(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] < 0 || numbers[i] >= kMostClasses) {
      return fail("{}: label {} is {}, numbers of classes from 0 to {} expected", name, i,
                  numbers[i], kMostClasses - 1);
    }
    labels.push_back(static_cast<int>(numbers[i]));
  }
  return labels;
}

Result<std::vector<int>> labels_of(const TensorView& values, std::string_view name) {
  const Shape& shape = values.shape();
  const auto all = values.values();
  const bool is_list = shape.rank() == 1 || (shape.rank() == 2 && shape[1] == 1);
  if (!is_list && (shape.rank() != 2 || shape[1] == 0)) {
    return fail("{}: labels of shape {}, (N,), (N, 1) or (N, classes) expected", name,
                to_string(shape));
  }
  const auto count = static_cast<std::size_t>(shape[0]);
  const std::size_t size = is_list ? 1 : static_cast<std::size_t>(shape[1]);
  std::vector<std::int64_t> numbers;
  numbers.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto row = all.subspan(i * size, size);
    if (is_list && (row[0] != std::floor(row[0]) || std::abs(row[0]) > 1e9f)) {
      return fail("{}: label {} is {}, a whole number expected", name, i, row[0]);
    }
    numbers.push_back(is_list ? static_cast<std::int64_t>(row[0]) : place_of_one(row));
    if (!is_list && numbers.back() < 0) {
      return fail(
          "{}: the labels of picture {} are not one 1 and else 0, which was expected of"
          " shape {}",
          name, i, to_string(shape));
    }
  }
  return labels_of(numbers, name);
}

}  // namespace convlens::media
