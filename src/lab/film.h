#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/phrase.h"
#include "lab/document/document.h"

namespace convlens::lab {

// What is asked of a camera: the nearest that it can do is taken.
struct CameraAsk {
  int height = 480;
  int width = 640;
  int fps = 30;

  friend bool operator==(const CameraAsk&, const CameraAsk&) = default;
};

// How a camera runs: it has no end, and no frame comes again. It is open while its film runs, and
// any other program may have it where the film stands.
struct Live {
  CameraAsk asked;
  bool mirrored = false;  // as in a mirror: left is left
  Phrase gives;           // "640x480, 30 a second, YUYV"; empty where it is not open
};

// A moving picture of the document, and how it runs. Its frames stand outside the history: each
// takes the place of the picture for whoever looks at the document, until the next one comes.
struct Film {
  std::shared_ptr<const Picture> picture;  // in the document
  std::shared_ptr<const Picture> shown;    // the frame in its place; null: none but the first
  // When each frame begins, in seconds, ascending; empty until the film is open.
  std::vector<double> starts_s;
  double end_s = 0.0;
  std::int64_t frame = 0;   // that is shown
  std::int64_t wanted = 0;  // that is to be shown
  double time_s = 0.0;      // where it has come to
  bool runs = false;
  bool loops = true;
  double speed = 1.0;          // how many seconds of it go by in one
  double decode_ms = 0.0;      // what the frame that is shown took, beside the window's frames
  std::uint64_t left_out = 0;  // frames that came too fast to be shown, since it last began to run
  double waited_s = 0.0;       // that it stood, since then, because its frames came too late
  Phrase failed;               // why the frame that is wanted is not shown
  std::optional<Live> live;    // of a camera: what was said of its frames' times stays as it is

  // Of what is no camera.
  bool is_open() const { return !starts_s.empty(); }
  std::int64_t count() const { return static_cast<std::int64_t>(starts_s.size()); }
};

inline constexpr double kLeastSpeed = 0.1;
inline constexpr double kMostSpeed = 4.0;

// The frame that is shown at this time, of frames that begin at these: the first before them.
std::int64_t frame_at(const std::vector<double>& starts_s, double time_s);
// So many seconds later: the film runs on, begins anew or stops at its end.
void advance(Film& film, double seconds);
// The frame that is wanted then, if nobody intervenes.
std::int64_t frame_in(const Film& film, double seconds);
// Seconds until it shows another frame; nothing where it stands.
std::optional<double> next_frame_in_s(const Film& film);
// To that frame, or the next one that there is.
void go_to_frame(Film& film, std::int64_t frame);
// Stands, so many frames further on or, where that is negative, back.
void step_frames(Film& film, int frames);
// Runs, from its beginning where it is at the end, or stands.
void set_running(Film& film, bool runs);
// A camera that was just asked for runs; what is none, and nothing, stays as it is.
void run_camera(Film* film);
// A frame has come: it is shown from now on, and what it passed over is counted.
void show(Film& film, std::int64_t frame, std::shared_ptr<const Picture> picture);

// "clip.mp4 #31": a frame as a picture of its own.
std::string frame_name(const std::string& film, std::int64_t frame);

// The films of the pictures that move: those that are known, and new ones.
std::vector<Film> films_of(const Document& document, std::vector<Film> known);
// The document with the films' frames in the place of their pictures; nothing where no film shows
// any but its first.
std::optional<Document> with_frames(const Document& document, const std::vector<Film>& films);

}  // namespace convlens::lab
