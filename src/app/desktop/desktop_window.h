#pragma once

#include <optional>

#include "core/result.h"
#include "lab/document/document.h"
#include "lab/view.h"

namespace convlens::app {

// What the command line asks of the window, before what its user has chosen; not remembered.
struct WindowChoices {
  std::optional<float> scale = {};  // Preferences::interface_scale
  std::optional<lab::Theme> theme = {};
  std::optional<lab::Language> language = {};
  std::optional<lab::Workspace> workspace = {};
};

// Opens the lab in a window of the desktop and stays until it is closed. With `verbose`, says at
// the end on stderr how many frames were drawn and whether any change was not shown.
Status run_desktop(lab::Document document, const WindowChoices& choices, bool verbose);

}  // namespace convlens::app
