#include "app/gui/frame_loop.h"

#include <algorithm>

namespace convlens::app {

void FramePace::drawn(double began_s, std::optional<double> requested_in_s) {
  at_once_ = std::max(0, at_once_ - 1);
  due_s_ = requested_in_s ? began_s + *requested_in_s : std::numeric_limits<double>::infinity();
}

double FramePace::due_in_s(double now_s) const {
  return at_once_ > 0 ? 0.0 : std::max(0.0, due_s_ - now_s);
}

bool FrameLoop::wait(double longest_s) {
  if (clock_->wait(std::min(longest_s, pace_.due_in_s(clock_->now_s())))) {
    pace_.something_happened();
  }
  return pace_.due_in_s(clock_->now_s()) <= 0.0;
}

void FrameLoop::frame() {
  constexpr double kFirstStep_s = 1.0 / 60.0;
  constexpr double kLeastStep_s = 1e-6;  // Dear ImGui takes no other
  const double now = clock_->now_s();
  const double step_s = std::max(kLeastStep_s, now - began_s_.value_or(now - kFirstStep_s));
  began_s_ = now;
  ui::FrameInfo info = sink_->info();
  info.scale = gui_->begin(info.display_scale);
  sink_->feed();
  ImGui::GetIO().DeltaTime = static_cast<float>(step_s);
  gui_->build(info);
  sink_->bind();
  gui_->render();
  sink_->finished();
  pace_.drawn(now, gui_->requested_frame_in_s());
}

}  // namespace convlens::app
