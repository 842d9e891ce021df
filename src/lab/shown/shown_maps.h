#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/colormap.h"
#include "core/image.h"
#include "core/tensor.h"
#include "lab/document/placement.h"
#include "lab/lab.h"

// What the window colours: maps with the ranges that their colours span.
namespace convlens::lab {

// One map, or some of one size side by side: a view into the lab until it next changes.
struct ShownMaps {
  TensorView values;               // (rows * height, columns * width)
  int columns = 1;                 // maps in a row
  std::vector<ValueRange> ranges;  // one a map
  std::uint64_t revision = 0;      // changes with the values
  Colormap colormap = Colormap::kViridis;
  bool unchanged = false;  // a change that is none, or rounding alone

  bool empty() const { return ranges.empty(); }
};

// What its finite values lie in.
ValueRange value_range(const ShownMaps& maps);
// What a name stands for now; empty() where there is no such map.
ShownMaps shown_maps(const Lab& lab, const MapId& map);
// What stands in the place of my map: itself, or, where the view asks for it, what the last step
// did to it.
MapId in_my_place(const View& view, std::size_t source, std::size_t filter);
// How the cells of a map lie on its crop; nothing for a sheet, or where there is no such map.
std::optional<MapPlacement> placement(const Lab& lab, const MapId& map);

// Its cells that no padding has reached; nothing where there is no such map.
std::optional<MapPart> unpadded_part(const Lab& lab, const MapId& map);

// The filters of a bank as a picture, one pixel a weight, side by side: three planes as a colour
// picture, each filter over its own largest weight, or one plane in signed colours over `scale`.
inline constexpr int kFilterColumns = 16;
// What the signed colours of a bank's filters span: the largest absolute weight of all of them.
float bank_scale(const FilterBank& bank);
Image filter_picture(const FilterBank& bank, int plane, float scale, Colormap signed_map);

// How the channels of a network's input stand beside each other where they are no picture: 1x1 for
// one of 1 or 3.
struct InputGrid {
  int columns = 1;
  int rows = 1;
};
InputGrid input_grid(std::int64_t channels);

// A network's input (1, H, W, C), 0..1, as a picture; a grey one, and each of other numbers of
// channels than 1 and 3, in the map's colours.
Image input_picture(const TensorView& seen, Colormap grey);

// What an output of maps (1, H, W, C) is shown as a picture over: 0 to 1 where that holds all
// values, else from the least to the greatest.
ValueRange output_range(const MapSheet& sheet);
// The picture itself over that range, as input_picture() has it.
Image output_picture(const TensorView& maps, ValueRange range, Colormap grey);

}  // namespace convlens::lab
