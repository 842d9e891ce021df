#include "lab/lesson/lesson_run.h"

#include <algorithm>
#include <utility>

#include "lab/lesson/words.h"
#include "lab/session/view_json.h"

namespace convlens::lab {
namespace {

bool holds(const PartNames& names, std::string_view part) {
  return std::find(names.begin(), names.end(), part) != names.end();
}

// What changes nothing is no step.
void add(std::vector<Command>& commands, Document& document, Command command) {
  auto next = lab::apply(document, command);
  if (next && *next == document) return;
  if (next) document = *std::move(next);
  commands.push_back(std::move(command));
}

std::vector<Command> commands_of(const Document& now, const View& view, const Setup& setup) {
  Document document = now;
  std::vector<Command> commands;
  if (setup.bench) add(commands, document, TakeBench{setup.bench});
  const bool other = setup.network &&
                     (!document.network || document.network->trained->name != setup.network->name);
  if (other) add(commands, document, SetNetwork{setup.network});
  if (setup.item) {
    add(commands, document, SetNetworkInput{NetworkSource::kTestSet, *setup.item});
  }
  if (setup.untrained && *setup.untrained) add(commands, document, ShowUntrained{});
  if (setup.untrained && !*setup.untrained) add(commands, document, RestoreNetwork{});
  const bool has_filter = view.filter < document.filters.size();
  if (setup.preset && has_filter) {
    auto weights = preset_weights(*setup.preset, document.filters[view.filter]);
    if (weights) {
      add(commands, document,
          ReplaceWeights{FilterRef(view.filter), *std::move(weights),
                         std::string(preset_word(*setup.preset))});
    }
  }
  return commands;
}

}  // namespace

Status set_up(Lab& lab, const Setup& setup) {
  View view = lab.view();
  view.show_hint = false;  // that of the first stroke: where the lesson asks for it
  TRY(take_view(setup.view, view));
  lab.cancel_preview();
  TRY(lab.commit_all(commands_of(lab.history().current(), view, setup)));
  lab.view() = std::move(view);
  lab.follow_view();
  return {};
}

Status LessonRun::begin(Lab& lab, std::shared_ptr<const Lesson> lesson, std::size_t step,
                        double now_s) {
  const std::size_t place = std::min(step, lesson->steps.size() - 1);
  TRY(set_up(lab, lesson->steps[place].setup));
  resume(lab, std::move(lesson), place, now_s);
  return {};
}

void LessonRun::resume(const Lab& lab, std::shared_ptr<const Lesson> lesson, std::size_t step,
                       double now_s) {
  lesson_ = std::move(lesson);
  place_ = std::min(step, lesson_->steps.size() - 1);
  start_step(lab, now_s);
}

void LessonRun::leave() {
  lesson_.reset();
  hint_ = nullptr;
}

Status LessonRun::go_to(Lab& lab, std::size_t step, double now_s) {
  return begin(lab, lesson_, step, now_s);
}

void LessonRun::start_step(const Lab& lab, double now_s) {
  began_s_ = now_s_ = now_s;
  tried_.assign(step().question.choices.size(), false);
  chosen_.reset();
  answered_ = false;
  reached_ = false;
  hint_ = nullptr;
  trouble_ = {};
  memory_ = step().goal ? step().goal->condition.remember(lab) : goals::Memory();
}

void LessonRun::follow(const Lab& lab, double now_s) {
  if (!runs()) return;
  now_s_ = now_s;
  for (const Hint& hint : step().hints) {
    if (now_s - began_s_ >= hint.after_s) hint_ = &hint;
  }
  // A stroke is judged when it has ended, and a goal that was reached stays so.
  if (!step().goal || reached_ || lab.previewing()) return;
  const auto value = step().goal->condition.value(lab, memory_);
  trouble_ = value ? Phrase() : value.error().phrase;
  reached_ = value && std::get<bool>(*value);
}

void LessonRun::answer(std::size_t choice) {
  tried_[choice] = true;
  chosen_ = choice;
  answered_ = answered_ || step().question.choices[choice].right;
}

std::optional<double> LessonRun::next_hint_in_s() const {
  if (!runs() || done()) return std::nullopt;
  for (const Hint& hint : step().hints) {
    const double left_s = hint.after_s - (now_s_ - began_s_);
    if (left_s > 0) return left_s;
  }
  return std::nullopt;
}

bool LessonRun::covers(std::string_view part) const {
  return runs() && !answered() && holds(step().setup.curtain, part);
}

bool LessonRun::closes(std::string_view part) const {
  return runs() && !step().setup.only.empty() && !holds(step().setup.only, part);
}

bool LessonRun::points_at(std::string_view part) const {
  return runs() && !done() && holds(step().setup.point, part);
}

}  // namespace convlens::lab
