#include "core/shape.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace convlens {

Shape::Shape(std::initializer_list<std::int64_t> extents) {
  const auto shape = checked({extents.begin(), extents.size()});
  assert(shape.has_value());
  if (shape) *this = *shape;
}

Result<Shape> Shape::checked(std::span<const std::int64_t> extents) {
  if (extents.size() > kMaxRank) {
    return fail("an array has {} axes, at most {} are supported", extents.size(), int{kMaxRank});
  }
  Shape shape;
  shape.rank_ = static_cast<int>(extents.size());
  std::copy(extents.begin(), extents.end(), shape.extents_.begin());

  constexpr std::int64_t kMaxElements = std::numeric_limits<std::ptrdiff_t>::max() / 4;
  std::int64_t count = 1;
  for (const std::int64_t extent : extents) {
    if (extent < 0) return fail("the shape {} has a negative extent", to_string(shape));
    if (extent == 0) continue;  // the other extents are still held to the limit
    if (count > kMaxElements / extent) {
      return fail("the shape {} has more elements than memory can hold", to_string(shape));
    }
    count *= extent;
  }
  return shape;
}

std::size_t Shape::element_count() const {
  std::size_t count = 1;
  for (const std::int64_t extent : extents()) count *= static_cast<std::size_t>(extent);
  return count;
}

std::string to_string(const Shape& shape) {
  std::string text = "(";
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (axis > 0) text += ", ";
    text += std::to_string(shape[axis]);
  }
  if (shape.rank() == 1) text += ",";
  return text + ")";
}

}  // namespace convlens
