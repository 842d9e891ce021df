#pragma once

#include <string>

#include "lab/lab.h"

namespace convlens::lab {

// The line that stands under a panel: what the gesture that lasts does, or what the step that is
// shown did, where it is that panel's; under the filter the last such step, elsewhere how what the
// panel shows comes to be. Undo and redo change it with the step. May be empty.
std::string panel_code(const Lab& lab, CodePanel panel);

}  // namespace convlens::lab
