#include "lab/film.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace convlens::lab {
namespace {

double start_of(const Film& film, std::int64_t frame) {
  return film.starts_s[static_cast<std::size_t>(frame)];
}

// Where an open film that runs has come to so many seconds later.
double time_in(const Film& film, double seconds) {
  const double time_s = film.time_s + seconds * film.speed;
  if (time_s < film.end_s) return time_s;
  if (!film.loops) return film.end_s;
  return film.end_s > 0 ? std::fmod(time_s, film.end_s) : 0;
}

}  // namespace

std::int64_t frame_at(const std::vector<double>& starts_s, double time_s) {
  const auto after = std::upper_bound(starts_s.begin(), starts_s.end(), time_s);
  return std::max<std::int64_t>(0, after - starts_s.begin() - 1);
}

void advance(Film& film, double seconds) {
  if (!film.runs || !film.is_open()) return;
  film.time_s = time_in(film, seconds);
  if (film.time_s >= film.end_s && !film.loops) {
    film.time_s = start_of(film, film.count() - 1);
    film.runs = false;
  }
  film.wanted = frame_at(film.starts_s, film.time_s);
}

std::int64_t frame_in(const Film& film, double seconds) {
  if (!film.runs || !film.is_open()) return film.wanted;
  return frame_at(film.starts_s, time_in(film, seconds));
}

std::optional<double> next_frame_in_s(const Film& film) {
  if (!film.runs || !film.is_open()) return std::nullopt;
  const std::int64_t next = film.wanted + 1;
  const double at_s = next < film.count() ? start_of(film, next) : film.end_s;
  return std::max(0.0, at_s - film.time_s) / film.speed;
}

void go_to_frame(Film& film, std::int64_t frame) {
  if (!film.is_open()) return;
  film.wanted = std::clamp<std::int64_t>(frame, 0, film.count() - 1);
  film.time_s = start_of(film, film.wanted);
  film.left_out = 0;
  film.waited_s = 0.0;
}

void set_running(Film& film, bool runs) {
  if (!runs && film.live) film.failed = {};
  if (runs && film.is_open() && film.wanted == film.count() - 1) go_to_frame(film, 0);
  if (runs) {
    film.left_out = 0;
    film.waited_s = 0.0;
  }
  film.runs = runs;
}

void step_frames(Film& film, int frames) {
  set_running(film, false);
  go_to_frame(film, film.wanted + frames);
}

void run_camera(Film* film) {
  if (film != nullptr && film->live) film->runs = true;
}

void show(Film& film, std::int64_t frame, std::shared_ptr<const Picture> picture) {
  if (film.runs && film.is_open()) {
    const std::int64_t on = frame - film.frame;
    const std::int64_t passed = on > 0 ? on - 1 : on + film.count() - 1;
    film.left_out += static_cast<std::uint64_t>(std::max<std::int64_t>(0, passed));
  }
  film.frame = frame;
  film.shown = std::move(picture);
  film.failed = {};
}

std::string frame_name(const std::string& film, std::int64_t frame) {
  return film + " #" + std::to_string(frame);
}

std::vector<Film> films_of(const Document& document, std::vector<Film> known) {
  std::vector<Film> films;
  for (const Source& source : document.sources) {
    if (!source.picture->moving) continue;
    const auto is_its = [&source](const Film& film) { return film.picture == source.picture; };
    if (std::any_of(films.begin(), films.end(), is_its)) continue;
    const auto found = std::find_if(known.begin(), known.end(), is_its);
    if (found != known.end()) {
      films.push_back(std::move(*found));
      found->picture.reset();
    } else {
      Film& film = films.emplace_back();
      film.picture = source.picture;
      if (source.picture->origin.is_camera()) film.live.emplace();
    }
  }
  return films;
}

std::optional<Document> with_frames(const Document& document, const std::vector<Film>& films) {
  std::optional<Document> shown;
  for (std::size_t i = 0; i < document.sources.size(); ++i) {
    for (const Film& film : films) {
      if (film.picture != document.sources[i].picture || !film.shown) continue;
      if (!shown) shown = document;
      Source& source = shown->sources[i];
      source.picture = film.shown;
      // A camera may have been asked for another size.
      source.origin = clamped_crop(film.shown->image, shown->crop_size, source.origin);
    }
  }
  return shown;
}

}  // namespace convlens::lab
