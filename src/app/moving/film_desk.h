#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/moving/reel.h"
#include "core/long_work.h"
#include "lab/lab.h"
#include "ui/kit/frames.h"

namespace convlens::app {

// Runs the lab's films: opens their files and cameras, lets time go by, and brings the frames that
// are due.
class FilmDesk {
 public:
  explicit FilmDesk(WorkMode mode) : mode_(mode) {}
  // See LongWork.
  void on_answer(std::function<void()> wake) { wake_ = std::move(wake); }

  // At the beginning of a frame of the window, whose clock says `now_s`: what is shown from now on,
  // and when the next frame of the window is needed.
  void follow(lab::Lab& lab, double now_s, ui::FrameRequests& frames);

 private:
  Reel& reel_of(const lab::Film& film);
  void leave_others(const lab::Lab& lab);

  WorkMode mode_;
  std::function<void()> wake_;
  std::vector<std::unique_ptr<Reel>> reels_;
  std::vector<std::unique_ptr<Reel>> leaving_;
  std::optional<double> last_s_;
};

}  // namespace convlens::app
