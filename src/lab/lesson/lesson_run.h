#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "lab/goals/formula.h"
#include "lab/lab.h"
#include "lab/lesson/lesson.h"

namespace convlens::lab {

// How the lab is set for a step: as steps of the history, which undo takes back, and in the view.
// Where it cannot be, nothing is changed.
Status set_up(Lab& lab, const Setup& setup);

// A lesson while somebody is in it: which step, what was answered, whether the goal is reached.
// Owned and used by the main thread.
class LessonRun {
 public:
  // Sets the lab up for that step, or for the last one where it has fewer.
  Status begin(Lab& lab, std::shared_ptr<const Lesson> lesson, std::size_t step, double now_s);
  // The same without touching the lab: it was in that step already, or the lesson's file has
  // changed.
  void resume(const Lab& lab, std::shared_ptr<const Lesson> lesson, std::size_t step, double now_s);
  void leave();

  bool runs() const { return lesson_ != nullptr; }
  // All that follows: only where one runs.
  const Lesson& lesson() const { return *lesson_; }
  std::size_t place() const { return place_; }
  const Step& step() const { return lesson_->steps[place_]; }
  bool is_last() const { return place_ + 1 == lesson_->steps.size(); }
  // Begins another step; refused where the lab cannot be set up for it, and then nothing changes.
  Status go_to(Lab& lab, std::size_t step, double now_s);

  // After each change, at least once a second: looks whether the goal is reached.
  void follow(const Lab& lab, double now_s);
  void answer(std::size_t choice);

  // Whether each choice was made at some time.
  const std::vector<bool>& tried() const { return tried_; }
  std::optional<std::size_t> chosen() const { return chosen_; }
  bool answered() const { return step().question.empty() || answered_; }
  bool reached() const { return !step().goal || reached_; }
  bool done() const { return answered() && reached(); }
  // The last hint whose time has come; null where there is none, or the goal is reached.
  const Hint* hint() const { return done() ? nullptr : hint_; }
  // Seconds until the next hint's time, by the last follow().
  std::optional<double> next_hint_in_s() const;
  // Why it cannot be told whether the goal is reached; empty where it can.
  const Phrase& trouble() const { return trouble_; }

  // Whether a part of the window is covered, closed to the hand, or pointed out.
  bool covers(std::string_view part) const;
  bool closes(std::string_view part) const;
  bool points_at(std::string_view part) const;

 private:
  void start_step(const Lab& lab, double now_s);

  std::shared_ptr<const Lesson> lesson_;
  std::size_t place_ = 0;
  double began_s_ = 0.0;
  double now_s_ = 0.0;
  goals::Memory memory_;
  std::vector<bool> tried_;
  std::optional<std::size_t> chosen_;
  bool answered_ = false;
  bool reached_ = false;
  const Hint* hint_ = nullptr;  // of the lesson
  Phrase trouble_;
};

}  // namespace convlens::lab
