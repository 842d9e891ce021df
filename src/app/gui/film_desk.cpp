#include "app/gui/film_desk.h"

#include <algorithm>
#include <utility>

#include "app/open/open_film.h"

namespace convlens::app {

FilmDesk::Reel& FilmDesk::reel_of(const lab::Film& film) {
  for (const auto& reel : reels_) {
    if (reel->of == film.picture) return *reel;
  }
  auto reel = std::make_unique<Reel>();
  reel->of = film.picture;
  reel->work = std::make_unique<LongWork<Result<Answer>>>(mode_);
  if (wake_) reel->work->on_answer(wake_);
  reels_.push_back(std::move(reel));
  return *reels_.back();
}

// A film that has not been opened is opened first. While a frame is decoded no other is asked for:
// the one that is due afterwards is.
void FilmDesk::ask(Reel& reel, const lab::Film& film) {
  if (reel.work->busy()) return;
  if (!reel.moving) {
    if (reel.asked) return;  // it could not be opened
    reel.asked = 0;
    reel.work->ask([file = film.picture->origin.file](WorkControl& control) -> Result<Answer> {
      TRY_ASSIGN(auto opened, media::open_moving(file, control.dropped()));
      return Answer{std::move(opened), 0, nullptr};
    });
    return;
  }
  if (reel.asked == film.wanted) return;
  reel.asked = film.wanted;
  reel.work->ask([picture = film.picture, moving = reel.moving,
                  number = film.wanted](WorkControl& control) -> Result<Answer> {
    TRY_ASSIGN(auto frame, frame_picture(*picture, *moving, number, control.dropped()));
    return Answer{nullptr, number, std::move(frame)};
  });
}

bool FilmDesk::take(Reel& reel, lab::Film& film) {
  const auto answer = reel.work->take();
  if (!answer) return false;
  if (!*answer) {
    film.failed = answer->error().phrase;
    if (!reel.moving) film.runs = false;
    return false;
  }
  if ((*answer)->opened) {
    reel.moving = (*answer)->opened;
    reel.asked = 0;  // its picture is the first frame
    film.starts_s = reel.moving->facts().starts_s;
    film.end_s = reel.moving->facts().end_s;
    return false;
  }
  lab::show(film, (*answer)->number, (*answer)->picture);
  return true;
}

void FilmDesk::follow(lab::Lab& lab, double now_s, ui::FrameRequests& frames) {
  const double passed_s = last_s_ ? std::max(0.0, now_s - *last_s_) : 0.0;
  last_s_ = now_s;
  bool changed = false;
  for (lab::Film& film : lab.films()) {
    Reel& reel = reel_of(film);
    const bool failed = !film.failed.empty();
    changed = take(reel, film) || changed;
    lab::advance(film, passed_s);
    ask(reel, film);
    // What is done at once is there at once.
    if (mode_ == WorkMode::kAtOnce) changed = take(reel, film) || changed;
    // The log has the first of several in a row.
    if (!failed && !film.failed.empty()) lab.note(phrase("error: {}", film.failed));
    if (const auto next_s = lab::next_frame_in_s(film)) frames.request_frame(*next_s);
  }
  std::erase_if(reels_, [&lab](const auto& reel) {
    return std::none_of(lab.films().begin(), lab.films().end(),
                        [&reel](const lab::Film& film) { return film.picture == reel->of; });
  });
  if (changed) lab.follow_films();
}

}  // namespace convlens::app
