#include "ui/input/history_panel.h"

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

std::optional<std::size_t> step_from_keys(const lab::History& history) {
  if (!ImGui::IsWindowFocused() || ImGui::GetIO().WantTextInput) return std::nullopt;
  const std::size_t position = history.position();
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow) && history.can_undo()) return position - 1;
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow) && history.can_redo()) return position + 1;
  if (ImGui::IsKeyPressed(ImGuiKey_Home)) return 0;
  if (ImGui::IsKeyPressed(ImGuiKey_End)) return history.size() - 1;
  return std::nullopt;
}

}  // namespace

void HistoryPanel::draw(const PanelContext& context) {
  const lab::History& history = context.lab.history();
  ImGui::BeginChild("steps");
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
      std::snprintf(place, sizeof place, "%s %4zu   ", current ? ">" : " ", step);
      char key[32];
      std::snprintf(key, sizeof key, "###step %zu", step);
      if (undone) ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
      if (named_line(place + context.said(history.label(step)), key, current)) chosen = step;
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
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(lines.size()));
  while (clipper.Step()) {
    for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
      ImGui::TextUnformatted(context.said(lines[static_cast<std::size_t>(row)]).c_str());
    }
  }
  clipper.End();
  if (at_end) ImGui::SetScrollHereY(1.0f);
  ImGui::EndChild();
}

}  // namespace convlens::ui
