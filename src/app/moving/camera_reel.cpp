#include "app/moving/camera_reel.h"

#include <algorithm>
#include <string>
#include <utility>

#include "app/films/open_camera.h"

namespace convlens::app {
namespace {

constexpr double kBetweenTries_s = 1.0;

Phrase given(const media::CameraFacts& facts) {
  return facts.fps > 0 ? phrase("{}x{}, {:.3g} a second, {}", facts.width, facts.height, facts.fps,
                                facts.pixel_format)
                       : phrase("{}x{}, {}", facts.width, facts.height, facts.pixel_format);
}

}  // namespace

CameraReel::CameraReel(std::shared_ptr<const lab::Picture> of, WorkMode mode,
                       std::function<void()> wake)
    : Reel(std::move(of)), wake_(std::move(wake)), work_(mode) {
  work_.on_answer(wake_);
}

// One that is being opened is let go once it is open.
void CameraReel::leave() {
  if (!camera_) return;
  // Its thread may be busy with the device for a while, which the window does not wait for.
  work_.ask([camera = std::exchange(camera_, nullptr)](WorkControl&) mutable -> Result<Shared> {
    camera.reset();
    return Shared();
  });
}

bool CameraReel::gone() {
  if (auto answer = work_.take(); answer && *answer && **answer) {
    camera_ = **std::move(answer);
    leave();
  }
  return !work_.busy();
}

void CameraReel::ask(const lab::Film& film) {
  asked_ = film.live->asked;
  const media::CameraChoice choice{asked_.height, asked_.width, asked_.fps};
  work_.ask([name = of()->origin.camera, choice, wake = wake_](WorkControl&) -> Result<Shared> {
    TRY_ASSIGN(auto camera, media::Camera::open(name, choice, wake));
    return Shared(std::move(camera));
  });
}

void CameraReel::take_opened(lab::Film& film) {
  auto answer = work_.take();
  if (!answer) return;
  if (!*answer) {
    film.failed = answer->error().phrase;
    again_in_s_ = kBetweenTries_s;
    return;
  }
  camera_ = **std::move(answer);
}

bool CameraReel::take_frame(lab::Film& film) const {
  const media::CameraFacts facts = camera_->facts();
  film.live->gives = given(facts);
  film.left_out = static_cast<std::uint64_t>(std::max<std::int64_t>(0, camera_->dropped()));
  film.failed = camera_->trouble();
  auto frame = camera_->newest();
  if (!frame) return false;
  const std::int64_t number = frame->number;
  film.decode_ms = frame->convert_ms;
  lab::show(film, number, camera_picture(*of(), facts, *std::move(frame), film.live->mirrored));
  return true;
}

bool CameraReel::follow(lab::Film& film, double passed_s) {
  again_in_s_ -= passed_s;
  take_opened(film);
  if (camera_ && (!film.runs || asked_ != film.live->asked)) {
    film.live->gives = {};
    leave();
  }
  if (film.runs && !camera_ && !work_.busy() && again_in_s_ <= 0) ask(film);
  if (work_.mode() == WorkMode::kAtOnce) take_opened(film);
  return camera_ && take_frame(film);
}

std::optional<double> CameraReel::next_in_s(const lab::Film& film) const {
  const bool tries = film.runs && !camera_ && !work_.busy();
  return tries ? std::optional(std::max(0.0, again_in_s_)) : std::nullopt;
}

}  // namespace convlens::app
