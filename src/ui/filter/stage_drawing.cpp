// The stage's pictures; its gestures stand in stage.cpp, strokes in stage_strokes.cpp and keys in
// stage_keys.cpp.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "lab/document/presets.h"
#include "ui/filter/stage.h"
#include "ui/kit/drawing.h"
#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/cell_number.h"

namespace convlens::ui {
namespace {

constexpr float kGhostShare = 0.14f;  // of a cell, what a stroke would write
constexpr int kPlanesShown = 3;
constexpr float kPlaneGap = 5;
constexpr float kNumberCell = 32;  // a cell of this size has its weight printed in it
constexpr float kPresentNumberCell = 22;
constexpr float kFoot = 0.2f;  // of a cell's height
// The hint's pulse: each step costs a whole frame, and it goes on until the hint is closed.
constexpr double kBreath_s = 2.0;
constexpr double kBreathStep_s = 0.125;
constexpr double kBreathEvery_s = 8.0;

// Mine and trained are told apart by the frame, too: see draw_frame().
ImU32 staged_color(const PanelContext& context) {
  const bool mine = context.lab.staged().is_mine();
  return mine ? context.colors().accent : context.colors().trained;
}

bool planes_differ(const lab::Filter& filter, int row, int column) {
  const float first = filter.at(row, column, 0);
  for (int c = 1; c < filter.channels; ++c) {
    if (filter.at(row, column, c) != first) return true;
  }
  return false;
}

// Of a plane, or of the mean of all of them.
ImU32 cell_color(const PanelContext& context, const lab::Filter& filter, int row, int column,
                 int plane, float scale) {
  const float weight =
      plane < 0 ? lab::mean_weight(filter, row, column) : filter.at(row, column, plane);
  return signed_color(weight, scale, context.lab.view().theme);
}

// At the foot of a cell whose planes differ: each of them, from left to right.
void foot_strip(const PanelContext& context, const lab::Filter& filter, int row, int column,
                float scale, const ImRect& cell) {
  const float height = std::floor(cell.GetHeight() * kFoot);
  const float width = cell.GetWidth() / static_cast<float>(filter.channels);
  if (width < context.px(1)) return;
  const float top = cell.Max.y - height;
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (int c = 0; c < filter.channels; ++c) {
    const float left = std::floor(cell.Min.x + width * static_cast<float>(c));
    const float right = std::floor(cell.Min.x + width * static_cast<float>(c + 1));
    list->AddRectFilled(ImVec2(left, top), ImVec2(right, cell.Max.y),
                        signed_color(filter.at(row, column, c), scale, context.lab.view().theme));
  }
  list->AddLine(ImVec2(cell.Min.x, top), ImVec2(cell.Max.x, top), context.colors().line,
                context.px(1));
}

// In the cell where it has room: the weight, or the mean of those that differ. `largest` of the
// filter's weights, beside which it is written.
void weight_number(const PanelContext& context, const lab::Filter& filter, int row, int column,
                   int plane, double largest, const ImRect& cell, ImU32 color) {
  // In a lecture they may be somewhat smaller than the other texts there.
  const bool present = context.lab.view().present;
  if (cell.GetWidth() < context.px(present ? kPresentNumberCell : kNumberCell)) return;
  const auto text_of = [largest](float weight) { return format_beside(double{weight}, largest); };
  if (plane >= 0 || !planes_differ(filter, row, column)) {
    const NumberText text = text_of(filter.at(row, column, std::max(plane, 0)));
    return draw_cell_text(context, cell, text.data(), color);
  }
  const std::string text =
      fmt::format("~{}", text_of(lab::mean_weight(filter, row, column)).data());
  const ImRect above(cell.Min, ImVec2(cell.Max.x, cell.Max.y - cell.GetHeight() * kFoot));
  draw_cell_text(context, above, text.c_str(), color);
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
  const double largest{lab::weight_scale(filter, 0.0f)};
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
      if (plane < 0 && planes_differ(filter, row, column)) {
        foot_strip(context, filter, row, column, scale, {a, b});
      }
      weight_number(context, filter, row, column, plane, largest, {a, b}, color);
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
    // Round the number, which has to be read.
    const float width = std::floor((b.x - a.x) * kGhostShare);
    list->AddRect(ImVec2(a.x + width / 2, a.y + width / 2),
                  ImVec2(b.x - width / 2, b.y - width / 2), ghost, 0.0f, width);
  }
  list->AddRect(a, b, staged_color(context), 0.0f, context.px(2));
}

// The planes one under the other, as high as the stage; those of a colour filter under all of them
// together. A click puts one on the stage.
void Stage::draw_planes(const PanelContext& context, ImVec2 min, float side) const {
  const lab::Filter& filter = context.lab.staged_filter();
  if (filter.channels == 1) return;  // it is on the stage
  const int shown = lab::shown_plane(context.lab.view(), filter);
  // Of many planes, the three round the one on the stage.
  const int first = std::clamp(shown - 1, 0, std::max(0, filter.channels - kPlanesShown));
  const int end = std::min(first + kPlanesShown, filter.channels);
  std::vector<int> planes;
  if (lab::has_all_planes(context.lab.view(), filter)) planes.push_back(-1);
  for (int plane = first; plane < end; ++plane) planes.push_back(plane);
  const float gap = context.px(kPlaneGap);
  const auto count = static_cast<float>(planes.size());
  const float tile = std::floor(std::min(side * design::kTile, (side - gap * (count - 1)) / count));
  const float step = count > 1 ? (side - tile) / (count - 1) : 0.0f;
  for (std::size_t i = 0; i < planes.size(); ++i) {
    const float top = std::floor(min.y + static_cast<float>(i) * step);
    draw_plane(context, planes[i], ImVec2(min.x, top), tile);
  }
}

void Stage::draw_plane(const PanelContext& context, int plane, ImVec2 min, float side) const {
  constexpr std::array kHelp{
      tr("All three planes at once: the mean of the weights for red, green and blue (0)"),
      tr("Only the weights for red (1)"), tr("Only the weights for green (2)"),
      tr("Only the weights for blue (3)")};
  lab::View& view = context.lab.view();
  const lab::Filter& filter = context.lab.staged_filter();
  const float scale = color_scale(filter);
  ImDrawList* list = ImGui::GetWindowDrawList();
  ImGui::SetCursorScreenPos(min);
  ImGui::PushID(plane);
  if (ImGui::InvisibleButton("plane", ImVec2(side, side), ImGuiButtonFlags_EnableNav)) {
    view.plane = static_cast<lab::StagePlane>(plane);
  }
  ImGui::PopID();
  if (filter.channels == kPlanesShown) help(context, kHelp[static_cast<std::size_t>(plane) + 1]);
  const auto color = [&](int row, int column) {
    return cell_color(context, filter, row, column, plane, scale);
  };
  const ImRect picture = draw_cells(list, filter, min, side, color);
  const float cell = picture.GetHeight() / static_cast<float>(filter.height);
  for (int row = 0; row < filter.height && !filter.muted.empty(); ++row) {
    for (int column = 0; column < filter.width; ++column) {
      const ImVec2 corner(picture.Min.x + cell * static_cast<float>(column),
                          picture.Min.y + cell * static_cast<float>(row));
      hatch_muted(context, filter, row, column, plane,
                  {corner, ImVec2(corner.x + cell, corner.y + cell)}, color(row, column));
    }
  }
  const bool on_stage = lab::shown_plane(view, filter) == plane;
  list->AddRect(picture.Min, picture.Max, on_stage ? staged_color(context) : context.colors().line,
                0.0f, context.px(on_stage ? 2 : 1));
  const ImVec2 letter(picture.Min.x + context.px(5), picture.Min.y + context.px(2));
  const std::string name =
      plane < 0 ? context.text(tr("all planes", "All")) : channel_name(filter.channels, plane);
  const float size = context.px(design::kSmallText);
  const float width = context.fonts.strong->CalcTextSizeA(size, FLT_MAX, 0.0f, name.c_str()).x;
  list->AddRectFilled(ImVec2(letter.x - context.px(3), letter.y),
                      ImVec2(letter.x + width + context.px(3), letter.y + size + context.px(2)),
                      context.colors().panel, context.px(3));
  list->AddText(context.fonts.strong, size, letter, context.colors().text, name.c_str());
}

std::string Stage::readout(const PanelContext& context) const {
  const lab::View& view = context.lab.view();
  const lab::Filter& filter = context.lab.staged_filter();
  const auto cell = pointed(filter);
  if (!cell) return {};
  const int shown = lab::shown_plane(view, filter);
  const bool writes = view.brush.tool == lab::Tool::kPaint || view.brush.tool == lab::Tool::kErase;
  std::string text = fmt::format("[{}, {}]", cell->row, cell->column);
  if (shown < 0 && filter.channels > kPlanesShown) {
    const auto mean = static_cast<double>(lab::mean_weight(filter, cell->row, cell->column));
    text += fmt::format(" ~{}", format_number(mean).data());
  }
  for (int c = 0; c < filter.channels; ++c) {
    if (filter.channels > kPlanesShown && c != shown) continue;
    const auto weight = static_cast<double>(filter.at(cell->row, cell->column, c));
    text += fmt::format(" {} {}", channel_name(filter.channels, c), format_number(weight).data());
  }
  if (writes && resting()) {
    text += fmt::format(" \xe2\x86\x92 {}",
                        format_number(static_cast<double>(view.brush.written_value())).data());
  }
  return text;
}

}  // namespace convlens::ui
