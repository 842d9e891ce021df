#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "app/moving/reel.h"
#include "core/long_work.h"
#include "core/result.h"
#include "media/moving/moving_picture.h"

namespace convlens::app {

// The frames of a file, decoded one at a time beside the window's frames: while one is shown, the
// next that will be due. What is not ready in time is passed over.
class FileReel final : public Reel {
 public:
  FileReel(std::shared_ptr<const lab::Picture> of, WorkMode mode, std::function<void()> wake);

  bool follow(lab::Film& film, double passed_s) override;
  std::optional<double> next_in_s(const lab::Film& film) const override;
  void leave() override { work_.cancel(); }
  bool gone() override { return true; }

 private:
  struct Answer {
    std::shared_ptr<media::MovingPicture> opened;  // where the question was to open it
    std::int64_t number = 0;
    std::shared_ptr<const lab::Picture> picture;  // null where the film was opened
    double decode_ms = 0.0;
  };

  void advance(lab::Film& film, double passed_s) const;
  void open();
  void ask(const lab::Film& film);
  void ask_for(std::int64_t number);
  void take(lab::Film& film);
  bool show(lab::Film& film);
  // The frame to be decoded now.
  std::int64_t next_of(const lab::Film& film) const;

  std::shared_ptr<media::MovingPicture> moving_;
  std::optional<std::int64_t> asked_;  // the frame that was asked for last
  bool early_ = false;                 // it was asked for before it was due
  std::optional<Answer> held_;         // that frame, until it is due
  double step_s_ = 0.0;                // what went by since follow() was called last
  double step_before_s_ = 0.0;
  // Whether the window waits for what was asked for: what comes early wakes nobody.
  std::atomic<bool> awaited_{true};
  LongWork<Result<Answer>> work_;
};

}  // namespace convlens::app
