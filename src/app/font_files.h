#pragma once

#include "core/result.h"
#include "ui/fonts.h"

namespace convlens::app {

// The fonts where Debian's packages fonts-inter, fonts-nanum and fonts-jetbrains-mono put them, or
// in the folder named by CONVLENS_FONTS if it is set. The error names the file and the folders.
Result<ui::FontFiles> find_font_files();

}  // namespace convlens::app
