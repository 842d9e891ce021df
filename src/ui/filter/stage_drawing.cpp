// The stage's pictures; its gestures stand in stage.cpp, strokes in stage_strokes.cpp and keys in
// stage_keys.cpp.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "lab/document/presets.h"
#include "lab/shown/shown_maps.h"
#include "ui/filter/stage.h"
#include "ui/kit/drawing.h"
#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/cell_number.h"

namespace convlens::ui {
namespace {

constexpr float kGhostOpacity = 0.4f;
constexpr int kPlanesShown = 3;
// The hint's pulse: each step costs a whole frame, and it goes on until the hint is closed.
constexpr double kBreath_s = 2.0;
constexpr double kBreathStep_s = 0.125;
constexpr double kBreathEvery_s = 8.0;

// "R", or the channel's number.
std::array<char, 12> channel_name(const lab::Filter& filter, int channel) {
  constexpr const char* kLetters = "RGB";
  std::array<char, 12> name{};
  if (filter.channels == 3) {
    name[0] = kLetters[channel];
  } else {
    std::snprintf(name.data(), name.size(), "%d", channel);
  }
  return name;
}

// Mine and trained are told apart by the frame, too: see draw_frame().
ImU32 staged_color(const PanelContext& context) {
  const bool mine = context.lab.staged().is_mine();
  return mine ? context.colors().accent : context.colors().trained;
}

ImU32 cell_color(const PanelContext& context, const lab::Filter& filter, int row, int column,
                 int plane, float scale) {
  if (plane < 0) return filter_cell_color(filter, row, column, scale);
  return signed_color(filter.at(row, column, plane), scale, context.lab.view().theme);
}

// Whether a histogram's bin that the pointer is on holds a weight of this cell.
bool is_lit(const lab::View& view, const lab::Filter& filter, int row, int column, int plane) {
  if (!view.lit) return false;
  for (int c = 0; c < filter.channels; ++c) {
    if (plane >= 0 && c != plane) continue;
    if (view.lit->holds(static_cast<double>(filter.at(row, column, c)))) return true;
  }
  return false;
}

// Weights that are left out of the convolution are struck through; closer lines where all of the
// cell's are. `color`: the cell's own.
void hatch_muted(const PanelContext& context, const lab::Filter& filter, int row, int column,
                 int plane, const ImRect& cell, ImU32 color) {
  if (filter.muted.empty()) return;
  int shown = 0;
  int muted = 0;
  for (int c = 0; c < filter.channels; ++c) {
    if (plane >= 0 && c != plane) continue;
    ++shown;
    if (filter.is_muted(filter.index(row, column, c))) ++muted;
  }
  if (muted == 0) return;
  const float step = std::max(context.px(4), cell.GetWidth() / (muted == shown ? 6.0f : 2.0f));
  hatch(cell.Min, cell.Max, step, readable_on(color));
}

// A cross over the weights that are not finite, whose colour three planes may have together, too.
void cross_out(const PanelContext& context, const lab::Filter& filter, int row, int column,
               int plane, const ImRect& cell, ImU32 color) {
  bool finite = true;
  for (int c = 0; c < filter.channels; ++c) {
    if (plane < 0 || c == plane) finite = finite && std::isfinite(filter.at(row, column, c));
  }
  if (finite) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 line = readable_on(color);
  list->AddLine(cell.Min, cell.Max, line, context.px(1));
  list->AddLine(ImVec2(cell.Min.x, cell.Max.y), ImVec2(cell.Max.x, cell.Min.y), line,
                context.px(1));
}

}  // namespace

void Stage::draw_weights(const PanelContext& context, ImVec2 min, float cell_px) const {
  const lab::Lab& lab = context.lab;
  const lab::Filter& filter = lab.staged_filter();
  const int plane = lab::shown_plane(lab.view(), filter);
  const float scale = color_scale(filter);
  const float gap = std::max(1.0f, std::floor(context.px(1)));
  ImDrawList* list = ImGui::GetWindowDrawList();
  // The frame and the grid between the cells, as lines: a filled square under all cells would be
  // drawn twice by a software renderer.
  const ImU32 line = context.colors().line;
  const ImVec2 max(min.x + cell_px * static_cast<float>(filter.width),
                   min.y + cell_px * static_cast<float>(filter.height));
  for (int row = 0; row <= filter.height; ++row) {
    const float y = min.y + cell_px * static_cast<float>(row);
    list->AddRectFilled(ImVec2(min.x - gap, y - gap), ImVec2(max.x, y), line);
  }
  for (int column = 0; column <= filter.width; ++column) {
    const float x = min.x + cell_px * static_cast<float>(column);
    list->AddRectFilled(ImVec2(x - gap, min.y), ImVec2(x, max.y), line);
  }
  for (int row = 0; row < filter.height; ++row) {
    for (int column = 0; column < filter.width; ++column) {
      const ImVec2 a(min.x + cell_px * static_cast<float>(column),
                     min.y + cell_px * static_cast<float>(row));
      const ImVec2 b(a.x + cell_px - gap, a.y + cell_px - gap);
      const ImU32 color = cell_color(context, filter, row, column, plane, scale);
      list->AddRectFilled(a, b, color);
      hatch_muted(context, filter, row, column, plane, {a, b}, color);
      cross_out(context, filter, row, column, plane, {a, b}, color);
      if (is_lit(lab.view(), filter, row, column, plane)) {
        list->AddRect(ImVec2(a.x + gap, a.y + gap), ImVec2(b.x - gap, b.y - gap),
                      readable_on(color), 0.0f, context.px(3));
      }
      if (plane >= 0 && cell_px >= context.px(36)) {
        draw_cell_number(context, {a, b}, filter.at(row, column, plane), color);
      }
    }
  }
}

void Stage::draw_hint(const PanelContext& context, ImVec2 min, float cell_px) {
  const lab::Lab& lab = context.lab;
  if (!lab.view().show_hint || lab.previewing() || lab.staged() != lab::FilterRef(0)) return;
  if (!lab::awaits_first_stroke(lab.document())) return;
  const lab::Filter& filter = lab.staged_filter();
  // The cells right of the middle column pulse: one breath, then a rest in which nothing moves.
  const double since_s = std::fmod(ImGui::GetTime(), kBreathEvery_s);
  const bool breathes = since_s < kBreath_s;
  const auto phase = breathes ? static_cast<float>(std::sin(since_s * 3.14159265)) : 0.0f;
  const float opacity = 0.6f + 0.4f * phase;
  context.frames.request_frame(breathes ? kBreathStep_s : kBreathEvery_s - since_s);
  const int column = filter.width / 2 + 1;
  const float inset = context.px(3);
  for (int row = 0; row < filter.height; ++row) {
    const ImVec2 a(min.x + cell_px * static_cast<float>(column) + inset,
                   min.y + cell_px * static_cast<float>(row) + inset);
    const ImVec2 b(a.x + cell_px - 2 * inset - context.px(1),
                   a.y + cell_px - 2 * inset - context.px(1));
    ImGui::GetWindowDrawList()->AddRect(a, b, ImGui::GetColorU32(context.colors().accent, opacity),
                                        context.px(3), context.px(2));
  }
}

void Stage::draw_pointer(const PanelContext& context, ImVec2 min, float cell_px) const {
  const auto cell = pointed(context.lab.staged_filter());
  if (!cell) return;
  const lab::View& view = context.lab.view();
  const ImVec2 a(min.x + cell_px * static_cast<float>(cell->column),
                 min.y + cell_px * static_cast<float>(cell->row));
  const ImVec2 b(a.x + cell_px - context.px(1), a.y + cell_px - context.px(1));
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool writes = view.brush.tool == lab::Tool::kPaint || view.brush.tool == lab::Tool::kErase;
  if (resting() && writes) {
    const lab::Filter& filter = context.lab.staged_filter();
    const ImU32 ghost = signed_color(view.brush.written_value(), color_scale(filter), view.theme);
    list->AddRectFilled(a, b, ImGui::GetColorU32(ghost, kGhostOpacity));
  }
  list->AddRect(a, b, staged_color(context), 0.0f, context.px(2));
}

void Stage::draw_planes(const PanelContext& context, ImVec2 min) const {
  lab::View& view = context.lab.view();
  const lab::Filter& filter = context.lab.staged_filter();
  if (filter.channels == 1) return;  // it is on the stage
  const float scale = color_scale(filter);
  const float side = std::floor(unit_px_ * design::kPlane);
  const int shown = lab::shown_plane(view, filter);
  // Of many planes, the three round the one on the stage.
  const int first = std::clamp(shown - 1, 0, std::max(0, filter.channels - kPlanesShown));
  const int end = std::min(first + kPlanesShown, filter.channels);
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (int plane = first; plane < end; ++plane) {
    const auto place = static_cast<float>(plane - first);
    const ImVec2 a(min.x, min.y + place * unit_px_ * (design::kPlane + design::kPlaneGap));
    ImGui::SetCursorScreenPos(a);
    ImGui::PushID(plane);
    if (ImGui::InvisibleButton("plane", ImVec2(side, side))) {
      view.plane = static_cast<lab::StagePlane>(plane);
    }
    if (filter.channels == 3) {
      help(context, plane == 0   ? tr("Only the weights for red (1)")
                    : plane == 1 ? tr("Only the weights for green (2)")
                                 : tr("Only the weights for blue (3)"));
    }
    ImGui::PopID();
    const ImRect picture = draw_cells(list, filter, a, side, [&](int row, int column) {
      return signed_color(filter.at(row, column, plane), scale, view.theme);
    });
    const float cell = picture.GetHeight() / static_cast<float>(filter.height);
    for (int row = 0; row < filter.height && !filter.muted.empty(); ++row) {
      for (int column = 0; column < filter.width; ++column) {
        const ImVec2 corner(picture.Min.x + cell * static_cast<float>(column),
                            picture.Min.y + cell * static_cast<float>(row));
        hatch_muted(context, filter, row, column, plane,
                    {corner, ImVec2(corner.x + cell, corner.y + cell)},
                    signed_color(filter.at(row, column, plane), scale, view.theme));
      }
    }
    const bool on_stage = shown == plane;
    list->AddRect(picture.Min, picture.Max,
                  on_stage ? staged_color(context) : context.colors().line, 0.0f,
                  context.px(on_stage ? 2 : 1));
    const ImVec2 letter(picture.Min.x + context.px(5), picture.Min.y + context.px(2));
    list->AddText(context.fonts.strong, context.px(design::kSmallText), letter,
                  readable_on(signed_color(filter.at(0, 0, plane), scale, view.theme)),
                  channel_name(filter, plane).data());
  }
}

void Stage::draw_readout(const PanelContext& context) const {
  const lab::Lab& lab = context.lab;
  const lab::View& view = lab.view();
  const lab::Filter& filter = lab.staged_filter();
  const auto cell = pointed(filter);
  if (!cell) {
    return caption(
        context,
        context.text(tr("drag: paint   right drag: erase   wheel: +-0.1   double click: type")));
  }
  const int shown = lab::shown_plane(view, filter);
  const bool writes = view.brush.tool == lab::Tool::kPaint || view.brush.tool == lab::Tool::kErase;
  char text[160];
  int used = std::snprintf(text, sizeof text, "[%d, %d]", cell->row, cell->column);
  for (int c = 0; c < filter.channels; ++c) {
    if (filter.channels > kPlanesShown && c != shown) continue;
    const bool written = shown < 0 ? view.brush.channels[static_cast<std::size_t>(c)] : shown == c;
    const auto weight = static_cast<double>(filter.at(cell->row, cell->column, c));
    const auto rest = sizeof text - static_cast<std::size_t>(used);
    used += std::snprintf(text + used, rest, "  %s %s", channel_name(filter, c).data(),
                          format_number(weight).data());
    if (!written || !writes || !resting()) continue;
    const auto written_value = static_cast<double>(view.brush.written_value());
    used += std::snprintf(text + used, sizeof text - static_cast<std::size_t>(used), " -> %s",
                          format_number(written_value).data());
  }
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::TextUnformatted(text);
  ImGui::PopFont();
}

}  // namespace convlens::ui
