#include "ui/window/strip.h"

#include <imgui_internal.h>

#include "lab/document/presets.h"
#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/shell/bars.h"
#include "ui/shell/commands.h"

namespace convlens::ui {
namespace {

struct Line {
  Text title;
  Text text;
};

constexpr Label kClose{tr("Close"), tr("Closes this strip")};
constexpr Label kFresh{tr("Start fresh"),
                       tr("Puts this session aside and begins with the notebook's bench")};

constexpr Label kLesson{tr("First lesson"), tr("Goes on from here: guess, do, see why")};

Line shown_hint(const lab::Lab& lab) {
  if (!lab::awaits_first_stroke(lab.document())) {
    return {tr("You changed what the filter looks for"),
            tr("Every map followed in the same frame. The rim is padding: the colours' range "
               "leaves it out. Ctrl+Z takes it back.")};
  }
  if (lab.staged() != lab::FilterRef(0)) {
    return {tr("Choose the first filter"), tr("Seven of its cells are marked: paint down them.")};
  }
  return {tr("Paint down this line"),
          tr("Drag down the seven marked cells. The brush holds -1: the blur turns into "
             "edges. Then: Ctrl+Z takes it back.")};
}

Line shown_line(const lab::Lab& lab) {
  switch (lab.view().beginning) {
    case lab::Beginning::kLeft:
      return {tr("Here you were"), tr("Your last session is back, with all its steps.")};
    case lab::Beginning::kCutOff:
      return {tr("Nothing is lost"),
              tr("The window ended without a word; your session is back as it was then.")};
    case lab::Beginning::kAnew:
      break;
  }
  return shown_hint(lab);
}

// The lessons are read when somebody asks for them, not whenever a window opens.
void begin_first_lesson(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  const auto lessons = context.lessons.titles(lab.view().language);
  if (lessons.empty()) return lab.report(phrase("there are no lessons beside the program"));
  begin_lesson(lab.view(), lessons.front().file);
}

}  // namespace

void strip(const PanelContext& context) {
  lab::View& view = context.lab.view();
  const bool came_back = view.beginning != lab::Beginning::kAnew;
  begin_bar(context, "##hint", context.px(design::kTopBar), design::kStrip,
            context.colors().background);
  center_line(context, design::kStrip, ImGui::GetFrameHeight());
  const Line line = shown_line(context.lab);
  ImGui::AlignTextToFramePadding();
  ImGui::PushFont(context.fonts.strong, design::kBodyText);
  ImGui::TextUnformatted(context.text(line.title));
  ImGui::PopFont();
  ImGui::SameLine(0, context.px(12));
  const Label& on = came_back ? kFresh : kLesson;
  const float actions =
      action_width(context, kClose.text) + action_width(context, on.text) + context.px(8);
  const float right = ImGui::GetWindowWidth() - actions - context.px(12);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, ImGui::GetFontSize(),
                   ImVec2(at.x, at.y + ImGui::GetStyle().FramePadding.y),
                   ImGui::GetWindowPos().x + right - context.px(12), context.colors().text,
                   context.text(line.text));
  ImGui::SetCursorPosX(right);
  center_line(context, design::kStrip, ImGui::GetFrameHeight());
  if (came_back && action(context, kFresh, "start fresh")) {
    perform(Action::kNewSession, context);
  }
  if (!came_back && action(context, kLesson, "first lesson")) begin_first_lesson(context);
  ImGui::SameLine(0, context.px(8));
  if (action(context, kClose, "close hint")) {
    if (!came_back) view.show_hint = false;
    view.beginning = lab::Beginning::kAnew;
  }
  ImGui::End();
}

}  // namespace convlens::ui
