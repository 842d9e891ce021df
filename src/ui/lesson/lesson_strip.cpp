#include "ui/lesson/lesson_strip.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/menu.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/lesson/rich_text.h"
#include "ui/lesson/sketch.h"
#include "ui/shell/bars.h"
#include "ui/shell/interface_scale.h"

namespace convlens::ui {
namespace {

constexpr float kMargin = 12;
constexpr float kAbove = 8;
constexpr float kGap = 6;
constexpr float kChoiceGap = 8;
constexpr float kChoicePadding = 10;
constexpr float kArrow = 8;     // beside the lesson's name
constexpr float kPicture = 64;  // the height of a map among the choices

constexpr Text kNowDoIt = tr("Well guessed. Now do what the step says.");
constexpr Text kNowGuess = tr("That is done. Now guess, too: choose an answer.");
constexpr Label kEnd{tr("End"), tr("Ends the lesson; what you did stays")};
constexpr Label kNextLesson{tr("Next lesson"), tr("Goes on with the lesson that follows")};
constexpr const char* kSteps = "lesson steps";

constexpr Label kBack{tr("Back"), tr("The step before")};
constexpr Label kNext{tr("Next"), tr("The next step")};
constexpr Label kSkip{tr("Skip"), tr("Goes on, though this step is not done")};
constexpr Label kLeave{tr("Leave"),
                       tr("Leaves the lesson; what you did stays, and Lessons leads back here")};

// Of those that travel with the program, the one behind this; nothing where there is none.
std::optional<std::string> next_lesson(const PanelContext& context) {
  const lab::View& view = context.lab.view();
  const auto titles = context.lessons.titles(view.language);
  for (std::size_t i = 0; view.lesson && i + 1 < titles.size(); ++i) {
    if (titles[i].file == view.lesson->file) return titles[i + 1].file;
  }
  return std::nullopt;
}

const Label& last_label(const PanelContext& context) {
  return next_lesson(context) ? kNextLesson : kEnd;
}

// The same at every step, so that none of the buttons moves under the pointer.
float next_width(const PanelContext& context) {
  return std::max({action_width(context, kNext.text), action_width(context, kSkip.text),
                   action_width(context, last_label(context).text)});
}

float buttons_width(const PanelContext& context) {
  return action_width(context, kBack.text) + next_width(context) +
         action_width(context, kLeave.text) + 2 * context.px(kChoiceGap);
}

std::string place_text(const PanelContext& context) {
  const lab::LessonRun& run = context.lessons.run();
  return context.said(
      phrase("{} - step {} of {}", run.lesson().title, run.place() + 1, run.lesson().steps.size()));
}

// The map that is to be drawn stands at the right of all that is said.
float text_width(const PanelContext& context) {
  const float drawn = sketch_size(context).x;
  return ImGui::GetMainViewport()->Size.x - 2 * context.px(kMargin) -
         (drawn > 0 ? drawn + context.px(kMargin) : 0);
}

// A choice as a chip: its picture, if it has one, and its words.
class Chip {
 public:
  Chip(const PanelContext& context, const lab::Choice& choice)
      : context_(context), choice_(choice) {
    for (const lab::TextRun& run : choice.text) words_ += run.text;
    width_ = 2 * context.px(kChoicePadding) + ImGui::CalcTextSize(words_.c_str()).x;
    if (choice.map) width_ += picture_width() + (words_.empty() ? 0 : context.px(kGap));
  }

  float width() const { return width_; }

  bool draw(std::size_t index, float height, bool tried) const {
    const std::string key = fmt::format("###choice {}", index);
    const ImVec2 min = ImGui::GetCursorScreenPos();
    const bool pressed =
        ImGui::InvisibleButton(key.c_str(), ImVec2(width_, height), ImGuiButtonFlags_EnableNav);
    const ImVec2 max(min.x + width_, min.y + height);
    const Palette& colors = context_.colors();
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float rounding = context_.px(5);
    const bool right = tried && choice_.right;
    list->AddRectFilled(min, max, ImGui::IsItemHovered() ? colors.line : colors.panel, rounding);
    list->AddRect(min, max, right ? colors.accent : colors.untrained, rounding,
                  context_.px(right ? 2.0f : 1.0f));
    float x = min.x + context_.px(kChoicePadding);
    if (choice_.map) x += draw_picture(list, ImVec2(x, min.y), height);
    const ImVec2 at(x, std::floor((min.y + max.y - ImGui::GetFontSize()) / 2));
    const bool wrong = tried && !choice_.right;
    list->AddText(at, wrong ? colors.disabled : colors.text, words_.c_str());
    if (wrong) {
      const float middle = (min.y + max.y) / 2;
      list->AddLine(ImVec2(x, middle), ImVec2(max.x - context_.px(kChoicePadding), middle),
                    colors.disabled, context_.px(1));
    }
    return pressed;
  }

