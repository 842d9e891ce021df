#include "ui/pieces/code_line.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "ui/kit/controls.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kLine = 28;
constexpr float kPadding = 8;
constexpr float kLeastWidth = 160;  // below it, little of a line could be read
constexpr float kTooltipWidth = 560;
constexpr std::size_t kMostInTooltip = 1600;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

void code_tooltip(const PanelContext& context, const std::string& code) {
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip) || !ImGui::BeginTooltip()) return;
  ImGui::PushTextWrapPos(context.px(kTooltipWidth));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::TextUnformatted(elided(code, kMostInTooltip).c_str());
  ImGui::PopFont();
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

// As much of the text as fits. All characters of a line of code are equally wide; where a name in
// it has wider ones, the end is cut off.
void code_text(const PanelContext& context, const ImRect& box, const std::string& code) {
  const float size = context.px(design::kSmallText);
  const float character = context.fonts.numbers->CalcTextSizeA(size, FLT_MAX, 0.0f, "0").x;
  const auto room = static_cast<std::size_t>(std::max(0.0f, box.GetWidth() / character));
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(box.Min, box.Max, true);
  list->AddText(context.fonts.numbers, size,
                ImVec2(box.Min.x, std::floor(box.Min.y + (box.GetHeight() - size) / 2)),
                context.colors().text, elided(code, room).c_str());
  list->PopClipRect();
}

}  // namespace

std::string elided(const std::string& text, std::size_t characters) {
  if (text.size() <= characters) return text;
  const auto count = text.size() - static_cast<std::size_t>(
                                       std::count_if(text.begin(), text.end(), is_continuation));
  if (count <= characters) return text;
  if (characters == 0) return {};
  const std::size_t kept = characters - 1;
  std::size_t head = 0;
  for (std::size_t left = (kept + 1) / 2; left > 0; --left) {
    do ++head;
    while (head < text.size() && is_continuation(text[head]));
  }
  std::size_t tail = text.size();
  for (std::size_t left = kept / 2; left > 0; --left) {
    do --tail;
    while (tail > 0 && is_continuation(text[tail]));
  }
  return text.substr(0, head) + "\xe2\x80\xa6" + text.substr(tail);
}

float code_line_height(const PanelContext& context) {
  const bool low = ImGui::GetMainViewport()->Size.y < context.px(design::kLowWindow);
  return low ? 0.0f : context.px(kLine) + ImGui::GetStyle().ItemSpacing.y;
}

void code_line(const PanelContext& context, lab::CodePanel panel) {
  const ImVec2 room = ImGui::GetContentRegionAvail();
  if (room.y < context.px(kLine) || room.x < context.px(kLeastWidth)) return;
  if (code_line_height(context) == 0.0f) return;
  const std::string code = lab::panel_code(context.lab, panel);
  if (code.empty()) return;
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  const ImVec2 min(cursor.x, std::floor(cursor.y + room.y - context.px(kLine)));
  const ImVec2 max(min.x + room.x, min.y + context.px(kLine));
  const float rounding = ImGui::GetStyle().FrameRounding;
  ImGui::GetWindowDrawList()->AddRectFilled(min, max, context.colors().background, rounding);
  const float button = action_width(context, kCopy.text);
  const ImRect text(ImVec2(min.x + context.px(kPadding), min.y),
                    ImVec2(max.x - button - context.px(kPadding), max.y));
  ImGui::PushID("code");
  ImGui::SetCursorScreenPos(text.Min);
  const bool touched = ImGui::InvisibleButton("line", text.GetSize(), ImGuiButtonFlags_EnableNav);
  code_tooltip(context, code);
  code_text(context, text, code);
  ImGui::SetCursorScreenPos(ImVec2(max.x - button, min.y));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                      ImVec2(ImGui::GetStyle().FramePadding.x,
                             std::max(0.0f, (context.px(kLine) - ImGui::GetTextLineHeight()) / 2)));
  if (action(context, kCopy, "copy code") || touched) {
    copy_text(context.lab, code, phrase("copied the line of code"));
  }
  ImGui::PopStyleVar();
  ImGui::PopID();
}

}  // namespace convlens::ui
