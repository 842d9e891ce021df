#include "ui/map/range_popup.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "lab/shown/map_ranges.h"
#include "lab/shown/map_summary.h"
#include "ui/kit/controls.h"
#include "ui/kit/menu.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/picture_lines.h"

namespace convlens::ui {
namespace {

constexpr float kChartWidth = 300;
constexpr float kChartHeight = 72;
constexpr float kHandleWidth = 10;

// The ranges become those of the moment, this map's, or all of them where they share one, the given
// one.
void pin_range(lab::Lab& lab, const lab::MapId& map, ValueRange range) {
  const ValueRange before = lab::shown_range(lab, map);
  // Signed colours have zero in their middle: the limit that was changed is that of both sides.
  if (is_signed(lab.view().colormap)) {
    const float limit = std::abs(range.lo != before.lo ? range.lo : range.hi);
    range = {-limit, limit};
  }
  auto& pinned = lab.view().ranges.pinned;
  if (!pinned) pinned = lab::ranges_to_pin(lab);
  if (lab.view().ranges.shared) {
    for (auto& [id, own] : *pinned) own = range;
  } else {
    (*pinned)[map] = range;
  }
}

bool is_range(ValueRange range) {
  return std::isfinite(range.lo) && std::isfinite(range.hi) && range.lo < range.hi;
}

// A line at a limit, to be dragged. Where it is dragged to, if it is.
std::optional<float> limit_handle(const PanelContext& context, const char* key, float limit,
                                  ValueRange chart, const ImRect& room) {
  const float extent = chart.hi - chart.lo;
  const float x = room.Min.x + room.GetWidth() * (limit - chart.lo) / extent;
  const float half = context.px(kHandleWidth) / 2;
  ImGui::SetCursorScreenPos(ImVec2(x - half, room.Min.y));
  ImGui::InvisibleButton(key, ImVec2(2 * half, room.GetHeight()));
  const bool held = ImGui::IsItemActive();
  if (held || ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  const float width = context.px(held ? 3 : 2);
  ImGui::GetWindowDrawList()->AddRectFilled(
      ImVec2(x - width / 2, room.Min.y), ImVec2(x + width / 2, room.Max.y), context.colors().text);
  if (!held || !ImGui::IsMouseDragging(ImGuiMouseButton_Left, 0)) return std::nullopt;
  const float at = std::clamp(ImGui::GetIO().MousePos.x, room.Min.x, room.Max.x);
  return chart.lo + extent * (at - room.Min.x) / room.GetWidth();
}

void chart_with_limits(const PanelContext& context, MapHistogram& counts, const FramedMap& map) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImRect room(min, ImVec2(min.x + context.px(kChartWidth), min.y + context.px(kChartHeight)));
  const ValueRange chart = chart_range(map.shown);
  counts.draw(context, map.shown, chart, room);
  ValueRange range = map.shown.ranges.front();
  if (const auto lo = limit_handle(context, "least", range.lo, chart, room)) range.lo = *lo;
  if (const auto hi = limit_handle(context, "greatest", range.hi, chart, room)) range.hi = *hi;
  if (range != map.shown.ranges.front() && is_range(range)) {
    pin_range(context.lab, map.id, range);
  }
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy(room.GetSize());
  if (begin_menu(context, "chart menu", menu_asked_for(context))) {
    picture_lines(context, lab::HistogramPicture{counts.counted(), false});
    end_menu();
  }
}

// From where to where the values go, and how many the colours do not tell apart.
void beyond_line(const PanelContext& context, MapsSeen& seen, const FramedMap& map) {
  const ValueRange all = lab::value_range(map.shown);
  const lab::MapNotes& notes = seen.notes.of(map.id, map.shown);
  caption(context, context
                       .said(phrase("values from {:.4g} to {:.4g}, {} beyond the colours", all.lo,
                                    all.hi, notes.clipped()))
                       .c_str());
}

// A limit to type, taken with Enter.
void typed_limits(const PanelContext& context, const FramedMap& map) {
  ValueRange range = map.shown.ranges.front();
  constexpr struct {
    const char* key = nullptr;
    float ValueRange::*limit = nullptr;
  } kLimits[] = {{"##from", &ValueRange::lo}, {"##to", &ValueRange::hi}};
  bool typed = false;
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  for (const auto& limit : kLimits) {
    if (limit.limit != kLimits[0].limit) ImGui::SameLine();
    ImGui::SetNextItemWidth(context.px((kChartWidth - 8) / 2));
    typed = ImGui::InputFloat(limit.key, &(range.*limit.limit), 0, 0, "%.4g",
                              ImGuiInputTextFlags_EnterReturnsTrue) ||
            typed;
  }
  ImGui::PopFont();
  if (!typed || range == map.shown.ranges.front()) return;
  const bool signed_limit = is_signed(context.lab.view().colormap) && std::isfinite(range.lo) &&
                            std::isfinite(range.hi) && range.lo != 0.0f && range.hi != 0.0f;
  if (is_range(range) || signed_limit) return pin_range(context.lab, map.id, range);
  context.lab.report(
      phrase("a range runs from a number to a larger one, not from {} to {}", range.lo, range.hi));
}

void ways(const PanelContext& context, const lab::MapId& map) {
  lab::RangeChoice& ranges = context.lab.view().ranges;
  constexpr std::array kWhose{
      Way{{tr("Each its own"), tr("Each map's colours span its own values")}, "each"},
      Way{{tr("One for all"), tr("The same colours mean the same values in every map (R)")}, "all"},
      Way{{tr("Pinned"), tr("The ranges stay as they are, whatever the values become (L)")},
          "pinned"}};
  const std::size_t whose = ranges.pinned ? 2 : ranges.shared ? 1 : 0;
  if (const auto chosen = choice(context, kWhose, whose)) {
    if (*chosen == 2 && !ranges.pinned) {
      ranges.pinned = lab::ranges_to_pin(context.lab);
    } else if (*chosen < 2) {
      ranges.pinned.reset();
      ranges.shared = *chosen == 1;
    }
  }
  constexpr std::array kValues{
      Way{{tr("All values"), tr("From the least value to the greatest")}, "extremes"},
      Way{{tr("Middle 98%"),
           tr("Without the border and the outermost hundredths, so that a few values do not "
              "take all the colours; signed colours reach to the 98th percentile of the sizes")},
          "percentiles"}};
  if (const auto chosen = choice(context, kValues, ranges.percentiles ? 1 : 0)) {
    ranges.percentiles = *chosen == 1;
    ranges.pinned.reset();
  }
  if (map.kind == lab::MapKind::kDifference) return;
  row_heading(context, tr("Border, where padding reaches"));
  constexpr std::array kBorders{
      Way{{tr("Shown"), tr("As every other cell")}, "border shown"},
      Way{{tr("Hatched"), tr("Marked, and its values count")}, "border hatched"},
      Way{{tr("Left out"), tr("Marked, and neither ranges nor measures count its values")},
          "border left out"}};
  const auto border = static_cast<std::size_t>(ranges.border);
  if (const auto chosen = choice(context, kBorders, border)) {
    ranges.border = static_cast<lab::Border>(*chosen);
  }
}

}  // namespace

void range_popup(const PanelContext& context, MapsSeen& seen, const FramedMap& map) {
  if (!lab::follows_choice(map.id) || seen.legend.GetWidth() <= 0) return;
  const ImVec2 after = ImGui::GetCursorScreenPos();
  const std::string key =
      fmt::format("legend {} {} {}", static_cast<int>(map.id.kind), map.id.source, map.id.index);
  ImGui::PushID(key.c_str());
  ImGui::SetCursorScreenPos(seen.legend.Min);
  const bool pressed =
      ImGui::InvisibleButton("legend", seen.legend.GetSize(), ImGuiButtonFlags_EnableNav);
  help(context,
       tr("What the colours span: click to type or drag it, or to choose it by percentiles"));
  if (begin_menu(context, "range", pressed || menu_asked_for(context))) {
    row_heading(context, tr("What the colours span"));
    beyond_line(context, seen, map);
    chart_with_limits(context, seen.counts, map);
    typed_limits(context, map);
    ways(context, map.id);
    end_menu();
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos(after);
}

}  // namespace convlens::ui