 private:
  float picture_width() const {
    const auto size = context_.lab.document().crop_size;
    return context_.px(kPicture) * static_cast<float>(size.width) / static_cast<float>(size.height);
  }

  float draw_picture(ImDrawList* list, ImVec2 min, float height) const {
    const float inset = (height - context_.px(kPicture)) / 2;
    const ImVec2 a(min.x, min.y + inset);
    const ImVec2 b(min.x + picture_width(), a.y + context_.px(kPicture));
    const ImTextureID texture = context_.textures.map(*choice_.map, 1.0f);
    if (texture != 0) draw_texture(list, texture, a, b);
    return picture_width() + context_.px(kGap);
  }

  const PanelContext& context_;
  const lab::Choice& choice_;
  std::string words_;
  float width_ = 0;
};

bool has_pictures(const lab::Question& question) {
  return std::any_of(question.choices.begin(), question.choices.end(),
                     [](const lab::Choice& choice) { return choice.map.has_value(); });
}

float chip_height(const PanelContext& context, const lab::Question& question) {
  return has_pictures(question) ? context.px(kPicture + 8) : ImGui::GetFrameHeight();
}

// Chips one behind the other, in as many rows as they need; drawn where `draws`. Their height.
float chips(const PanelContext& context, bool draws) {
  lab::LessonRun& run = context.lessons.run();
  const lab::Question& question = run.step().question;
  if (question.empty()) return 0;
  const float height = chip_height(context, question);
  const float room = text_width(context);
  const ImVec2 origin = draws ? ImGui::GetCursorPos() : ImVec2();
  float x = 0;
  float y = context.px(kGap);
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    const Chip chip(context, question.choices[i]);
    if (x > 0 && x + chip.width() > room) {
      x = 0;
      y += height + context.px(kGap);
    }
    if (draws) {
      ImGui::SetCursorPos(ImVec2(origin.x + x, origin.y + y));
      if (chip.draw(i, height, run.tried()[i])) run.answer(i);
    }
    x += chip.width() + context.px(kChoiceGap);
  }
  return y + height;
}

const lab::Choice* chosen_of(const lab::LessonRun& run) {
  return run.chosen() ? &run.step().question.choices[*run.chosen()] : nullptr;
}

// What is left of a step that asks for a guess and for a deed, when one of them is done.
lab::Paragraphs said_of_rest(const PanelContext& context) {
  const lab::LessonRun& run = context.lessons.run();
  if (!run.step().guesses() || !run.step().goal || run.done()) return {};
  if (run.reached()) return {{{{context.text(kNowGuess)}}, false}};
  if (run.answered() && run.hint() == nullptr) return {{{{context.text(kNowDoIt)}}, false}};
  return {};
}

// Said below the question: what the chosen choice is answered with or a hint, what is left to be
// done, or why the goal cannot be judged.
lab::Paragraphs said_below(const PanelContext& context) {
  const lab::LessonRun& run = context.lessons.run();
  if (!run.trouble().empty()) return {lab::Paragraph{{{context.said(run.trouble())}}, false}};
  lab::Paragraphs said;
  if (run.hint() != nullptr && !run.reached() && (run.answered() || !run.chosen())) {
    said = run.hint()->text;
  } else if (const lab::Choice* const choice = chosen_of(run)) {
    said = choice->reply;
  }
  const lab::Paragraphs rest = said_of_rest(context);
  said.insert(said.end(), rest.begin(), rest.end());
  return said;
}

// Said in the place of the question once the step is done: the right answer, in strong letters, and
// what comes of it; empty where it says nothing then.
lab::Paragraphs said_when_done(const lab::Step& step, const lab::Choice* choice) {
  lab::Paragraphs said;
  if (choice != nullptr) {
    said = choice->reply;
    std::vector<lab::TextRun> answer = choice->text;
    for (lab::TextRun& run : answer) run.strong = true;
    if (!answer.empty() && !answer.front().text.empty()) {
      said.insert(said.begin(), {std::move(answer), false});
    }
  }
  said.insert(said.end(), step.after.begin(), step.after.end());
  return said;
}

float with_gap(const PanelContext& context, float height) {
  return height > 0 ? height + context.px(kGap) : 0;
}

// The room of the highest that the step may come to, so that nothing below it moves.
float body_height(const PanelContext& context) {
  const lab::Step& step = context.lessons.run().step();
  const float width = text_width(context);
  float below = 0;
  float done = rich_height(context, step.after, width);
  for (const lab::Choice& choice : step.question.choices) {
    below = std::max(below, rich_height(context, choice.reply, width));
    if (!choice.right) continue;
    done = std::max(done, rich_height(context, said_when_done(step, &choice), width));
  }
  // They are compared with what is seen then.
  if (has_pictures(step.question)) done += chips(context, false);
  for (const lab::Hint& hint : step.hints) {
    below = std::max(below, rich_height(context, hint.text, width));
  }
  if (step.guesses() && step.goal) below += with_gap(context, ImGui::GetTextLineHeight());
  const float asked = rich_height(context, step.text, width) + chips(context, false);
  return std::max({asked + with_gap(context, below), done, sketch_size(context).y});
}

void go_on(const PanelContext& context) {
  lab::View& view = context.lab.view();
  const lab::LessonRun& run = context.lessons.run();
  if (!run.is_last()) return turn_lesson(view, run, 1);
  if (const auto next = next_lesson(context)) return begin_lesson(view, *next);
  view.lesson.reset();
}

void buttons(const PanelContext& context) {
  const lab::LessonRun& run = context.lessons.run();
  ImGui::BeginDisabled(run.place() == 0);
  if (action(context, kBack, "lesson back")) turn_lesson(context.lab.view(), run, -1);
  ImGui::EndDisabled();
  ImGui::SameLine(0, context.px(kChoiceGap));
  const bool done = run.done();
  if (done) ImGui::PushStyleColor(ImGuiCol_Text, context.colors().accent);
  const Label& on = !done ? kSkip : run.is_last() ? last_label(context) : kNext;
  // The second click of two would skip the step that the first one led to.
  const bool again = ImGui::GetIO().MouseClickedLastCount[0] > 1;
  const float left = ImGui::GetCursorScreenPos().x;
  if (action(context, on, "lesson next") && !again) go_on(context);
  if (done) ImGui::PopStyleColor();
  ImGui::SameLine();
  const float top = ImGui::GetCursorScreenPos().y;
  ImGui::SetCursorScreenPos(ImVec2(left + next_width(context) + context.px(kChoiceGap), top));
  if (action(context, kLeave, "lesson leave")) leave_lesson(context.lab.view());
}

// All steps, to go to any of them; those that were done have a tick.
void steps_menu(const PanelContext& context) {
  const lab::LessonRun& run = context.lessons.run();
  if (!ImGui::BeginPopup(kSteps)) return;
  const auto& steps = run.lesson().steps;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string name = fmt::format("{}  {}", i + 1, steps[i].title);
    const std::string key = fmt::format("lesson step {}", i + 1);
    const bool done = i < run.steps_done().size() && run.steps_done()[i];
    const std::string here = i == run.place() ? context.text(tr("here")) : "";
    if (menu_line(context, name, key.c_str(), here, {}, done)) {
      go_to_step(context.lab.view(), run, i);
    }
  }
  close_on_escape();
  ImGui::EndPopup();
}

