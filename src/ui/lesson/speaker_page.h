#pragma once

#include <memory>

#include "ui/kit/context.h"

namespace convlens::ui {

// What whoever speaks sees in a window of their own, while the class sees the lab: the step's
// notes, the right answers, what comes next, and how long it has gone on.
class SpeakerPage {
 public:
  // Over all of Dear ImGui's window, whose clock says `now_s`. Nothing but texts and controls:
  // textures belong to the lab's window.
  void draw(const PanelContext& context, double now_s);

 private:
  void clock(const PanelContext& context, double now_s);

  std::shared_ptr<const lab::Lesson> lesson_;  // that the clock runs for
  double began_s_ = 0.0;
};

}  // namespace convlens::ui
