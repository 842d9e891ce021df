#include "lab/shown/shown_maps.h"

#include <algorithm>
#include <cmath>

#include "core/statistics.h"
#include "lab/shown/map_ranges.h"

namespace convlens::lab {
namespace {

constexpr int kRgb = 3;

}  // namespace

ShownMaps shown_mine(const Lab& lab, std::size_t source, std::size_t filter) {
  const FeatureMap& map = lab.pipeline().map(source, filter);
  return {map.values,
          1,
          {shown_range(lab, {source, filter, false})},
          map.revision,
          shown_colormap(lab.view())};
}

ShownMaps shown_trained(const Lab& lab, std::size_t source, std::size_t channel) {
  const FeatureMap& map = lab.trained_maps().map(source, channel);
  return {map.values,
          1,
          {shown_range(lab, {source, channel, true})},
          map.revision,
          shown_colormap(lab.view())};
}

ShownMaps shown_difference(const Lab& lab, std::size_t source, std::size_t filter) {
  const auto beside = lab.partner(filter);
  if (!beside) return {};
  const FeatureMap& mine = lab.pipeline().map(source, filter);
  const FeatureMap& trained = lab.trained_maps().map(source, beside->filter);
  if (mine.values.shape() != trained.values.shape()) return {};
  auto difference = std::make_shared<Tensor>(mine.values.shape());
  for (std::size_t i = 0; i < difference->size(); ++i) {
    difference->data()[i] = mine.values.data()[i] - trained.values.data()[i];
  }
  const Colormap colors = signed_colormap(lab.view().theme);
  const ValueRange range = range_for(colors, finite_range(difference->values()));
  // Two maps' revisions in one number; both count up slowly from 1.
  const std::uint64_t revision = (mine.revision << 32U) ^ trained.revision;
  return {difference->view(), 1, {range}, revision, colors, difference};
}

ShownMaps shown_change(const Lab& lab, std::size_t source, std::size_t filter) {
  const FeatureMap* change = lab.change_maps().map(source, filter);
  if (change == nullptr) return {};
  const Colormap colors = signed_colormap(lab.view().theme);
  return {change->values, 1, {range_for(colors, change->range)}, change->revision, colors};
}

ShownMaps shown_sheet(const Lab& lab, std::size_t node) {
  const MapSheet& sheet = lab.run().sheet(node);
  const View& view = lab.view();
  const Colormap colors = shown_network_colormap(view);
  std::vector<ValueRange> ranges = sheet.ranges;
  if (view.shared_range) {
    ValueRange all = ranges.front();
    for (const ValueRange& range : ranges) {
      all = {std::min(all.lo, range.lo), std::max(all.hi, range.hi)};
    }
    std::fill(ranges.begin(), ranges.end(), all);
  }
  for (ValueRange& range : ranges) range = range_for(colors, range);
  return {sheet.values, sheet.columns, std::move(ranges), sheet.revision, colors};
}

int shown_plane(const View& view, const Filter& filter) {
  const int plane = static_cast<int>(view.plane);
  return filter.channels == 3 ? std::min(plane, 2) : std::clamp(plane, 0, filter.channels - 1);
}

float bank_scale(const FilterBank& bank) {
  float scale = 1e-6f;
  for (const float weight : bank.kernel.values()) scale = std::max(scale, std::abs(weight));
  return scale;
}

Image input_picture(const TensorView& seen, Colormap grey) {
  const Shape& shape = seen.shape();  // (1, h, w, c)
  Image picture{static_cast<int>(shape[1]), static_cast<int>(shape[2]), {}};
  if (shape[3] == 1) {
    for (const Rgb& color : colorize(seen.values(), range_for(grey, {0.0f, 1.0f}), grey)) {
      picture.rgb.insert(picture.rgb.end(), color.begin(), color.end());
    }
    return picture;
  }
  for (const float value : seen.values()) {
    picture.rgb.push_back(
        static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0f, 1.0f) * 255.0f)));
  }
  return picture;
}

Image filter_picture(const FilterBank& bank, int plane, float scale, Colormap signed_map) {
  const int columns = std::min(kFilterColumns, static_cast<int>(bank.count));
  const int rows = (static_cast<int>(bank.count) + columns - 1) / columns;
  Image picture{rows * bank.height, columns * bank.width, {}};
  picture.rgb.resize(static_cast<std::size_t>(picture.height) *
                     static_cast<std::size_t>(picture.width) * kRgb);
  const ColormapTable& table = colormap_table(signed_map);
  for (std::size_t index = 0; index < bank.count; ++index) {
    const Filter filter = filter_of(bank, index);
    const float own_scale = weight_scale(filter, 1e-6f);
    const int top = static_cast<int>(index) / columns * bank.height;
    const int left = static_cast<int>(index) % columns * bank.width;
    for (int row = 0; row < bank.height; ++row) {
      for (int column = 0; column < bank.width; ++column) {
        const Rgb color = plane < 0 ? composite_color(filter, row, column, own_scale)
                                    : table[static_cast<std::size_t>(colormap_index(
                                          filter.at(row, column, plane), {-scale, scale}))];
        const auto pixel = static_cast<std::size_t>((top + row) * picture.width + left + column);
        std::copy(color.begin(), color.end(),
                  picture.rgb.begin() + static_cast<std::ptrdiff_t>(pixel * kRgb));
      }
    }
  }
  return picture;
}

}  // namespace convlens::lab
