#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/colormap.h"
#include "core/image.h"
#include "core/result.h"
#include "core/tensor.h"

// A white page of maps or pictures: every value a square of whole pixels, not interpolated.
namespace convlens::app {

// One map or picture, already coloured: rows x columns colours.
struct Tile {
  int rows = 0;
  int columns = 0;
  std::vector<Rgb> colors;
  ValueRange range;            // NaN where no value is finite
  std::size_t not_finite = 0;  // values that have kNotFiniteColor
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

struct Figure {
  Image picture;
  std::vector<FigureCell> cells;
  std::string said = {};  // for stdout, lines; may be empty
};

// Tiles from left to right, then down, `columns` in a row, enlarged by one whole factor. What is
// not finite in them is said.
Result<Figure> lay_out(const std::vector<Tile>& tiles, int columns);

// [{"index", "x", "y", "width", "height", "rows", "cols", "lo", "hi"}], one a map; lo and hi are
// null where none of its values is finite.
std::string cells_json(const std::vector<FigureCell>& cells);

// The picture as a PNG and, where `cells` names a file, cells_json() beside it: both files or
// neither.
Status write_figure(const Figure& figure, const std::filesystem::path& png,
                    const std::optional<std::filesystem::path>& cells);

}  // namespace convlens::app
