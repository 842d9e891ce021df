#include "lab/lesson/sketch_pad.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/statistics.h"
#include "lab/shown/reduced_map.h"

namespace convlens::lab {
namespace {

constexpr double kPen = 1.0;  // radius, in cells

int columns_of(int height, int width) {
  const double wide = static_cast<double>(SketchPad::kRows) * width / std::max(1, height);
  return std::clamp(static_cast<int>(std::lround(wide)), 4, SketchPad::kMostColumns);
}

}  // namespace

SketchPad::SketchPad(int map_height, int map_width)
    : rows_(kRows), columns_(columns_of(map_height, map_width)), values_({rows_, columns_}) {}

bool SketchPad::empty() const {
  const auto values = values_.values();
  return std::all_of(values.begin(), values.end(), [](float value) { return value == 0.0f; });
}

void SketchPad::touch(Place place, float value) {
  for (int row = 0; row < rows_; ++row) {
    for (int column = 0; column < columns_; ++column) {
      const double away = std::hypot(row + 0.5 - place.row, column + 0.5 - place.column);
      if (away <= kPen) values_.data()[row * columns_ + column] = value;
    }
  }
}

void SketchPad::draw(Place from, Place to, float value) {
  const double length = std::hypot(to.row - from.row, to.column - from.column);
  const int steps = std::clamp(static_cast<int>(std::ceil(length * 2)), 1, 1000);
  for (int i = 0; i <= steps; ++i) {
    const double part = static_cast<double>(i) / steps;
    touch({std::lerp(from.row, to.row, part), std::lerp(from.column, to.column, part)}, value);
  }
}

void SketchPad::clear() { std::fill_n(values_.data(), values_.size(), 0.0f); }

Tensor sketched(const Tensor& map, int rows, int columns) {
  const int height = std::min(rows, static_cast<int>(map.shape()[0]));
  const int width = std::min(columns, static_cast<int>(map.shape()[1]));
  const Tensor coarse = averaged(map, height, width);
  Tensor sizes = coarse.clone();
  for (float& size : sizes.values()) size = std::abs(size);
  const float most = percentiles(std::as_const(sizes).values(), 98, 98).hi;
  Tensor result({rows, columns});
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const float value = coarse.data()[row * height / rows * width + column * width / columns];
      const bool shown = std::isfinite(value) && most > 0;
      result.data()[row * columns + column] = shown ? std::clamp(value / most, -1.0f, 1.0f) : 0.0f;
    }
  }
  return result;
}

}  // namespace convlens::lab
