// Which cells of a map no padding has reached, beside every cell's window looked at by itself.
#include "lab/document/placement.h"

#include <gtest/gtest.h>

namespace convlens::lab {
namespace {

bool is_inside(int cell, int stride, int pad, int window, int extent) {
  const int first = cell * stride - pad;
  return first >= 0 && first + window <= extent;
}

TEST(UnpaddedPart, HasTheCellsWhoseWindowsLieWithinTheCrop) {
  for (const int extent : {1, 2, 5, 8, 13}) {
    for (int window = 1; window <= 9; ++window) {
      for (int stride = 1; stride <= 4; ++stride) {
        for (int pad = 0; pad <= window; ++pad) {
          const int count = extent / stride + 2;
          MapPlacement place;
          place.stride_h = stride;
          place.pad_top = pad;
          place.window_height = window;
          const MapPart part = unpadded_part(place, Shape{count, 3}, {extent, 3});
          for (int cell = 0; cell < count; ++cell) {
            const bool in_part = cell >= part.top && cell < part.top + part.height;
            ASSERT_EQ(in_part, is_inside(cell, stride, pad, window, extent))
                << "cell " << cell << " of " << count << ", window " << window << ", stride "
                << stride << ", padding " << pad << ", extent " << extent;
          }
        }
      }
    }
  }
}

TEST(UnpaddedPart, OfTheNotebooksMapsLeavesThreeCellsOut) {
  MapPlacement place;
  place.pad_top = place.pad_left = 3;
  place.window_height = place.window_width = 7;
  EXPECT_EQ(unpadded_part(place, Shape{70, 120}, {70, 120}), (MapPart{3, 3, 64, 114}));
}

}  // namespace
}  // namespace convlens::lab