// Which lesson it is and where in it.
void steps_button(const PanelContext& context, ImVec2 at, float right) {
  const std::string text = place_text(context);
  const float wide = ImGui::CalcTextSize(text.c_str()).x;
  const float arrow = context.px(kArrow);
  const float end = std::min(at.x + wide, right - 2 * arrow);
  const ImVec2 size(std::max(1.0f, end + 2 * arrow - at.x), ImGui::GetFrameHeight());
  ImGui::SetCursorScreenPos(at);
  if (ImGui::InvisibleButton("###lesson steps", size, ImGuiButtonFlags_EnableNav)) {
    ImGui::OpenPopup(kSteps);
  }
  help(context, tr("All steps of this lesson"));
  const bool lit = ImGui::IsItemHovered() || ImGui::IsItemFocused();
  const ImU32 color = lit ? context.colors().text : context.colors().secondary;
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, ImGui::GetFontSize(),
                   ImVec2(at.x, at.y + ImGui::GetStyle().FramePadding.y), end, color, text.c_str());
  const ImVec2 tip(end + 1.5f * arrow, at.y + ImGui::GetFrameHeight() / 2 + arrow / 4);
  ImGui::GetWindowDrawList()->AddTriangleFilled(ImVec2(tip.x - arrow / 2, tip.y - arrow / 2),
                                                ImVec2(tip.x + arrow / 2, tip.y - arrow / 2), tip,
                                                color);
  ImGui::SetNextWindowPos(ImVec2(at.x, at.y + ImGui::GetFrameHeight() + context.px(4)),
                          ImGuiCond_Appearing);
  steps_menu(context);
}

