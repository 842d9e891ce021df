#pragma once

#include <optional>

#include "app/gui/headless_frames.h"
#include "app/session/start.h"
#include "core/image.h"
#include "core/result.h"
#include "lab/view.h"

namespace convlens::app {

struct ScreenshotOptions {
  int width = 1600;  // pixels
  int height = 900;
  float scale = 1.0f;
  // As the session has them, or light, English, bench.
  std::optional<lab::Theme> theme = {};
  std::optional<lab::Language> language = {};
  std::optional<lab::Workspace> workspace = {};
  bool presenter = false;          // as on the lecture's wall
  std::optional<int> lesson = {};  // of those that travel with the program, from that step on
  int step = 1;
};

// The lab's window off-screen, at rest, its clock fixed at `rate` frames a second; the document's
// network, or the one that the lab begins with.
Result<HeadlessFrames> open_frames(Start start, const ScreenshotOptions& options, int rate = 60);

// The start with the lesson in it that the options name, in their language.
Result<Start> with_lesson(Start start, const ScreenshotOptions& options);

// Until all has found its place and is computed.
void settle(HeadlessFrames& frames);

// The lab's window as a picture, without a window or a display. The same start and options give the
// same picture: the clock is fixed, timings are left out, no user settings are read. An error where
// the network cannot see the pictures on the bench; it begins with the network's name.
Result<Image> render_screenshot(Start start, const ScreenshotOptions& options);

}  // namespace convlens::app
