#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "app/moving/reel.h"
#include "core/long_work.h"
#include "core/result.h"
#include "media/camera/camera.h"

namespace convlens::app {

// The frames of a camera: each time the newest. It is open only while its film runs; where it
// cannot be opened that is tried again.
class CameraReel final : public Reel {
 public:
  CameraReel(std::shared_ptr<const lab::Picture> of, WorkMode mode, std::function<void()> wake);

  bool follow(lab::Film& film, double passed_s) override;
  std::optional<double> next_in_s(const lab::Film& film) const override;
  void leave() override;
  bool gone() override;

 private:
  using Shared = std::shared_ptr<media::Camera>;

  void take_opened(lab::Film& film);
  void ask(const lab::Film& film);
  bool take_frame(lab::Film& film) const;

  const std::function<void()> wake_;
  Shared camera_;
  lab::CameraAsk asked_;           // of it
  double again_in_s_ = 0.0;        // until it is tried to be opened again
  LongWork<Result<Shared>> work_;  // opening it, or letting it go: null
};

}  // namespace convlens::app
