#include "app/moving/film_desk.h"

#include <algorithm>
#include <utility>

#include "app/moving/camera_reel.h"
#include "app/moving/file_reel.h"

namespace convlens::app {

Reel& FilmDesk::reel_of(const lab::Film& film) {
  for (const auto& reel : reels_) {
    if (reel->of() == film.picture) return *reel;
  }
  if (film.live) {
    reels_.push_back(std::make_unique<CameraReel>(film.picture, mode_, wake_));
  } else {
    reels_.push_back(std::make_unique<FileReel>(film.picture, mode_, wake_));
  }
  return *reels_.back();
}

// Those of films that are there no more end what they are at before they go.
void FilmDesk::leave_others(const lab::Lab& lab) {
  for (auto& reel : reels_) {
    const bool stays = std::any_of(lab.films().begin(), lab.films().end(),
                                   [&](const auto& film) { return film.picture == reel->of(); });
    if (stays) continue;
    reel->leave();
    leaving_.push_back(std::move(reel));
  }
  std::erase(reels_, nullptr);
  std::erase_if(leaving_, [](const auto& reel) { return reel->gone(); });
}

void FilmDesk::follow(lab::Lab& lab, double now_s, ui::FrameRequests& frames) {
  const double passed_s = last_s_ ? std::max(0.0, now_s - *last_s_) : 0.0;
  last_s_ = now_s;
  bool changed = false;
  for (lab::Film& film : lab.films()) {
    Reel& reel = reel_of(film);
    const bool failed = !film.failed.empty();
    changed = reel.follow(film, passed_s) || changed;
    // The log has the first of several in a row.
    if (!failed && !film.failed.empty()) lab.note(phrase("error: {}", film.failed));
    if (const auto next_s = reel.next_in_s(film)) frames.request_frame(*next_s);
  }
  leave_others(lab);
  if (changed) lab.follow_films();
}

}  // namespace convlens::app
