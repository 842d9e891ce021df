#include "ui/measures/line_view.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lab/shown/arithmetic.h"
#include "lab/shown/line_profile.h"
#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/format.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kNumbers = 56;  // for the numbers left of a chart
constexpr float kLeastChart = 48;
constexpr float kCurve = 1.75f;
constexpr float kDash = 6;
constexpr float kNearest = 8;  // two numbers at an axis are never nearer

constexpr std::array kLines{
    Way{{tr("Row"), tr("Along the row of the photograph that the cell lies on")}, "row"},
    Way{{tr("Column"), tr("Along the column of the photograph that the cell lies on")}, "column"}};

struct Curve {
  const lab::ProfileCurve* values = nullptr;
  ImU32 color = 0;
  std::string name;
  bool dashed = false;
};

// A chart's place, and what its axes span.
struct Chart {
  ImRect box;
  int extent = 1;  // pixels of the crop, along x
  ValueRange range;

  float x(double at) const {
    return box.Min.x + box.GetWidth() * static_cast<float>((at + 0.5) / extent);
  }
  float y(double value) const {
    const double share = (value - double{range.lo}) / (double{range.hi} - double{range.lo});
    return box.Max.y - box.GetHeight() * static_cast<float>(share);
  }
};

// All finite values of the curves and 0, so that signs can be told.
ValueRange range_of(std::span<const Curve> curves) {
  ValueRange all;
  for (const Curve& curve : curves) {
    const ValueRange own = curve.values->range;
    all = {std::min(all.lo, own.lo), std::max(all.hi, own.hi)};
  }
  if (all.lo == all.hi) all.hi = all.lo + 1.0f;
  return all;
}

// A part of a dashed line, whose dashes go on from `drawn` pixels before it. Where it ends.
float draw_dashes(const PanelContext& context, ImVec2 from, ImVec2 to, ImU32 color, float drawn) {
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  const float dash = context.px(kDash);
  for (float at = 0; at < length;) {
    const float within = std::fmod(drawn + at, 2 * dash);
    const bool gap = within >= dash;
    const float end = std::min(length, at + (gap ? 2 * dash : dash) - within + 0.01f);
    const auto point = [&](float share) {
      return ImVec2(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
    };
    if (!gap) {
      ImGui::GetWindowDrawList()->AddLine(point(at / length), point(end / length), color,
                                          context.px(kCurve));
    }
    at = end;
  }
  return drawn + length;
}

void draw_curve(const PanelContext& context, const Chart& chart, const Curve& curve) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const std::vector<float>& values = curve.values->values;
  float drawn = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (!std::isfinite(values[i - 1]) || !std::isfinite(values[i])) continue;
    const double at = curve.values->first + curve.values->step * static_cast<double>(i);
    const ImVec2 from(chart.x(at - curve.values->step),
                      chart.y(static_cast<double>(values[i - 1])));
    const ImVec2 to(chart.x(at), chart.y(static_cast<double>(values[i])));
    if (curve.dashed) {
      drawn = draw_dashes(context, from, to, curve.color, drawn);
    } else {
      list->AddLine(from, to, curve.color, context.px(kCurve));
    }
  }
}

// The ends of the range and zero, left of the chart.
void draw_scale(const PanelContext& context, const Chart& chart) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float size = context.px(design::kSmallText);
  const float zero = chart.y(0.0);
  list->AddLine(ImVec2(chart.box.Min.x, zero), ImVec2(chart.box.Max.x, zero),
                context.colors().untrained);
  for (const double value : {double{chart.range.lo}, double{chart.range.hi}, 0.0}) {
    const float y = std::clamp(chart.y(value) - size / 2, chart.box.Min.y, chart.box.Max.y - size);
    const bool end = value != 0.0 || zero <= chart.box.Min.y || zero >= chart.box.Max.y;
    const float room = context.px(kNearest) + size;
    const bool free = zero - chart.box.Min.y > room && chart.box.Max.y - zero > room;
    if (!end && !free) continue;
    const NumberText text = format_number(value);
    const float width = context.fonts.numbers->CalcTextSizeA(size, FLT_MAX, 0, text.data()).x;
    list->AddText(context.fonts.numbers, size,
                  ImVec2(std::floor(chart.box.Min.x - width - context.px(6)), std::floor(y)),
                  context.colors().secondary, text.data());
  }
}

