#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lab/goals/formula.h"
#include "lab/lab.h"
#include "lab/lesson/lesson.h"
#include "lab/lesson/sketch_pad.h"

namespace convlens::lab {

// How the lab is set for a step: as steps of the history, which undo takes back, and in the view.
// Where it cannot be, nothing is changed.
Status set_up(Lab& lab, const Setup& setup);

// Something that whoever is in a lesson did, for whoever wants to know how it went.
struct LessonEvent {
  enum class Kind { kAnswer, kGoal, kSketch };

  Kind kind = Kind::kAnswer;
  std::size_t step = 0;
  std::string text;      // the answer; how alike a sketch is
  bool right = true;     // of an answer
  double after_s = 0.0;  // the step began
};

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
  const std::shared_ptr<const Lesson>& shared_lesson() const { return lesson_; }
  std::size_t place() const { return place_; }
  const Step& step() const { return lesson_->steps[place_]; }
  bool is_last() const { return place_ + 1 == lesson_->steps.size(); }
  // Begins another step; refused where the lab cannot be set up for it, and then nothing changes.
  // But for the next one, the lab is set up for all that lead to it, as if nobody had done anything
  // in them.
  Status go_to(Lab& lab, std::size_t step, double now_s);

  // After each change, at least once a second: looks whether the goal is reached.
  void follow(const Lab& lab, double now_s);
  void answer(std::size_t choice);

  // What is drawn before the map is seen; null where the step asks for nothing of it.
  SketchPad* pad() { return pad_ ? &*pad_ : nullptr; }
  const SketchPad* pad() const { return pad_ ? &*pad_ : nullptr; }
  // Shows the map that was to be drawn; fails where there is none.
  Status lift(const Lab& lab);
  // The map as one would have drawn it, once it was lifted: (rows, columns) of the pad; else null.
  const Tensor* drawn() const { return lifted_ ? &*lifted_ : nullptr; }
  // How alike the two are then: the cosine, -1 to 1.
  double likeness() const;

  // What happened since the last call.
  std::vector<LessonEvent> take_events() { return std::exchange(events_, {}); }
  // Whether each step was done since the lesson began.
  const std::vector<bool>& steps_done() const { return steps_done_; }

  // Whether each choice was made at some time.
  const std::vector<bool>& tried() const { return tried_; }
  std::optional<std::size_t> chosen() const { return chosen_; }
  bool answered() const {
    return (step().question.empty() || answered_) && (!step().sketch || lifted_);
  }
  bool reached() const { return !step().goal || reached_; }
  bool done() const { return answered() && reached(); }
  // The last hint whose time has come; null where there is none, or the goal is reached.
  const Hint* hint() const { return done() ? nullptr : hint_; }
  // Seconds until the next hint's time, by the last follow().
  std::optional<double> next_hint_in_s() const;
  // Why it cannot be told whether the goal is reached; empty where it can.
  const Phrase& trouble() const { return trouble_; }

  // A speaker lifts the curtains for everybody, or draws them again, until the step ends.
  void lift_curtains(bool lifted) { curtains_lifted_ = lifted; }
  // Whether there are any that could be.
  bool has_curtains() const { return runs() && !answered() && !step().setup.curtain.empty(); }
  bool curtains_lifted() const { return curtains_lifted_; }

  // Whether a part of the window is covered, closed to the hand, or pointed out.
  bool covers(std::string_view part) const;
  bool closes(std::string_view part) const;
  bool points_at(std::string_view part) const;

 private:
  void start_step(const Lab& lab, double now_s);
  void tell(LessonEvent::Kind kind, std::string text, bool right);

  std::shared_ptr<const Lesson> lesson_;
  std::size_t place_ = 0;
  double began_s_ = 0.0;
  double now_s_ = 0.0;
  goals::Memory memory_;
  std::size_t set_up_at_ = 0;  // the history's step, whose undoing is nothing that was asked for
  std::vector<bool> tried_;
  std::optional<std::size_t> chosen_;
  bool answered_ = false;
  std::optional<SketchPad> pad_;
  std::optional<Tensor> lifted_;
  std::vector<LessonEvent> events_;
  std::vector<bool> steps_done_;
  bool reached_ = false;
  bool curtains_lifted_ = false;
  const Hint* hint_ = nullptr;  // of the lesson
  Phrase trouble_;
};

}  // namespace convlens::lab
