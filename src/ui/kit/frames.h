#pragma once

#include <algorithm>
#include <optional>
#include <utility>

namespace convlens::ui {

// When the window has to be drawn again though nothing happens to it, as whoever moves or waits
// says while a frame is drawn. Without a request it stays as it is.
class FrameRequests {
 public:
  static constexpr double kMotion_s = 1.0 / 60.0;

  // One more frame, so long after the beginning of the one that is being drawn. The soonest of all
  // requests counts; who still moves in that frame asks again.
  void request_frame(double in_s = kMotion_s) { in_s_ = std::min(in_s_.value_or(in_s), in_s); }
  // What was requested since the last call.
  std::optional<double> take() { return std::exchange(in_s_, std::nullopt); }

 private:
  std::optional<double> in_s_;
};

// What Dear ImGui's own widgets wait for: a tooltip's delay, the text cursor's blink, the repeat of
// a key or button that is held, a window that is sized before it is shown.
void request_widget_frames(FrameRequests& frames);

}  // namespace convlens::ui
