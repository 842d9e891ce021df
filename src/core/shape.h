#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

#include "core/result.h"

namespace convlens {

// Extents of a dense row-major array, outermost axis first: (N, H, W, C) for images and maps,
// (kernel height, kernel width, in, out) = HWIO for kernels. Rank 0 is a scalar.
class Shape {
 public:
  static constexpr int kMaxRank = 6;

  Shape() = default;
  // For extents the program itself chose; they must be non-negative and their product must fit.
  Shape(std::initializer_list<std::int64_t> extents);

  // For extents that came from outside: refuses more than kMaxRank axes, negative extents, and
  // element counts whose bytes as float32 do not fit a std::ptrdiff_t.
  static Result<Shape> checked(std::span<const std::int64_t> extents);

  int rank() const { return rank_; }
  std::int64_t operator[](int axis) const { return extents_[static_cast<std::size_t>(axis)]; }
  std::span<const std::int64_t> extents() const {
    return {extents_.data(), static_cast<std::size_t>(rank_)};
  }
  // Product of the extents; 1 for a scalar.
  std::size_t element_count() const;

  friend bool operator==(const Shape& a, const Shape& b) = default;

 private:
  std::array<std::int64_t, kMaxRank> extents_{};  // unused axes stay 0, so that == is memberwise
  int rank_ = 0;
};

// Where the element at (row, column) stands in an array whose rows are so wide.
constexpr std::size_t flat_index(std::int64_t row, std::int64_t column, std::int64_t width) {
  return static_cast<std::size_t>(row * width + column);
}

// As NumPy prints it: "(2, 70, 120, 3)", "(5,)", "()".
std::string to_string(const Shape& shape);

}  // namespace convlens
