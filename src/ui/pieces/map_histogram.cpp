#include "ui/pieces/map_histogram.h"

#include <algorithm>
#include <cmath>

#include "ui/kit/marks.h"

namespace convlens::ui {
namespace {

constexpr int kBins = 48;

// Whether a bin holds a value; the last one holds its upper edge, too.
bool holds(const Histogram& counted, std::size_t bin, double value) {
  const bool last = bin + 1 == counted.counts.size();
  return value >= counted.edges[bin] &&
         (value < counted.edges[bin + 1] || (last && value == counted.edges[bin + 1]));
}

}  // namespace

ValueRange chart_range(const lab::ShownMaps& map) {
  const ValueRange all = lab::value_range(map);
  const ValueRange range = map.ranges.front();
  ValueRange chart{std::min(all.lo, range.lo), std::max(all.hi, range.hi)};
  if (chart.lo == chart.hi) chart = {chart.lo - 0.5f, chart.hi + 0.5f};
  return chart;
}

void MapHistogram::draw(const PanelContext& context, const lab::ShownMaps& map, ValueRange chart,
                        const ImRect& box, std::optional<double> lit) {
  if (revision_ != map.revision || chart_ != chart) {
    counted_ = histogram(map.values.values(), kBins, chart);
    revision_ = map.revision;
    chart_ = chart;
  }
  const std::size_t most = *std::max_element(counted_.counts.begin(), counted_.counts.end());
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(box.Min, box.Max, context.colors().hover);
  const float step = box.GetWidth() / static_cast<float>(kBins);
  for (std::size_t bin = 0; bin < counted_.counts.size(); ++bin) {
    if (counted_.counts[bin] == 0) continue;
    const float share = std::sqrt(static_cast<float>(counted_.counts[bin]) /
                                  static_cast<float>(std::max<std::size_t>(1, most)));
    const float left = std::floor(box.Min.x + step * static_cast<float>(bin));
    const float right = std::floor(box.Min.x + step * static_cast<float>(bin + 1));
    const auto middle = static_cast<float>((counted_.edges[bin] + counted_.edges[bin + 1]) / 2);
    const ImU32 color = map_color(middle, map.ranges.front(), map.colormap);
    const ImVec2 a(left, box.Max.y - std::max(context.px(2), share * box.GetHeight()));
    const ImVec2 b(right, box.Max.y);
    // A frame as a larger bar behind it: outlines cost a software renderer five times as much.
    const bool framed = b.x - a.x >= 3 && b.y - a.y >= 3;
    if (framed) list->AddRectFilled(a, b, context.colors().line);
    const float inset = framed ? 1.0f : 0.0f;
    list->AddRectFilled(ImVec2(a.x + inset, a.y + inset), ImVec2(b.x - inset, b.y - inset), color);
    if (lit && holds(counted_, bin, *lit)) ring(context, {a, b});
  }
}

}  // namespace convlens::ui
