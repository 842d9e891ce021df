#pragma once

#include <optional>
#include <vector>

#include "app/session/start.h"
#include "core/phrase.h"
#include "core/result.h"
#include "lab/view.h"

namespace convlens::app {

// What the command line asks of the window, before what its user has chosen; not remembered.
struct WindowChoices {
  std::optional<float> scale = {};  // Preferences::interface_scale
  std::optional<lab::Theme> theme = {};
  std::optional<lab::Language> language = {};
  std::optional<lab::Workspace> workspace = {};
  std::optional<lab::ConvEngine> engine = {};
  std::optional<int> threads = {};  // Computing::threads
  bool fresh = false;              // not with what was left
  std::optional<int> lesson = {};  // of those that travel with the program, from that step on
  int step = 1;
  bool presenter = false;  // begins as on the lecture's wall
};

// Opens the lab in a window of the desktop and stays until it is closed: with what was opened, or
// else as it was left. `said` is what it says first. With `verbose`, says at the end on stderr how
// many frames were drawn and whether any change was not shown.
Status run_desktop(std::optional<Start> opened, const WindowChoices& choices,
                   std::vector<Phrase> said, bool verbose);

}  // namespace convlens::app
