#include "ui/shell/lesson_menu.h"

#include <string>

#include "ui/kit/controls.h"
#include "ui/kit/menu.h"
#include "ui/kit/widgets.h"
#include "ui/shell/command_line.h"
#include "ui/shell/commands.h"

namespace convlens::ui {
namespace {

constexpr Label kLessons{tr("Lessons"), tr("From the first line to a network: guess, do, see why")};
constexpr const char* kList = "lesson list";

// Where one was left, in the words of its title or else of its file.
void left_one(const PanelContext& context) {
  lab::View& view = context.lab.view();
  if (!view.left_lesson) return;
  const lab::LessonPlace left = *view.left_lesson;
  std::string name = left.file.substr(left.file.rfind('/') + 1);
  for (const LessonTitle& lesson : context.lessons.titles(view.language)) {
    if (lesson.file == left.file) name = lesson.title;
  }
  const std::string line = context.said(phrase("Go on with {}, step {}", name, left.step + 1));
  if (menu_line(context, line, "lesson left")) begin_lesson(view, left.file, left.step);
  ImGui::Separator();
}

void titles(const PanelContext& context) {
  lab::View& view = context.lab.view();
  for (const LessonTitle& lesson : context.lessons.titles(view.language)) {
    const std::string name = fmt::format("{}  {}", lesson.number, lesson.title);
    const std::string key = fmt::format("lesson {}", lesson.number);
    const bool runs = view.lesson && view.lesson->file == lesson.file;
    if (menu_line(context, name, key.c_str(), {}, {}, runs)) begin_lesson(view, lesson.file);
  }
}

}  // namespace

float lesson_menu_width(const PanelContext& context) {
  return action_width(context, kLessons.text);
}

void lesson_menu(const PanelContext& context) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (action(context, kLessons, "lessons")) ImGui::OpenPopup(kList);
  // Under its control, so that it covers no other.
  ImGui::SetNextWindowPos(ImVec2(at.x, at.y + ImGui::GetFrameHeight() + context.px(4)),
                          ImGuiCond_Appearing);
  if (!ImGui::BeginPopup(kList)) return;
  left_one(context);
  titles(context);
  ImGui::Separator();
  command_line(context, Action::kOpenLesson);
  command_line(context, Action::kSaveAnswers);
  command_line(context, Action::kSpeaker);
  close_on_escape();
  ImGui::EndPopup();
}

}  // namespace convlens::ui
