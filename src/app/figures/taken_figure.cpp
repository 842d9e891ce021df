#include "app/figures/taken_figure.h"

#include <algorithm>
#include <string>
#include <utility>

#include "app/figures/histogram_figure.h"
#include "app/figures/lab_tiles.h"
#include "app/figures/live_figure.h"
#include "app/fonts/plot_font.h"
#include "lab/shown/shown_maps.h"
#include "lab/stages/map_sheet.h"
#include "ui/kit/format.h"

namespace convlens::app {
namespace {

constexpr int kWeight = 16;  // pixels a weight at the scale of a map's one pixel

// The legend's lengths, in heights of its text.
constexpr int kPagesOfText = 30;  // a page as wide has text of one
constexpr int kLeastText = 12;
constexpr int kGreatestText = 28;

std::string written(float value) {
  std::string text = ui::format_number(static_cast<double>(value)).data();
  if (text.front() == '-') text.replace(0, 1, "\u2212");
  return text;
}

// The colours from one end of the range to the other. Each box reaches under all that follow.
void add_bar(Figure& figure, const FilledBox& bar, ValueRange range, Colormap colormap) {
  constexpr int kSteps = 256;
  const int width = bar.right - bar.left;
  const int steps = std::min(kSteps, width);
  for (int i = 0; i < steps; ++i) {
    const float share = (static_cast<float>(i) + 0.5f) / static_cast<float>(steps);
    figure.boxes.push_back({bar.left + width * i / steps, bar.top, bar.right, bar.bottom,
                            color_of(range.lo + share * (range.hi - range.lo), range, colormap)});
  }
}

// One tile, alone or with its legend: under it the colours, under these the ends of the range.
Result<Figure> tile_figure(Tile tile, int zoom, bool legend, Colormap colormap) {
  const int width = tile.columns * zoom;
  const int height = tile.rows * zoom;
  const ValueRange range = tile.range;
  const bool empty = tile.not_finite == tile.colors.size();  // there is no range to tell
  if (!legend || empty) {
    Figure figure{width, height};
    figure.tiles.push_back({std::move(tile), 0, 0, zoom});
    return figure;
  }
  const int text = std::clamp(width / kPagesOfText, kLeastText, kGreatestText);
  TRY_ASSIGN(const auto font, PlotFont::open(text));
  const std::string lo = written(range.lo);
  const std::string hi = written(range.hi);
  const int numbers = font.draw(lo).width + font.draw(hi).width + text;
  const int across = std::max(width, numbers);
  Figure figure{across + 2 * text, height + 4 * text};
  const int left = text + (across - width) / 2;
  const FilledBox bar{text, text + height + text / 2, text + across, text + height + text};
  add_bar(figure, bar, range, colormap);
  figure.tiles.push_back({std::move(tile), left, text, zoom});
  using Anchor = PlacedText::Anchor;
  const int baseline = bar.bottom + text / 4 + font.draw("0").height;
  figure.texts.push_back({lo, text, bar.left, baseline, Anchor::kLeft});
  figure.texts.push_back({hi, text, bar.right, baseline, Anchor::kRight});
  figure.height = baseline + text;
  return figure;
}

Result<TakenMap> layer_map(const lab::Lab& lab, const lab::LayerMap& map) {
  const lab::ShownMaps sheet = lab::shown_maps(lab, lab::MapId::sheet(map.node));
  if (map.channel >= sheet.ranges.size()) return fail("there is no such map");
  const auto& activation = lab.run().activations()[map.node];  // (1, H, W, C)
  if (activation.shape().rank() != 4) return fail("a list of values is no map");
  return TakenMap{lab::channel_map(activation.view(), map.channel), sheet.ranges[map.channel],
                  sheet.colormap};
}

Result<Figure> filter_figure(const lab::Lab& lab, const lab::FilterPicture& of,
                             const lab::PictureLooks& looks) {
  const Colormap signed_map = lab::signed_colormap(lab.view().theme);
  const bool colored = of.plane < 0;
  return tile_figure(filter_tile(of.filter, of.plane, signed_map), kWeight * looks.scale,
                     looks.legend, colored ? Colormap::kGray : signed_map);
}

}  // namespace

std::optional<Result<TakenMap>> taken_map(const lab::Lab& lab, const lab::PictureOf& what) {
  if (const auto* map = std::get_if<lab::LayerMap>(&what)) return layer_map(lab, *map);
  const auto* id = std::get_if<lab::MapId>(&what);
  if (id == nullptr) return std::nullopt;
  const lab::ShownMaps shown = lab::shown_maps(lab, *id);
  if (shown.empty()) return fail("there is no such map");
  return TakenMap{Tensor(shown.values.shape(), shown.values.values()), shown.ranges.front(),
                  shown.colormap};
}

Result<Figure> taken_figure(const lab::Lab& lab, const lab::PictureOf& what,
                            const lab::PictureLooks& looks) {
  if (const auto map = taken_map(lab, what)) {
    if (!*map) return fail(map->error());
    const TakenMap& taken = **map;
    auto tile = map_tiles({taken.values}, {taken.colormap, RangeMode::kFixed, taken.range});
    return tile_figure(std::move(tile.front()), looks.scale, looks.legend, taken.colormap);
  }
  if (const auto* filter = std::get_if<lab::FilterPicture>(&what)) {
    return filter_figure(lab, *filter, looks);
  }
  if (const auto* histogram = std::get_if<lab::HistogramPicture>(&what)) {
    return histogram_figure(histogram->counts, {looks.scale, histogram->of_weights, looks.legend});
  }
  if (const auto* figure = std::get_if<lab::FigureKind>(&what)) return live_figure(lab, *figure);
  return fail("a panel is taken out of the window, and is no page");
}

}  // namespace convlens::app
