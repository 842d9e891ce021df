#include "ui/lesson/speaker_page.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/kit/controls.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/lesson/rich_text.h"

namespace convlens::ui {
namespace {

constexpr float kPageMargin = 20;
constexpr float kPageGap = 10;
constexpr float kClockText = 34;
constexpr float kNotesText = 20;

constexpr Label kSpeakerBack{tr("Back"), tr("The step before")};
constexpr Label kSpeakerNext{tr("Next"), tr("The next step")};
constexpr Label kFromZero{tr("From 0"), tr("The clock begins anew")};

void caption(const PanelContext& context, const Text& text) {
  ImGui::Dummy(ImVec2(0, context.px(kPageGap)));
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(context.text(text));
  ImGui::PopStyleColor();
}

void wrapped(const std::string& text) {
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
}

void notes(const PanelContext& context, const lab::Step& step) {
  if (step.notes.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
    wrapped(context.text(tr("There are no notes for this step.")));
    ImGui::PopStyleColor();
    return;
  }
  ImGui::PushFont(context.fonts.text, kNotesText);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = rich_text(context, step.notes, at, width, ImGui::GetWindowDrawList());
  ImGui::Dummy(ImVec2(width, height));
  ImGui::PopFont();
}

// What the class is not to see yet.
void answers(const PanelContext& context, const lab::Step& step) {
  bool any = false;
  for (std::size_t i = 0; i < step.question.choices.size(); ++i) {
    const lab::Choice& choice = step.question.choices[i];
    if (!choice.right) continue;
    if (!any) caption(context, tr("Right"));
    any = true;
    std::string words = fmt::format("{}. ", i + 1);
    for (const lab::TextRun& run : choice.text) words += run.text;
    if (choice.map) words += fmt::format(" map({}, {})", choice.map->source, choice.map->index);
    wrapped(words);
  }
}

void state(const PanelContext& context, const lab::LessonRun& run) {
  if (!run.step().asks()) return;
  caption(context, run.done() ? tr("This step is done.") : tr("This step is not done yet."));
}

void next_step(const PanelContext& context, const lab::LessonRun& run) {
  caption(context, tr("Next"));
  wrapped(run.is_last() ? context.text(tr("The lesson ends here."))
                        : run.lesson().steps[run.place() + 1].title);
}

void turning(const PanelContext& context, const lab::LessonRun& run) {
  lab::View& view = context.lab.view();
  ImGui::Dummy(ImVec2(0, context.px(kPageGap)));
  ImGui::BeginDisabled(run.place() == 0);
  if (action(context, kSpeakerBack, "speaker back")) turn_lesson(view, run, -1);
  ImGui::EndDisabled();
  ImGui::SameLine();
  ImGui::BeginDisabled(run.is_last());
  if (action(context, kSpeakerNext, "speaker next")) turn_lesson(view, run, 1);
  ImGui::EndDisabled();
}

// For everybody, whoever has not guessed yet.
void curtains(const PanelContext& context) {
  constexpr Label kLiftAll{tr("Lift the curtains"),
                           tr("Everybody sees what is behind them, guess or "
                              "no guess")};
  constexpr Label kDrawAll{tr("Draw the curtains"), tr("They cover it again")};
  lab::LessonRun& run = context.lessons.run();
  if (!run.has_curtains()) return;
  ImGui::SameLine();
  const bool lifted = run.curtains_lifted();
  if (action(context, lifted ? kDrawAll : kLiftAll, "speaker curtains")) run.lift_curtains(!lifted);
}

}  // namespace

void SpeakerPage::clock(const PanelContext& context, double now_s) {
  const lab::LessonRun& run = context.lessons.run();
  if (lesson_ != run.shared_lesson()) {
    lesson_ = run.shared_lesson();
    began_s_ = now_s;
  }
  const auto seconds = static_cast<int>(now_s - began_s_);
  ImGui::PushFont(context.fonts.numbers, kClockText);
  ImGui::Text("%d:%02d", seconds / 60, seconds % 60);
  ImGui::PopFont();
  ImGui::SameLine(0, context.px(kPageGap));
  ImGui::BeginGroup();
  if (run.lesson().minutes > 0) {
    ImGui::TextUnformatted(context.said(phrase("of {} min", run.lesson().minutes)).c_str());
  }
  if (action(context, kFromZero, "speaker clock")) began_s_ = now_s;
  ImGui::EndGroup();
}

void SpeakerPage::draw(const PanelContext& context, double now_s) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->Pos);
  ImGui::SetNextWindowSize(viewport->Size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding,
                      ImVec2(context.px(kPageMargin), context.px(kPageMargin)));
  ImGui::Begin("##speaker", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoDocking);
  ImGui::PopStyleVar();
  const lab::LessonRun& run = context.lessons.run();
  if (run.runs()) {
    const lab::Step& step = run.step();
    clock(context, now_s);
    caption(context, tr("Now"));
    ImGui::PushFont(context.fonts.strong, kNotesText);
    wrapped(fmt::format("{}. {}", run.place() + 1, step.title));
    ImGui::PopFont();
    state(context, run);
    caption(context, tr("Notes"));
    notes(context, step);
    answers(context, step);
    next_step(context, run);
    turning(context, run);
    curtains(context);
  }
  ImGui::End();
}

}  // namespace convlens::ui