// Names in their curves' colours, in the line over the chart.
void draw_names(const PanelContext& context, const Chart& chart, std::span<const Curve> curves) {
  const float size = context.px(design::kSmallText);
  float x = chart.box.Min.x;
  const float y = chart.box.Min.y - size - context.px(4);
  for (const Curve& curve : curves) {
    draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.strong, size, ImVec2(x, y),
                     chart.box.Max.x, curve.color, curve.name.c_str());
    x += context.fonts.strong->CalcTextSizeA(size, FLT_MAX, 0, curve.name.c_str()).x +
         context.px(12);
  }
}

// The value at a place of the crop, of the cell that lies nearest.
float value_at(const lab::ProfileCurve& curve, double at) {
  const auto index = static_cast<std::ptrdiff_t>(std::lround((at - curve.first) / curve.step));
  const auto last = static_cast<std::ptrdiff_t>(curve.values.size()) - 1;
  return curve.values[static_cast<std::size_t>(
      std::clamp<std::ptrdiff_t>(index, 0, std::max<std::ptrdiff_t>(last, 0)))];
}

void draw_chart(const PanelContext& context, const Chart& chart, std::span<const Curve> curves,
                double at) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(chart.box.Min, chart.box.Max, context.colors().background);
  draw_names(context, chart, curves);
  draw_scale(context, chart);
  list->PushClipRect(chart.box.Min, chart.box.Max, true);
  for (const Curve& curve : curves) draw_curve(context, chart, curve);
  const float x = std::floor(chart.x(at));
  list->AddLine(ImVec2(x, chart.box.Min.y), ImVec2(x, chart.box.Max.y), context.colors().text,
                context.px(1));
  list->PopClipRect();
}

// The cell of my map that lies under the pointer on a chart: it is the hovered one, a click pins
// it.
std::optional<lab::MapCell> pointed_cell(const PanelContext& context, const char* key,
                                         const ImRect& box, const lab::LineProfile& profile,
                                         lab::MapCell cell, bool down) {
  ImGui::PushID(key);
  ImGui::SetCursorScreenPos(box.Min);
  const bool pressed = ImGui::InvisibleButton("chart", box.GetSize());
  ImGui::PopID();
  if (!ImGui::IsItemHovered()) return std::nullopt;
  const int pixel = cell_at(ImGui::GetIO().MousePos.x - box.Min.x, box.GetWidth(), profile.extent);
  const auto index =
      static_cast<int>(std::lround((pixel - profile.mine.first) / profile.mine.step));
  const int last = static_cast<int>(profile.mine.values.size()) - 1;
  (down ? cell.row : cell.column) = std::clamp(index, 0, last);
  lab::View& view = context.lab.view();
  view.hovered = cell;
  view.rested = cell;
  if (pressed) view.pinned = cell;
  return cell;
}

std::string curve_name(const PanelContext& context, const lab::LineProfile& profile,
                       std::size_t curve) {
  return channel_name(lab::source_channels(context.lab.document()), profile.channels[curve]);
}

std::string told_values(const PanelContext& context, const lab::LineProfile& profile, bool down) {
  const auto number = [&](const lab::ProfileCurve& curve) {
    return format_signed(static_cast<double>(value_at(curve, profile.at)));
  };
  const auto place = static_cast<int>(std::floor(profile.at));
  const Phrase where = down ? phrase("column {}, row {}", profile.line, place)
                            : phrase("row {}, column {}", profile.line, place);
  std::string text = context.said(where) + ":  ";
  for (std::size_t c = 0; c < profile.crop.size(); ++c) {
    const float value = value_at(profile.crop[c], profile.at);
    text += fmt::format("{} {}  ", curve_name(context, profile, c),
                        format_number(static_cast<double>(value)).data());
  }
  text += fmt::format("{} {}", context.text(tr("mine")), number(profile.mine));
  if (profile.trained) {
    text += fmt::format("  {} {}", context.text(tr("trained")), number(*profile.trained));
  }
  return text;
}

