#include "ui/window/help_overlay.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/shell/keys.h"
#include "ui/window/help_table.h"

namespace convlens::ui {
namespace {

constexpr const char* kHelpPopup = "###help";
constexpr float kColumn = 376;  // of the overlay
constexpr float kKeys = 172;    // of a column, for the keys
constexpr float kRow = 24;
constexpr float kHeading = 30;
constexpr float kGap = 24;  // between columns
constexpr int kMostColumns = 3;

// What is pressed, and what it does.
struct Row {
  std::string id;
  std::vector<std::string> keys;  // each in a frame of its own
  const char* does;
  bool is_key = true;  // else a gesture, without frames
};

std::vector<Row> rows_of(const PanelContext& context, CommandGroup group) {
  std::vector<Row> rows;
  for (const WindowCommand& command : window_commands()) {
    if (command.group != group) continue;
    Row row{
        fmt::format("action {}", static_cast<int>(command.action)), {}, context.text(command.does)};
    for (const KeyBinding& binding : key_bindings()) {
      const bool is_its = binding.action == command.action && binding.listed;
      if (is_its) row.keys.push_back(chord_name(binding.chord));
    }
    if (!row.keys.empty()) rows.push_back(std::move(row));
  }
  for (const HeldKey& held : held_keys()) {
    if (group != CommandGroup::kMaps) break;
    rows.push_back({fmt::format("held {}", static_cast<int>(held.key)),
                    {chord_name(held.key)},
                    context.text(held.shows)});
  }
  for (std::size_t i = 0; i < gesture_help().size(); ++i) {
    const GestureHelp& help = gesture_help()[i];
    if (help.group != group) continue;
    rows.push_back({fmt::format("gesture {}", i),
                    {context.text(help.gesture)},
                    context.text(help.does),
                    false});
  }
  return rows;
}

// Draws what is pressed from `min` on and returns where it ends.
float draw_keys(const PanelContext& context, const Row& row, ImVec2 min) {
  const float size = context.px(design::kSmallText);
  const float height = context.px(kRow);
  ImDrawList* list = ImGui::GetWindowDrawList();
  float x = min.x;
  for (const std::string& key : row.keys) {
    const float padding = row.is_key ? context.px(6) : 0.0f;
    const float width =
        context.fonts.text->CalcTextSizeA(size, FLT_MAX, 0.0f, key.c_str()).x + 2 * padding;
    if (row.is_key) {
      list->AddRect(ImVec2(x, min.y + context.px(2)),
                    ImVec2(x + width, min.y + height - context.px(2)), context.colors().line,
                    context.px(4), context.px(1));
    }
    list->AddText(context.fonts.text, size, ImVec2(x + padding, min.y + (height - size) / 2),
                  row.is_key ? context.colors().text : context.colors().secondary, key.c_str());
    x += width + context.px(4);
  }
  return x;
}

void draw_row(const PanelContext& context, const Row& row, ImVec2 min) {
  const float size = context.px(design::kBodyText);
  const float keys_end = draw_keys(context, row, min);
  const float text_left = std::max(min.x + context.px(kKeys), keys_end + context.px(4));
  const float text_width = context.fonts.text->CalcTextSizeA(size, FLT_MAX, 0.0f, row.does).x;
  ImGui::GetWindowDrawList()->AddText(context.fonts.text, size,
                                      ImVec2(text_left, min.y + (context.px(kRow) - size) / 2),
                                      context.colors().text, row.does);
  // An item, so that the row takes part in the window's extent and can be found.
  const ImRect box(min, ImVec2(text_left + text_width, min.y + context.px(kRow)));
  ImGui::SetCursorScreenPos(min);
  ImGui::ItemSize(box);
  ImGui::ItemAdd(box, ImGui::GetID(row.id.c_str()));
}

float group_height(const PanelContext& context, std::size_t rows) {
  return context.px(kHeading) + context.px(kRow) * static_cast<float>(rows) + context.px(8);
}

// Each group goes under the column that is shortest so far.
void draw_groups(const PanelContext& context, int columns) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  std::vector<float> ends(static_cast<std::size_t>(columns), origin.y);
  // So that three columns end alike.
  constexpr CommandGroup kOrder[] = {
      CommandGroup::kStage,   CommandGroup::kMaps, CommandGroup::kWindow,    CommandGroup::kEdit,
      CommandGroup::kPicture, CommandGroup::kFile, CommandGroup::kArithmetic};
  for (const CommandGroup group : kOrder) {
    const auto shortest = std::min_element(ends.begin(), ends.end());
    const auto column = static_cast<float>(shortest - ends.begin());
    const std::vector<Row> rows = rows_of(context, group);
    ImVec2 at(origin.x + column * context.px(kColumn + kGap), *shortest);
    *shortest += group_height(context, rows.size());
    ImGui::GetWindowDrawList()->AddText(context.fonts.strong, context.px(design::kBodyText), at,
                                        context.colors().accent, context.text(group_title(group)));
    at.y += context.px(kHeading - 4);
    for (const Row& row : rows) {
      draw_row(context, row, at);
      at.y += context.px(kRow);
    }
  }
}

// How many columns the window has room for.
int column_count(const PanelContext& context, float width) {
  const float room = width - 2 * context.px(kGap) + context.px(kGap);
  return std::clamp(static_cast<int>(room / context.px(kColumn + kGap)), 1, kMostColumns);
}

bool clicked_beside() {
  return ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsWindowAppearing() &&
         !ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows |
                                 ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
}

}  // namespace

void help_overlay(const PanelContext& context) {
  bool& shown = context.lab.view().show_help;
  if (shown && !ImGui::IsPopupOpen(kHelpPopup)) ImGui::OpenPopup(kHelpPopup);
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const int columns = column_count(context, viewport->Size.x);
  ImGui::SetNextWindowPos(
      ImVec2(viewport->Pos.x + viewport->Size.x / 2, viewport->Pos.y + viewport->Size.y / 2),
      ImGuiCond_Always, ImVec2(0.5f, 0.5f));
  ImGui::SetNextWindowSizeConstraints(ImVec2(0, 0), viewport->Size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(kGap), context.px(16)));
  ImGui::PushStyleColor(ImGuiCol_ModalWindowDimBg, IM_COL32(0, 0, 0, 140));
  char name[96];
  std::snprintf(name, sizeof name, "%s%s", context.text(tr("Keys and gestures")), kHelpPopup);
  const bool open =
      ImGui::BeginPopupModal(name, &shown,
                             ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings |
                                 ImGuiWindowFlags_NoMove);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  if (!open) return;
  draw_groups(context, columns);
  if (ImGui::IsKeyPressed(ImGuiKey_Escape) || clicked_beside()) shown = false;
  if (!shown) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace convlens::ui
