#pragma once

#include <limits>
#include <optional>

#include "app/gui/lab_gui.h"

namespace convlens::app {

// The time that frames run by.
class FrameClock {
 public:
  virtual ~FrameClock() = default;
  virtual double now_s() const = 0;
  // Lets time pass until something happens, or for so long; true where something happened.
  virtual bool wait(double seconds) = 0;
};

// A step before each frame, whatever the real time: the same input makes the same frames.
class FixedSteps final : public FrameClock {
 public:
  // So many steps a second.
  explicit FixedSteps(int rate) : rate_(rate) {}

  double now_s() const override { return static_cast<double>(steps_) / rate_; }
  bool wait(double /*seconds*/) override {
    ++steps_;
    return true;
  }

 private:
  int rate_;
  std::int64_t steps_ = 0;
};

// What frames are drawn into, and what becomes of them.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  // Of the frame that begins.
  virtual ui::FrameInfo info() = 0;
  // Tells Dear ImGui how large the frame is, and of input that it does not know yet.
  virtual void feed() = 0;
  // Makes the frame's place in memory the one that OpenGL draws into.
  virtual void bind() = 0;
  virtual void finished() = 0;
};

// When the next frame is due: some at once after something happened, later ones when they were
// requested, and none else.
class FramePace {
 public:
  // Widgets find their places and sizes over several frames.
  static constexpr int kFramesAfterEvent = 4;

  void something_happened() { at_once_ = kFramesAfterEvent; }
  // A frame that began then, while which another was requested in so many seconds from there.
  void drawn(double began_s, std::optional<double> requested_in_s);
  // Infinite where nothing was requested.
  double due_in_s(double now_s) const;

 private:
  int at_once_ = kFramesAfterEvent;
  double due_s_ = std::numeric_limits<double>::infinity();
};

// The one way from the lab to frames, in a window and without.
class FrameLoop {
 public:
  // All three outlive the loop.
  FrameLoop(LabGui& gui, FrameClock& clock, FrameSink& sink)
      : gui_(&gui), clock_(&clock), sink_(&sink) {}

  // Until something happens or a frame is due, or for so long; whether a frame is due.
  bool wait(double longest_s);
  void frame();

 private:
  LabGui* gui_;
  FrameClock* clock_;
  FrameSink* sink_;
  FramePace pace_;
  std::optional<double> began_s_;  // of the last frame
};

}  // namespace convlens::app
