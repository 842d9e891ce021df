#include "lab/lesson/lesson_run.h"

#include <algorithm>
#include <utility>

#include "core/statistics.h"
#include "lab/lesson/markdown.h"
#include "lab/lesson/words.h"
#include "lab/pictures/canvas.h"
#include "lab/session/view_json.h"
#include "lab/shown/map_ranges.h"

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

// The canvas that can be set so, the one that is looked at before others.
std::optional<std::size_t> canvas_to_set(const Document& document, std::size_t shown,
                                         const CanvasSetting& setting) {
  std::optional<std::size_t> found;
  for (std::size_t s = 0; s < document.sources.size(); ++s) {
    const Picture& picture = *document.sources[s].picture;
    const bool fits = is_canvas(picture) && picture.image.height == document.crop_size.height &&
                      picture.image.width == document.crop_size.width &&
                      paper_of(picture) == setting.paper;
    if (fits && (!found || s == shown)) found = s;
  }
  return found;
}

// A canvas as the step wants it, a new one where none is there. Which source it is then.
std::size_t set_canvas(std::vector<Command>& commands, Document& document, std::size_t shown,
                       const CanvasSetting& setting) {
  const CropSize size = document.crop_size;
  const auto there = canvas_to_set(document, shown, setting);
  const std::size_t source = there.value_or(document.sources.size());
  if (!there) {
    add(commands, document,
        SetPictures{source, {blank_canvas(size.height, size.width, setting.paper)}});
  }
  if (source >= document.sources.size()) return shown;  // there is no room for one
  const Picture& canvas = *document.sources[source].picture;
  if (setting.stamp) {
    const Stamp stamp{*setting.stamp};
    if (canvas.stamp != stamp) add(commands, document, PutStamp{source, stamp});
  } else if (canvas.image.rgb != canvas.under->rgb) {
    add(commands, document, ClearCanvas{source});
  }
  return source;
}

// `view`: what is looked at becomes a canvas that is set up.
std::vector<Command> commands_of(const Document& now, View& view, const Setup& setup) {
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
  if (setup.canvas) view.source = set_canvas(commands, document, view.source, *setup.canvas);
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

// One range for all maps of the bench.
void pin_all(Lab& lab, ValueRange range) {
  PinnedRanges pinned = ranges_to_pin(lab);
  for (auto& [map, limits] : pinned) limits = range;
  lab.view().ranges.pinned = std::move(pinned);
}

}  // namespace

Status set_up(Lab& lab, const Setup& setup) {
  View view = lab.view();
  view.show_hint = false;  // that of the first stroke: where the lesson asks for it
  view.brush.tool = Tool::kPaint;
  if (setup.bench) view.map_zoom = {};
  if (setup.view.contains("ranges") || setup.range) view.ranges.pinned.reset();
  TRY(take_view(setup.view, view));
  lab.cancel_preview();
  TRY(lab.commit_all(commands_of(lab.history().current(), view, setup)));
  lab.view() = std::move(view);
  lab.follow_view();
  if (setup.range) pin_all(lab, *setup.range);
  return {};
}

Status LessonRun::begin(Lab& lab, std::shared_ptr<const Lesson> lesson, std::size_t step,
                        double now_s) {
  const std::size_t place = std::min(step, lesson->steps.size() - 1);
  const bool is_next = lesson == lesson_ && place == place_ + 1;
  if (lesson != lesson_) steps_done_.clear();
  const View view = lab.view();
  const std::size_t position = lab.history().position();
  for (std::size_t i = is_next ? place : 0; i <= place; ++i) {
    Status set = set_up(lab, lesson->steps[i].setup);
    if (set) continue;
    lab.go_to(position);
    lab.view() = view;
    lab.follow_view();
    return set;
  }
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
  steps_done_.resize(lesson_->steps.size(), false);
  began_s_ = now_s_ = now_s;
  tried_.assign(step().question.choices.size(), false);
  chosen_.reset();
  answered_ = false;
  reached_ = false;
  curtains_lifted_ = false;
  pad_.reset();
  lifted_.reset();
  if (step().sketch) {
    const CropSize size = lab.document().crop_size;
    pad_.emplace(size.height, size.width);
  }
  hint_ = nullptr;
  trouble_ = {};
  set_up_at_ = lab.history().position() + lab.history().forgotten();
  memory_ = step().goal ? step().goal->condition.remember(lab) : goals::Memory();
}

void LessonRun::follow(const Lab& lab, double now_s) {
  if (!runs()) return;
  now_s_ = now_s;
  for (const Hint& hint : step().hints) {
    if (now_s - began_s_ >= hint.after_s) hint_ = &hint;
  }
  if (done()) steps_done_[place_] = true;
  // A stroke is judged when it has ended, and a goal that was reached stays so.
  if (!step().goal || reached_ || lab.previewing()) return;
  if (lab.history().position() + lab.history().forgotten() < set_up_at_) return;
  const auto value = step().goal->condition.value(lab, memory_);
  trouble_ = value ? Phrase() : value.error().phrase;
  reached_ = value && std::get<bool>(*value);
  if (reached_) tell(LessonEvent::Kind::kGoal, {}, true);
  if (done()) steps_done_[place_] = true;
}

void LessonRun::tell(LessonEvent::Kind kind, std::string text, bool right) {
  events_.push_back({kind, place_, std::move(text), right, now_s_ - began_s_});
}

void LessonRun::answer(std::size_t choice) {
  if (answered_) return;  // what is said of a right answer stays
  tried_[choice] = true;
  chosen_ = choice;
  const Choice& chosen = step().question.choices[choice];
  answered_ = answered_ || chosen.right;
  std::string words = plain(chosen.text);
  if (words.empty() && chosen.map) {
    words = fmt::format("map({}, {})", chosen.map->source, chosen.map->index);
  }
  tell(LessonEvent::Kind::kAnswer, std::move(words), chosen.right);
}

Status LessonRun::lift(const Lab& lab) {
  const FeatureMap* map = lab.map(step().sketch->map);
  if (map == nullptr) return fail("the map that was to be drawn is not there");
  lifted_ = sketched(map->values, pad_->rows(), pad_->columns());
  tell(LessonEvent::Kind::kSketch, fmt::format("{:.2f}", likeness()), true);
  return {};
}

double LessonRun::likeness() const {
  return convlens::cosine(pad_->values().values(), std::as_const(*lifted_).values());
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
  return has_curtains() && !curtains_lifted_ && holds(step().setup.curtain, part);
}

bool LessonRun::closes(std::string_view part) const {
  return runs() && !step().setup.only.empty() && !holds(step().setup.only, part);
}

bool LessonRun::points_at(std::string_view part) const {
  return runs() && !done() && holds(step().setup.point, part);
}

}  // namespace convlens::lab
