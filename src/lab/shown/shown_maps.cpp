#include "lab/shown/shown_maps.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "core/statistics.h"
#include "lab/shown/map_ranges.h"

namespace convlens::lab {
namespace {

ShownMaps shown_sheet(const Lab& lab, const MapSheet& sheet) {
  const View& view = lab.view();
  const Colormap colors = shown_network_colormap(view);
  std::vector<ValueRange> ranges = sheet.ranges;
  if (view.ranges.shared) {
    ValueRange all = ranges.front();
    for (const ValueRange& range : ranges) {
      all = {std::min(all.lo, range.lo), std::max(all.hi, range.hi)};
    }
    std::fill(ranges.begin(), ranges.end(), all);
  }
  for (ValueRange& range : ranges) range = range_for(colors, range);
  return {sheet.values, sheet.columns, std::move(ranges), sheet.revision, colors};
}

bool is_rounding(const Lab& lab, const MapId& change, ValueRange range) {
  const float least = rounding_of(lab.map(MapId::mine(change.source, change.index))->range);
  return range.lo >= -least && range.hi <= least;
}

}  // namespace

ShownMaps shown_maps(const Lab& lab, const MapId& map) {
  if (const MapSheet* sheet = lab.sheet(map)) return shown_sheet(lab, *sheet);
  const FeatureMap* shown = lab.map(map);
  if (shown == nullptr) return {};
  const View& view = lab.view();
  const Colormap colors = is_spectrum(map)      ? Colormap::kMagma
                          : follows_choice(map) ? shown_colormap(view)
                                                : signed_colormap(view.theme);
  const bool unchanged = map.kind == MapKind::kChange && is_rounding(lab, map, shown->range);
  return {shown->values, 1, {shown_range(lab, map)}, shown->revision, colors, unchanged};
}

ValueRange value_range(const ShownMaps& maps) { return finite_range(maps.values.values()); }

MapId in_my_place(const View& view, std::size_t source, std::size_t filter) {
  return view.show_change ? MapId::change(source, filter) : MapId::mine(source, filter);
}

std::optional<MapPlacement> placement(const Lab& lab, const MapId& map) {
  const Document& document = lab.document();
  if (map.kind == MapKind::kTrained) {
    const auto& first = lab.trained_maps().first();
    const auto bank = first ? lab.shown_bank(first->layer) : std::nullopt;
    if (!bank) return std::nullopt;
    return trained_placement(document, *first, *bank);
  }
  const bool of_filter = map.kind != MapKind::kSheet && !is_spectrum(map);
  if (!of_filter || map.index >= document.filters.size()) return std::nullopt;
  const MapPlacement mine = my_placement(document, document.filters[map.index]);
  return map.kind == MapKind::kPooled ? pooled_placement(mine, lab.view().pooling) : mine;
}

std::optional<MapPart> unpadded_part(const Lab& lab, const MapId& map) {
  const auto place = placement(lab, map);
  const FeatureMap* shown = lab.map(map);
  if (!place || shown == nullptr) return std::nullopt;
  return unpadded_part(*place, shown->values.shape(), lab.document().crop_size);
}

float bank_scale(const FilterBank& bank) {
  const ValueRange range = finite_range(bank.kernel.values());
  return std::max({1e-6f, std::abs(range.lo), std::abs(range.hi)});
}

InputGrid input_grid(std::int64_t channels) {
  if (channels == 1 || channels == kRgb) return {};
  const auto columns = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(channels))));
  return {columns, (static_cast<int>(channels) + columns - 1) / columns};
}

namespace {

// Each channel in grey, one beside the other.
Image channel_pictures(const TensorView& seen, Colormap grey) {
  const MapSheet sheet = map_sheet(seen);
  const InputGrid grid = input_grid(sheet.count);
  const int height = sheet.tile_height;
  const int width = sheet.tile_width;
  Image picture{grid.rows * height, grid.columns * width, {}};
  picture.rgb.resize(static_cast<std::size_t>(picture.height) *
                     static_cast<std::size_t>(picture.width) * kRgb);
  const ValueRange range = range_for(grey, {0.0f, 1.0f});
  for (int channel = 0; channel < sheet.count; ++channel) {
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const Rgb color = color_of(sheet.at(channel, y, x), range, grey);
        const int row = channel / grid.columns * height + y;
        const int column = channel % grid.columns * width + x;
        std::copy(color.begin(), color.end(),
                  picture.rgb.begin() + (std::ptrdiff_t{row} * picture.width + column) * kRgb);
      }
    }
  }
  return picture;
}

