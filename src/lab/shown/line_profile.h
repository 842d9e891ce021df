#pragma once

#include <array>
#include <optional>
#include <vector>

#include "lab/lab.h"

namespace convlens::lab {

// Values along a line of the crop, value i at `first + i * step` of its pixels, counted at their
// middles.
struct ProfileCurve {
  double first = 0.0;
  double step = 1.0;
  std::vector<float> values;
  ValueRange range;  // of the finite ones
};

// The crop and what maps have of it, along the row or the column of the crop that a cell
// lies on.
struct LineProfile {
  int line = 0;                    // which one
  double at = 0.0;                 // where the cell lies on it
  int extent = 0;                  // of the crop, along it
  std::vector<ProfileCurve> crop;  // red, green and blue, or the planes that are shown
  std::vector<int> channels;       // which they are
  ProfileCurve mine;
  std::optional<ProfileCurve> trained;  // of the map beside mine; its row that lies nearest
};

// `down`: along the cell's column. Nothing where there is no such cell of mine.
std::optional<LineProfile> line_profile(const Lab& lab, const MapCell& cell, bool down);

}  // namespace convlens::lab
