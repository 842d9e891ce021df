#include "app/moving/file_reel.h"

#include <utility>

#include "app/films/open_film.h"
#include "lab/stages/stopwatch.h"

namespace convlens::app {

FileReel::FileReel(std::shared_ptr<const lab::Picture> of, WorkMode mode,
                   std::function<void()> wake)
    : Reel(std::move(of)), work_(mode) {
  work_.on_answer(std::move(wake));
}

// A film that has not been opened is opened first. While a frame is decoded no other is asked for:
// the one that is due afterwards is.
void FileReel::ask(const lab::Film& film) {
  if (work_.busy()) return;
  if (!moving_) {
    if (asked_) return;  // it could not be opened
    asked_ = 0;
    work_.ask([file = of()->origin.file](WorkControl& control) -> Result<Answer> {
      TRY_ASSIGN(auto opened, media::open_moving(file, control.dropped()));
      return Answer{std::move(opened), 0, nullptr};
    });
    return;
  }
  if (asked_ == film.wanted) return;
  asked_ = film.wanted;
  work_.ask([picture = of(), moving = moving_,
             number = film.wanted](WorkControl& control) -> Result<Answer> {
    const lab::Stopwatch watch;
    TRY_ASSIGN(auto frame, frame_picture(*picture, *moving, number, control.dropped()));
    return Answer{nullptr, number, std::move(frame), watch.elapsed_ms()};
  });
}

bool FileReel::take(lab::Film& film) {
  const auto answer = work_.take();
  if (!answer) return false;
  if (!*answer) {
    film.failed = answer->error().phrase;
    if (!moving_) film.runs = false;
    return false;
  }
  if ((*answer)->opened) {
    moving_ = (*answer)->opened;
    asked_ = 0;  // its picture is the first frame
    film.starts_s = moving_->facts().starts_s;
    film.end_s = moving_->facts().end_s;
    return false;
  }
  film.decode_ms = (*answer)->decode_ms;
  lab::show(film, (*answer)->number, (*answer)->picture);
  return true;
}

bool FileReel::follow(lab::Film& film, double passed_s) {
  bool changed = take(film);
  lab::advance(film, passed_s);
  ask(film);
  // What is done at once is there at once.
  if (work_.mode() == WorkMode::kAtOnce) changed = take(film) || changed;
  return changed;
}

std::optional<double> FileReel::next_in_s(const lab::Film& film) const {
  return lab::next_frame_in_s(film);
}

}  // namespace convlens::app
