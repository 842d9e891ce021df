#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/long_work.h"
#include "core/result.h"
#include "lab/lab.h"
#include "media/moving/moving_picture.h"
#include "ui/kit/frames.h"

namespace convlens::app {

// Runs the lab's films: opens their files, lets time go by, and brings the frames that are due.
// Frames are decoded beside the window's, one at a time; what is not ready in time is passed over.
class FilmDesk {
 public:
  explicit FilmDesk(WorkMode mode) : mode_(mode) {}
  // See LongWork.
  void on_answer(std::function<void()> wake) { wake_ = std::move(wake); }

  // At the beginning of a frame of the window, whose clock says `now_s`: what is shown from now on,
  // and when the next frame of the window is needed.
  void follow(lab::Lab& lab, double now_s, ui::FrameRequests& frames);

 private:
  // A film's decoder, and the question that it works on.
  struct Answer {
    std::shared_ptr<media::MovingPicture> opened;  // where the question was to open it
    std::int64_t number = 0;
    std::shared_ptr<const lab::Picture> picture;  // null where the film was opened
  };
  struct Reel {
    std::shared_ptr<const lab::Picture> of;
    std::shared_ptr<media::MovingPicture> moving;
    std::unique_ptr<LongWork<Result<Answer>>> work;
    std::optional<std::int64_t> asked;  // the frame that was asked for last
  };

  Reel& reel_of(const lab::Film& film);
  void ask(Reel& reel, const lab::Film& film);
  // Whether the lab's document changes by it.
  static bool take(Reel& reel, lab::Film& film);

  WorkMode mode_;
  std::function<void()> wake_;
  std::vector<std::unique_ptr<Reel>> reels_;
  std::optional<double> last_s_;
};

}  // namespace convlens::app
