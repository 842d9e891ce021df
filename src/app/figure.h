#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/colormap.h"
#include "core/image.h"
#include "core/result.h"

namespace convlens::app {

// What value range a map's colours span: its own, one over all maps, or a fixed one.
enum class RangeMode { kEach, kLayer, kFixed };

struct FigureOptions {
  std::string name;                              // sample-images, crops or feature-maps
  std::vector<std::filesystem::path> images;     // none: both photographs
  std::optional<std::filesystem::path> filters;  // none: the two line filters
  Colormap colormap = Colormap::kViridis;
  RangeMode range_mode = RangeMode::kEach;
  ValueRange fixed_range;
  std::optional<int> columns;  // none: a row an image for maps, one row for pictures
};

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
};

// The notebook's figures on a white page: every value a square of whole pixels, not interpolated.
Result<Figure> render_figure(const FigureOptions& options);

// [{"index", "x", "y", "width", "height", "rows", "cols", "lo", "hi"}], one a map.
std::string cells_json(const std::vector<FigureCell>& cells);

// The picture as a PNG and, where `cells` names a file, cells_json() beside it: both files or
// neither.
Status write_figure(const Figure& figure, const std::filesystem::path& png,
                    const std::optional<std::filesystem::path>& cells);

}  // namespace convlens::app
