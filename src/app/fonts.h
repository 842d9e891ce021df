#pragma once

#include "core/result.h"
#include "ui/fonts.h"

namespace convlens::app {

// Loads Inter, Nanum Gothic (for Hangul) and JetBrains Mono into the current Dear ImGui context,
// from where Debian's packages put them, or from the folder named by CONVLENS_FONTS if it is set.
// The error names the file that is missing or is no font.
Result<ui::Fonts> load_fonts();

}  // namespace convlens::app
