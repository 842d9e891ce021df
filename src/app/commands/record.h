#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "app/commands/screenshot.h"
#include "app/replay/replay.h"
#include "ui/kit/recording.h"

namespace convlens::app {

struct RecordOptions : ScreenshotOptions {
  std::string opened = "the bench";  // what errors call it
  ui::RecordedPart part = ui::RecordedPart::kWindow;
  std::optional<ReplayKind> replay = {};
  FrameChoice frames = {};      // of a video
  std::optional<int> fps = {};  // else what the format is usually shown at
};

// What was recorded.
struct Recorded {
  int height = 0;  // pixels
  int width = 0;
  int frames = 0;
  int fps = 0;
};

// Replays what was opened into a moving picture, without a window or a display. The same start and
// options give the same file. `progress` is given the share that is done, before each frame; where
// it answers false, nothing is recorded.
Result<Recorded> record(Start start, const RecordOptions& options,
                        const std::filesystem::path& output,
                        const std::function<bool(double share)>& progress);

}  // namespace convlens::app
