#include "nn/graph/partial_shape.h"

#include <algorithm>
#include <cassert>

namespace convlens::nn {

PartialShape::PartialShape(std::initializer_list<std::int64_t> extents) {
  const auto shape = checked({extents.begin(), extents.size()});
  assert(shape.has_value());
  if (shape) *this = *shape;
}

PartialShape::PartialShape(const Shape& shape) : rank_(shape.rank()) {
  for (int axis = 0; axis < rank_; ++axis) {
    extents_[static_cast<std::size_t>(axis)] = shape[axis] <= kMaxExtent ? shape[axis] : kUnknown;
  }
}

Result<PartialShape> PartialShape::checked(std::span<const std::int64_t> extents) {
  if (extents.size() > Shape::kMaxRank) {
    return fail("an array has {} axes, at most {} are supported", extents.size(),
                int{Shape::kMaxRank});
  }
  PartialShape shape;
  shape.rank_ = static_cast<int>(extents.size());
  std::copy(extents.begin(), extents.end(), shape.extents_.begin());
  for (const std::int64_t extent : extents) {
    if (extent == kUnknown || (extent >= 0 && extent <= kMaxExtent)) continue;
    return fail("the extent {} of an array must be from 0 to 2^40", extent);
  }
  return shape;
}

PartialShape PartialShape::with(int axis, std::int64_t extent) const {
  assert(axis >= 0 && axis < rank_ && extent >= kUnknown);
  PartialShape shape = *this;
  shape.extents_[static_cast<std::size_t>(axis)] = extent;
  return shape;
}

Result<Shape> PartialShape::complete() const {
  for (int axis = 0; axis < rank_; ++axis) {
    if (!is_known(axis)) return fail("the shape {} is not wholly known", to_string(*this));
  }
  return Shape::checked(extents());
}

bool PartialShape::accepts(const PartialShape& other) const {
  if (rank_ != other.rank_) return false;
  for (int axis = 0; axis < rank_; ++axis) {
    if (is_known(axis) && other.is_known(axis) && (*this)[axis] != other[axis]) return false;
  }
  return true;
}

std::string to_string(const PartialShape& shape) {
  std::string text = "(";
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (axis > 0) text += ", ";
    text += shape.is_known(axis) ? std::to_string(shape[axis]) : "None";
  }
  if (shape.rank() == 1) text += ",";
  return text + ")";
}

}  // namespace convlens::nn
