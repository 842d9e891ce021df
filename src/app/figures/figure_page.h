#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/colormap.h"
#include "core/result.h"
#include "core/tensor.h"

// A white page of maps, pictures, bars and numbers, as a list of what stands on it: figure_file.h
// makes a picture or a drawing of it. Lengths are pixels of the picture.
namespace convlens::app {

// One map or picture, already coloured: rows x columns colours.
struct Tile {
  int rows = 0;
  int columns = 0;
  std::vector<Rgb> colors;
  ValueRange range;            // NaN where no value is finite
  std::size_t not_finite = 0;  // values that have kNotFiniteColor

  // Whether drawings have each value as a shape, which every viewer shows sharp at every size. Of
  // more values they have a picture, which some of them smooth.
  bool is_few() const { return colors.size() <= 16384; }
};

// What value range a map's colours span: its own, one over all maps, or a fixed one.
enum class RangeMode { kEach, kLayer, kFixed };

struct MapColors {
  Colormap colormap = Colormap::kViridis;
  RangeMode range_mode = RangeMode::kEach;
  ValueRange fixed_range;  // taken at its word, also by a signed colour map
};
// Maps (H, W), each coloured.
std::vector<Tile> map_tiles(const std::vector<TensorView>& maps, const MapColors& colors);

// Where one map stands in the figure, in pixels, and what its colours span.
struct FigureCell {
  int index = 0;
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  int rows = 0;  // of the map itself: height / rows pixels a value
  int columns = 0;
  ValueRange range;
};

// A tile with its upper left corner at (x, y), each value a square of `zoom` pixels.
struct PlacedTile {
  Tile tile;
  int x = 0;
  int y = 0;
  int zoom = 1;
};

struct FilledBox {
  int left = 0;
  int top = 0;
  int right = 0;   // past the last column
  int bottom = 0;  // past the last row
  Rgb color{0, 0, 0};
};

// A line of black text on the baseline `y`, its ink from `x` on, around it or up to it. `upwards`:
// read from below, the baseline at `x` and the ink's middle at `y`.
struct PlacedText {
  enum class Anchor { kLeft, kMiddle, kRight };

  std::string utf8;
  int size = 0;
  int x = 0;
  int y = 0;
  Anchor anchor = Anchor::kLeft;
  bool upwards = false;
};

// Drawn in this order: tiles, boxes, texts.
struct Figure {
  int width = 0;
  int height = 0;
  std::vector<PlacedTile> tiles = {};
  std::vector<FilledBox> boxes = {};
  std::vector<PlacedText> texts = {};
  std::vector<FigureCell> cells = {};
  std::string said = {};  // for stdout, lines; may be empty
};

// On paper 200 pixels make an inch, as in matplotlib's figure of 6.4 by 4.8 inches, where its text
// of 10 points is 28 pixels high.
inline constexpr double kPointsPerPixel = 72.0 / 200.0;

// What a page has at most.
inline constexpr std::int64_t kMaxPagePixels = std::int64_t{1} << 27;

// Tiles from left to right, then down, `columns` in a row, enlarged by one whole factor. What is
// not finite in them is said.
Result<Figure> lay_out(std::vector<Tile> tiles, int columns);

// [{"index", "x", "y", "width", "height", "rows", "cols", "lo", "hi"}], one a map; lo and hi are
// null where none of its values is finite.
std::string cells_json(const std::vector<FigureCell>& cells);

}  // namespace convlens::app
