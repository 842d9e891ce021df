#pragma once

#include "core/result.h"
#include "lab/document/document.h"

namespace convlens::app {

// Opens the lab in a window of the desktop and stays until it is closed. With `verbose`, says at
// the end on stderr how many frames were drawn and whether any change was not shown.
Status run_desktop(lab::Document document, bool verbose);

}  // namespace convlens::app
