#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

#include "core/result.h"
#include "core/shape.h"

namespace convlens::nn {

// A shape of which some extents are not known yet: the batch of a model, or the height and width of
// a network that takes pictures of any size. Axes as in Shape, outermost first.
class PartialShape {
 public:
  static constexpr std::int64_t kUnknown = -1;
  // The largest known extent. With it, an extent times a stride or a size below 2^22 cannot
  // overflow, so that layers may compute with extents freely.
  static constexpr std::int64_t kMaxExtent = std::int64_t{1} << 40;

  PartialShape() = default;
  // For extents the program itself chose: each kUnknown or in [0, kMaxExtent].
  PartialShape(std::initializer_list<std::int64_t> extents);
  // Every extent known. Not explicit: whatever takes a partial shape takes a whole one. Extents
  // beyond kMaxExtent, which no tensor in memory has, become unknown.
  PartialShape(const Shape& shape);

  // For extents that came from outside: refuses too many axes and extents out of range.
  static Result<PartialShape> checked(std::span<const std::int64_t> extents);

  int rank() const { return rank_; }
  std::int64_t operator[](int axis) const { return extents_[static_cast<std::size_t>(axis)]; }
  std::span<const std::int64_t> extents() const {
    return {extents_.data(), static_cast<std::size_t>(rank_)};
  }
  bool is_known(int axis) const { return (*this)[axis] != kUnknown; }
  // The same shape with another extent of one axis.
  PartialShape with(int axis, std::int64_t extent) const;

  // The whole shape, where every extent is known; else, or where it is too large, an error.
  Result<Shape> complete() const;
  // Whether an array of this shape may be given where `this` is asked for: same rank, and the same
  // extents wherever both are known.
  bool accepts(const PartialShape& other) const;

  friend bool operator==(const PartialShape&, const PartialShape&) = default;

 private:
  std::array<std::int64_t, Shape::kMaxRank> extents_{};  // unused axes stay 0
  int rank_ = 0;
};

// As Keras prints it: "(None, 28, 28, 1)".
std::string to_string(const PartialShape& shape);

}  // namespace convlens::nn