// Where the two charts stand, under a line of text.
std::array<ImRect, 2> chart_boxes(const PanelContext& context) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float text = context.px(design::kSmallText) + ImGui::GetStyle().ItemSpacing.y;
  const float names = context.px(design::kSmallText + 8);
  const float height =
      std::max(context.px(kLeastChart), std::floor((room.y - text) / 2 - names - context.px(4)));
  const float left = min.x + context.px(kNumbers);
  std::array<ImRect, 2> boxes;
  float top = min.y + text + names;
  for (ImRect& box : boxes) {
    box = {ImVec2(left, top), ImVec2(min.x + room.x, top + height)};
    top = box.Max.y + context.px(4) + names;
  }
  return boxes;
}

std::vector<Curve> crop_curves(const PanelContext& context, const lab::LineProfile& profile) {
  constexpr std::array<std::array<ImU32, 3>, 2> kChannels{
      {{IM_COL32(0xB4, 0x23, 0x18, 255), IM_COL32(0x1F, 0x7A, 0x2E, 255),
        IM_COL32(0x1D, 0x4F, 0xC4, 255)},
       {IM_COL32(0xFF, 0x8A, 0x80, 255), IM_COL32(0x7E, 0xDB, 0x8B, 255),
        IM_COL32(0x8F, 0xB5, 0xFF, 255)}}};
  const bool dark = context.lab.view().theme == lab::Theme::kDark;
  std::vector<Curve> curves;
  for (std::size_t c = 0; c < profile.crop.size(); ++c) {
    const bool alone = profile.crop.size() == 1;
    curves.push_back({&profile.crop[c], alone ? context.colors().text : kChannels[dark ? 1 : 0][c],
                      curve_name(context, profile, c)});
  }
  return curves;
}

std::vector<Curve> map_curves(const PanelContext& context, const lab::LineProfile& profile) {
  const Palette& colors = context.colors();
  std::vector<Curve> curves{{&profile.mine, colors.accent, context.text(tr("mine"))}};
  if (profile.trained) {
    curves.push_back({&*profile.trained, colors.trained, context.text(tr("trained")), true});
  }
  return curves;
}

}  // namespace

void line_controls(const PanelContext& context, Bar& bar) {
  bar.add(
      choice_width(context, kLines),
      [&context] {
        bool& down = context.lab.view().line_down;
        if (const auto way = choice(context, kLines, down ? 1 : 0)) down = *way == 1;
      },
      12);
}

void line_view(const PanelContext& context) {
  const bool down = context.lab.view().line_down;
  const auto kept = lab::summed_cell(context.lab);
  auto profile = kept ? lab::line_profile(context.lab, *kept, down) : std::nullopt;
  if (!profile) {
    return caption(context, context.text(tr("Rest on a cell of one of my maps, or click it: what "
                                            "lies along its row is shown.")));
  }
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const auto boxes = chart_boxes(context);
  const auto above = pointed_cell(context, "photograph", boxes[0], *profile, *kept, down);
  const auto below = pointed_cell(context, "maps", boxes[1], *profile, *kept, down);
  if (const auto pointed = above ? above : below) {
    profile = lab::line_profile(context.lab, *pointed, down);
  }
  ImGui::SetCursorScreenPos(origin);
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::TextUnformatted(told_values(context, *profile, down).c_str());
  ImGui::PopFont();
  const std::array curves{crop_curves(context, *profile), map_curves(context, *profile)};
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    draw_chart(context, {boxes[i], profile->extent, range_of(curves[i])}, curves[i], profile->at);
  }
}

}  // namespace convlens::ui
