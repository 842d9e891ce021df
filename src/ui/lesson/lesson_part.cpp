#include "ui/lesson/lesson_part.h"

#include <cmath>

namespace convlens::ui {
namespace {

constexpr Text kGuess = tr("Guess first: the answer lifts this curtain");
constexpr float kRing = 3;

}  // namespace

void curtain(const PanelContext& context, const ImRect& box) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(box.Min, box.Max, context.colors().hover);
  const char* text = context.text(kGuess);
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
  if (closed_) ImGui::BeginDisabled();
}

LessonPart::~LessonPart() {
  if (closed_) ImGui::EndDisabled();
  const ImRect box = ImGui::GetCurrentWindow()->Rect();
  if (covered_) curtain(context_, box);
  if (pointed_) {
    const float inset = context_.px(kRing) / 2;
    ImGui::GetForegroundDrawList()->AddRect(
        ImVec2(box.Min.x + inset, box.Min.y + inset), ImVec2(box.Max.x - inset, box.Max.y - inset),
        context_.colors().accent, context_.px(4), context_.px(kRing));
  }
}

}  // namespace convlens::ui