float line_height() { return ImGui::GetFrameHeight(); }

// The step's title, where it is in the lesson, and what leads on.
void title_row(const PanelContext& context) {
  const lab::LessonRun& run = context.lessons.run();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowWidth() - context.px(kMargin) -
                      buttons_width(context) - context.px(kGap);
  const float y = at.y + ImGui::GetStyle().FramePadding.y;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const std::string& title = run.step().title;
  const float size = ImGui::GetFontSize();
  draw_fitted_text(list, context.fonts.strong, size, ImVec2(at.x, y), right, context.colors().text,
                   title.c_str());
  const float width = context.fonts.strong->CalcTextSizeA(size, FLT_MAX, 0, title.c_str()).x;
  steps_button(context, ImVec2(at.x + width + context.px(12), at.y), right);
  ImGui::SetCursorScreenPos(ImVec2(right + context.px(kGap), at.y));
  buttons(context);
}

}  // namespace

LectureTexts::LectureTexts(const PanelContext& context) : large_(context) {
  large_.scale = lecture_scale(context.lab.view(), ImGui::GetMainViewport()->Size);
  ImGui::PushFont(context.fonts.text, design::kBodyText * large_.scale / context.scale);
}

float lesson_strip_height(const PanelContext& context) {
  if (!context.lessons.run().runs()) return 0;
  return std::ceil(context.px(kAbove) / 2 + line_height() + body_height(context) +
                   context.px(kAbove));
}

void lesson_strip(const PanelContext& context, float top) {
  const float height = lesson_strip_height(context);
  begin_bar(context, "##lesson", top, height / context.scale, context.colors().background);
  ImGui::SetCursorPos(ImVec2(context.px(kMargin), context.px(kAbove) / 2));
  title_row(context);
  const lab::LessonRun& run = context.lessons.run();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float width = text_width(context);
  ImVec2 at(ImGui::GetWindowPos().x + context.px(kMargin),
            ImGui::GetWindowPos().y + context.px(kAbove) / 2 + line_height());
  sketch(context, ImVec2(at.x + width + context.px(kMargin), at.y));
  const lab::Paragraphs done = said_when_done(run.step(), chosen_of(run));
  if (run.done() && !done.empty()) {
    at.y += rich_text(context, done, at, width, list);
    if (has_pictures(run.step().question)) {
      ImGui::SetCursorScreenPos(at);
      chips(context, true);
    }
    return ImGui::End();
  }
  at.y += rich_text(context, run.step().text, at, width, list);
  if (!run.step().question.empty()) {
    ImGui::SetCursorScreenPos(at);
    at.y += chips(context, true);
  }
  at.y += context.px(kGap);
  rich_text(context, said_below(context), at, width, list);
  ImGui::End();
}

}  // namespace convlens::ui
