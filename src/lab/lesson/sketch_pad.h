#pragma once

#include "core/tensor.h"

namespace convlens::lab {

// A map as somebody expects it, drawn in coarse cells: -1 where it is far below 0, 1 where far
// above.
class SketchPad {
 public:
  static constexpr int kRows = 14;
  static constexpr int kMostColumns = 36;

  // Of a map of so many cells: as wide as it is to its height.
  SketchPad(int map_height, int map_width);

  int rows() const { return rows_; }
  int columns() const { return columns_; }
  const Tensor& values() const { return values_; }  // (rows, columns)
  bool empty() const;

  struct Place {
    double row = 0.0;  // in cells; 0.5 is the middle of the first
    double column = 0.0;
  };
  // A line of a pen two cells wide.
  void draw(Place from, Place to, float value);
  void clear();

 private:
  void touch(Place place, float value);

  int rows_;
  int columns_;
  Tensor values_;
};

// A map (H', W') as one would draw it: averaged to so many cells, 1 what 98 of 100 of them are no
// further from 0 than; what is not finite is 0.
Tensor sketched(const Tensor& map, int rows, int columns);

}  // namespace convlens::lab
