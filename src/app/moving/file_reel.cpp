#include "app/moving/file_reel.h"

#include <algorithm>
#include <utility>

#include "app/films/open_film.h"
#include "lab/stages/stopwatch.h"

namespace convlens::app {
namespace {

// How far the frame is ahead of where the film has come to, in seconds; negative where the film
// has passed it. Of a film that loops the shorter way round.
double ahead_s(const lab::Film& film, std::int64_t frame) {
  const double by_s = film.starts_s[static_cast<std::size_t>(frame)] - film.time_s;
  if (!film.loops) return by_s;
  if (by_s < -film.end_s / 2) return by_s + film.end_s;
  return by_s > film.end_s / 2 ? by_s - film.end_s : by_s;
}

}  // namespace

FileReel::FileReel(std::shared_ptr<const lab::Picture> of, WorkMode mode,
                   std::function<void()> wake)
    : Reel(std::move(of)), work_(mode) {
  work_.on_answer([this, wake = std::move(wake)] {
    if (awaited_ && wake) wake();
  });
}

// A frame that is late holds its film back: one that ran on would have more frames to be decoded
// for the next, which would come later still.
void FileReel::advance(lab::Film& film, double passed_s) const {
  constexpr double kMostBehind_s = 0.25;
  double allowed_s = passed_s;
  if (film.runs && film.is_open() && work_.busy()) {
    const double behind_s = -ahead_s(film, *asked_) / film.speed;
    const double most_s = std::max(kMostBehind_s, passed_s);
    allowed_s = std::clamp(most_s - behind_s, 0.0, passed_s);
  }
  film.waited_s += passed_s - allowed_s;
  lab::advance(film, allowed_s);
}

void FileReel::open() {
  if (asked_) return;  // it could not be opened
  asked_ = 0;
  work_.ask([file = of()->origin.file](WorkControl& control) -> Result<Answer> {
    TRY_ASSIGN(auto opened, media::open_moving(file, control.dropped()));
    return Answer{std::move(opened), 0, nullptr};
  });
}

void FileReel::ask_for(std::int64_t number) {
  asked_ = number;
  work_.ask([picture = of(), moving = moving_, number](WorkControl& control) -> Result<Answer> {
    const lab::Stopwatch watch;
    TRY_ASSIGN(auto frame, frame_picture(*picture, *moving, number, control.dropped()));
    return Answer{nullptr, number, std::move(frame), watch.elapsed_ms()};
  });
}

// What is due and not there comes first. Then what will be due when the window looks next: not
// sooner than its frames take, of which a single long one says nothing.
std::int64_t FileReel::next_of(const lab::Film& film) const {
  const bool lacks_it = film.frame != film.wanted && asked_ != film.wanted;
  if (lacks_it || work_.mode() == WorkMode::kAtOnce) return film.wanted;
  const double due_in_s = lab::next_frame_in_s(film).value_or(0.0);
  return lab::frame_in(film, std::max(due_in_s, std::min(step_s_, step_before_s_)));
}

// A film that has not been opened is opened first. While a frame is decoded, or waits until it is
// due, no other is asked for.
void FileReel::ask(const lab::Film& film) {
  if (work_.busy() || held_) return;
  if (!moving_) return open();
  const std::int64_t next = next_of(film);
  if (asked_ == next) return;
  early_ = next != film.wanted;
  awaited_ = !early_;
  ask_for(next);
}

void FileReel::take(lab::Film& film) {
  auto answer = work_.take();
  if (!answer) return;
  if (!*answer) {
    film.failed = answer->error().phrase;
    if (!moving_) film.runs = false;
    return;
  }
  if ((*answer)->picture) {
    held_ = std::move(**answer);
    return;
  }
  moving_ = (*answer)->opened;
  asked_ = 0;  // its picture is the first frame
  film.starts_s = moving_->facts().starts_s;
  film.end_s = moving_->facts().end_s;
}

// Whether the frame that is held is shown. A late one is, too: better than nothing new. But where
// somebody stopped the film or went elsewhere before an early one was due, it is not what was
// asked for.
bool FileReel::show(lab::Film& film) {
  if (!held_) return false;
  if (early_ && held_->number != film.wanted) {
    const double by_s = ahead_s(film, held_->number);
    if (film.runs && by_s > 0) return false;
    const double lately_s = (step_s_ + step_before_s_) * film.speed;
    if (!film.runs || by_s < -lately_s) {
      held_.reset();
      early_ = false;
      asked_ = film.frame;
      return false;
    }
  }
  film.decode_ms = held_->decode_ms;
  lab::show(film, held_->number, std::move(held_->picture));
  held_.reset();
  return true;
}

bool FileReel::follow(lab::Film& film, double passed_s) {
  step_before_s_ = std::exchange(step_s_, passed_s);
  advance(film, passed_s);
  // Before the answer is looked for: one that comes after the look wakes the window.
  if (early_ && film.is_open() && (!film.runs || ahead_s(film, *asked_) <= 0)) awaited_ = true;
  take(film);
  bool changed = show(film);
  ask(film);
  // What is done at once is there at once.
  if (work_.mode() == WorkMode::kAtOnce) {
    take(film);
    changed = show(film) || changed;
  }
  return changed;
}

std::optional<double> FileReel::next_in_s(const lab::Film& film) const {
  constexpr double kRounding_s = 1e-4;  // of sums of times: a look too early would be in vain
  const auto next_s = lab::next_frame_in_s(film);
  return next_s ? std::optional(*next_s + kRounding_s) : std::nullopt;
}

}  // namespace convlens::app
