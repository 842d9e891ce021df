#include "ui/input/history_panel.h"

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "lab/pictures/crop.h"
#include "ui/input/snapshots.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kPictureGap = 6;  // between a step's picture and its line

// A crop as few pixels: those of a step that was are on no texture.
void draw_crop(const lab::Document& document, std::size_t source, const ImRect& box) {
  constexpr int kCells = 10;
  const Image& image = document.sources[source].picture->image;
  const lab::CropPart part =
      lab::crop_part(image, document.crop_size, document.sources[source].origin);
  const float cell = box.GetWidth() / kCells;
  for (int y = 0; y < kCells; ++y) {
    for (int x = 0; x < kCells; ++x) {
      const auto color = image.pixel(part.top + part.height * (2 * y + 1) / (2 * kCells),
                                     part.left + part.width * (2 * x + 1) / (2 * kCells));
      const ImVec2 a(box.Min.x + cell * static_cast<float>(x),
                     box.Min.y + cell * static_cast<float>(y));
      ImGui::GetWindowDrawList()->AddRectFilled(a, ImVec2(a.x + cell, a.y + cell),
                                                IM_COL32(color[0], color[1], color[2], 255));
    }
  }
}

std::optional<std::size_t> step_from_keys(const lab::History& history) {
  if (!ImGui::IsWindowFocused() || ImGui::GetIO().WantTextInput) return std::nullopt;
  const std::size_t position = history.position();
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow) && history.can_undo()) return position - 1;
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow) && history.can_redo()) return position + 1;
  if (ImGui::IsKeyPressed(ImGuiKey_Home)) return 0;
  if (ImGui::IsKeyPressed(ImGuiKey_End)) return history.size() - 1;
  return std::nullopt;
}

// What a step changed, as a small picture: the filter, or the photograph; nothing where it was
// something else.
void draw_step(const PanelContext& context, std::size_t step, ImVec2 min, float side) {
  const lab::History& history = context.lab.history();
  const lab::Document& now = history.document(step);
  const lab::Document* before = step > 0 ? &history.document(step - 1) : nullptr;
  const std::size_t filters = before == nullptr ? 0 : before->filters.size();
  for (std::size_t f = 0; f < now.filters.size(); ++f) {
    if (f < filters && before->filters[f] == now.filters[f]) continue;
    draw_filter(ImGui::GetWindowDrawList(), now.filters[f], min, side, context.lab.view().theme);
    return;
  }
  const std::size_t sources = before->sources.size();
  for (std::size_t s = 0; s < now.sources.size(); ++s) {
    const bool same =
        s < sources && before->sources[s] == now.sources[s] && before->crop_size == now.crop_size;
    if (same) continue;
    return draw_crop(now, s, {min, ImVec2(min.x + side, min.y + side)});
  }
}

}  // namespace

void HistoryPanel::draw(const PanelContext& context) {
  const lab::History& history = context.lab.history();
  snapshot_rows(context);
  ImGui::BeginChild("steps", ImVec2(0, 0), ImGuiChildFlags_NavFlattened);
  std::optional<std::size_t> chosen = step_from_keys(history);
  const bool moved = shown_position_ != history.position() || shown_size_ != history.size();
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(history.size()));
  if (moved) clipper.IncludeItemByIndex(static_cast<int>(history.position()));
  while (clipper.Step()) {
    for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
      const auto step = static_cast<std::size_t>(row);
      const bool current = step == history.position();
      const bool undone = step > history.position();
      char place[32];
      std::snprintf(place, sizeof place, "%zu  ", step);
      char key[32];
      std::snprintf(key, sizeof key, "###step %zu", step);
      if (undone) ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
      const float side = ImGui::GetTextLineHeight();
      draw_step(context, step, ImGui::GetCursorScreenPos(), side);
      ImGui::Indent(side + context.px(kPictureGap));
      if (named_line(place + context.said(history.label(step)), key, current)) chosen = step;
      ImGui::Unindent(side + context.px(kPictureGap));
      if (undone) ImGui::PopStyleColor();
      if (current && moved) ImGui::SetScrollHereY();
    }
  }
  clipper.End();
  ImGui::EndChild();
  shown_position_ = history.position();
  shown_size_ = history.size();
  if (chosen) context.lab.go_to(*chosen);
}

std::string log_text(const PanelContext& context) {
  std::string text;
  for (const Phrase& line : context.lab.log().lines()) text += context.said(line) + "\n";
  return text;
}

void log_panel(const PanelContext& context) {
  const std::vector<Phrase>& lines = context.lab.log().lines();
  if (lines.empty()) {
    return caption(context,
                   context.text(tr("Nothing has been opened and nothing went wrong so far.")));
  }
  ImGui::BeginChild("lines");
  // New lines stay in sight for whoever looks at the last one.
  const bool at_end = ImGui::GetScrollY() >= ImGui::GetScrollMaxY();
  for (const Phrase& line : lines) ImGui::TextWrapped("%s", context.said(line).c_str());
  if (at_end) ImGui::SetScrollHereY(1.0f);
  ImGui::EndChild();
}

}  // namespace convlens::ui
