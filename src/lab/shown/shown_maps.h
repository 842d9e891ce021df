#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/colormap.h"
#include "core/image.h"
#include "core/tensor.h"
#include "lab/lab.h"

// What the window colours: maps with the ranges that their colours span.
namespace convlens::lab {

// Some maps of one size side by side: a view into the lab until it next changes.
struct ShownMaps {
  TensorView values;               // (rows * height, columns * width)
  int columns = 1;                 // maps in a row
  std::vector<ValueRange> ranges;  // one a map
  std::uint64_t revision = 0;      // changes with the values
  Colormap colormap = Colormap::kViridis;
  std::shared_ptr<const Tensor> owner = {};  // of the values, where the lab does not keep them
};

ShownMaps shown_mine(const Lab& lab, std::size_t source, std::size_t filter);
// Of the trained filter that stands beside mine.
ShownMaps shown_trained(const Lab& lab, std::size_t source, std::size_t channel);
// Mine less the trained map that stands beside it, in signed colours; of no values where the two
// differ in size or nothing stands beside it.
ShownMaps shown_difference(const Lab& lab, std::size_t source, std::size_t filter);
// What the last step did to my map, in signed colours; of no values where nothing can be compared.
ShownMaps shown_change(const Lab& lab, std::size_t source, std::size_t filter);
ShownMaps shown_sheet(const Lab& lab, std::size_t node);

// The plane on the stage: -1 for all three as one colour picture, which only filters of three
// channels have.
int shown_plane(const View& view, const Filter& filter);

// The filters of a bank as a picture, one pixel a weight, side by side: three planes as a colour
// picture, each filter over its own largest weight, or one plane in signed colours over `scale`.
inline constexpr int kFilterColumns = 16;
// What the signed colours of a bank's filters span: the largest absolute weight of all of them.
float bank_scale(const FilterBank& bank);
Image filter_picture(const FilterBank& bank, int plane, float scale, Colormap signed_map);

// A network's input (1, H, W, 1 or 3), 0..1, as a picture; a grey one in the map's colours.
Image input_picture(const TensorView& seen, Colormap grey);

}  // namespace convlens::lab
