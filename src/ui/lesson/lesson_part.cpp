#include "ui/lesson/lesson_part.h"

#include <cmath>

namespace convlens::ui {
namespace {

constexpr Text kGuess = tr("Guess first: the answer lifts this curtain");
constexpr Text kDraw = tr("Draw it first, then lift the curtain");
constexpr Text kClosed = tr("The lesson needs another part of the window in this step");
constexpr float kRing = 3;

// To whoever presses what is closed to the hand.
void say_closed(const PanelContext& context, const ImRect& box) {
  const bool here = ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) &&
                    ImGui::IsMouseHoveringRect(box.Min, box.Max, false);
  if (!here) return;
  ImGui::SetMouseCursor(ImGuiMouseCursor_NotAllowed);
  if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) ImGui::SetTooltip("%s", context.text(kClosed));
}

}  // namespace

void curtain(const PanelContext& context, const ImRect& box) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(box.Min, box.Max, context.colors().hover);
  const lab::LessonRun& run = context.lessons.run();
  const bool draws = run.pad() != nullptr && run.step().question.empty();
  const char* text = context.text(draws ? kDraw : kGuess);
  const float width = box.GetWidth() - 2 * context.px(16);
  const ImVec2 size = ImGui::CalcTextSize(text, nullptr, false, width);
  const ImVec2 at(std::floor(box.GetCenter().x - size.x / 2),
                  std::floor(box.GetCenter().y - size.y / 2));
  list->AddText(context.fonts.text, ImGui::GetFontSize(), at, context.colors().secondary, text,
                nullptr, width);
}

LessonPart::LessonPart(const PanelContext& context, const char* name)
    : context_(context),
      covered_(context.lessons.run().covers(name)),
      closed_(context.lessons.run().closes(name)),
      pointed_(context.lessons.run().points_at(name)) {
  if (!closed_) return;
  // As bright as ever: what may not be used may well have to be looked at.
  ImGui::PushStyleVar(ImGuiStyleVar_DisabledAlpha, 1.0f);
  ImGui::BeginDisabled();
}

LessonPart::~LessonPart() {
  const ImGuiWindow& window = *ImGui::GetCurrentWindow();
  const ImRect box = window.Rect();
  if (closed_) {
    ImGui::EndDisabled();
    ImGui::PopStyleVar();
    say_closed(context_, box);
  }
  if (covered_) curtain(context_, box);
  if (!pointed_) return;
  // Over the panel, and under whatever lies over it.
  const float inset = context_.px(kRing) / 2;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(box.Min, box.Max);
  list->AddRect(ImVec2(box.Min.x + inset, box.Min.y + inset),
                ImVec2(box.Max.x - inset, box.Max.y - inset), context_.colors().accent,
                context_.px(4), context_.px(kRing));
  list->PopClipRect();
}

}  // namespace convlens::ui
