#include "app/figures/figure.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "app/figures/lab_tiles.h"
#include "app/figures/network_figure.h"
#include "app/session/kept_bench.h"
#include "lab/stages/pipeline.h"

namespace convlens::app {
namespace {

Result<std::vector<Tile>> feature_map_tiles(const lab::Document& document,
                                            const FigureOptions& options) {
  lab::Pipeline pipeline;
  TRY(pipeline.update(document));
  return bench_tiles(pipeline,
                     {options.colormap.value_or(Colormap::kViridis),
                      options.range_mode.value_or(RangeMode::kEach), options.fixed_range});
}

Result<std::vector<Tile>> make_tiles(const lab::Document& document, const FigureOptions& options) {
  if (options.name == "feature-maps") return feature_map_tiles(document, options);
  std::vector<Tile> tiles;
  if (options.name == "crops") {
    lab::Pipeline pipeline;
    TRY(pipeline.update(document));
    for (std::size_t s = 0; s < document.sources.size(); ++s) {
      tiles.push_back(crop_tile(document.sources[s], pipeline.crop(s).pixels));
    }
    return tiles;
  }
  for (const lab::Source& source : document.sources) {
    tiles.push_back(picture_tile(source.picture->image));
  }
  return tiles;
}

}  // namespace

Result<Figure> render_figure(const FigureOptions& options) {
  if (is_network_figure(options.name)) return render_network_figure(options);
  std::vector<std::filesystem::path> filters;
  if (options.filters) filters.push_back(*options.filters);
  TRY_ASSIGN(const auto document, open_bench(options.images, filters, options.frames));
  TRY_ASSIGN(auto tiles, make_tiles(document, options));
  const std::size_t across =
      options.name == "feature-maps" ? document.filters.size() : tiles.size();
  return lay_out(std::move(tiles), options.columns.value_or(static_cast<int>(across)));
}

}  // namespace convlens::app