// Three values of 0 to 1; kNotFiniteColor where one of them is none.
Rgb pixel_color(std::span<const float> values) {
  Rgb color{};
  for (std::size_t c = 0; c < color.size(); ++c) {
    if (!std::isfinite(values[c])) return kNotFiniteColor;
    const float value = std::clamp(values[c], 0.0f, 1.0f);
    color[c] = static_cast<std::uint8_t>(std::lround(value * 255.0f));
  }
  return color;
}

}  // namespace

Image input_picture(const TensorView& seen, Colormap grey) {
  const Shape& shape = seen.shape();  // (1, h, w, c)
  if (shape[3] != 1 && shape[3] != kRgb) return channel_pictures(seen, grey);
  Image picture{static_cast<int>(shape[1]), static_cast<int>(shape[2]), {}};
  if (shape[3] == 1) {
    for (const Rgb& color : colorize(seen.values(), range_for(grey, {0.0f, 1.0f}), grey)) {
      picture.rgb.insert(picture.rgb.end(), color.begin(), color.end());
    }
    return picture;
  }
  const auto values = seen.values();
  for (std::size_t pixel = 0; pixel + kRgb <= values.size(); pixel += kRgb) {
    const Rgb color = pixel_color(values.subspan(pixel, kRgb));
    picture.rgb.insert(picture.rgb.end(), color.begin(), color.end());
  }
  return picture;
}

ValueRange output_range(const MapSheet& sheet) {
  std::optional<ValueRange> all;
  for (std::size_t i = 0; i < sheet.ranges.size(); ++i) {
    if (!sheet.has_range[i]) continue;
    const ValueRange& own = sheet.ranges[i];
    if (!all) all = own;
    all = {std::min(all->lo, own.lo), std::max(all->hi, own.hi)};
  }
  const ValueRange range = all.value_or(ValueRange{});
  return range.lo >= 0.0f && range.hi <= 1.0f ? ValueRange{0.0f, 1.0f} : range;
}

Image output_picture(const TensorView& maps, ValueRange range, Colormap grey) {
  const float extent = std::max(range.hi - range.lo, 1e-30f);
  Tensor scaled(maps.shape(), maps.values());
  for (float& value : scaled.values()) value = (value - range.lo) / extent;
  return input_picture(scaled, grey);
}

Image filter_picture(const FilterBank& bank, int plane, float scale, Colormap signed_map) {
  const int columns = std::min(kFilterColumns, static_cast<int>(bank.count));
  const int rows = (static_cast<int>(bank.count) + columns - 1) / columns;
  Image picture{rows * bank.height, columns * bank.width, {}};
  picture.rgb.resize(static_cast<std::size_t>(picture.height) *
                     static_cast<std::size_t>(picture.width) * kRgb);
  for (std::size_t index = 0; index < bank.count; ++index) {
    const Filter filter = filter_of(bank, index);
    const float own_scale = weight_scale(filter, 1e-6f);
    const int top = static_cast<int>(index) / columns * bank.height;
    const int left = static_cast<int>(index) % columns * bank.width;
    for (int row = 0; row < bank.height; ++row) {
      for (int column = 0; column < bank.width; ++column) {
        const Rgb color =
            plane < 0 ? composite_color(filter, row, column, own_scale)
                      : color_of(filter.at(row, column, plane), {-scale, scale}, signed_map);
        const std::size_t pixel = flat_index(top + row, left + column, picture.width);
        std::copy(color.begin(), color.end(),
                  picture.rgb.begin() + static_cast<std::ptrdiff_t>(pixel * kRgb));
      }
    }
  }
  return picture;
}

}  // namespace convlens::lab
