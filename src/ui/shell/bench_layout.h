#pragma once

namespace convlens::ui {

// What the bench is laid out in, in design pixels.
struct BenchRoom {
  float width = 0;    // of the window
  float height = 0;   // of the window
  bool rail = false;  // the Input column is folded

  friend bool operator==(const BenchRoom&, const BenchRoom&) = default;
};

// The widths of the three columns and the height of the sum under two of them, with the sides of
// what they are there for, in design pixels. Columns depend on the window alone: whatever is opened
// or closed moves none of them.
struct BenchLayout {
  float input = 0;
  float filter = 0;
  float maps = 0;
  float sum = 0;
  float stage = 0;      // a side of it
  float map_width = 0;  // of one of a pair
  float map_height = 0;
};

// The arrangement in which stage and maps are largest: each column asks for the width at which its
// height is filled, and they share what there is in that proportion.
BenchLayout bench_layout(const BenchRoom& room);

}  // namespace convlens::ui
