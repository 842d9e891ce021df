#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "ui/kit/fonts.h"

namespace convlens::app {

// A font's file in the folders of Debian's packages, or in the one named by CONVLENS_FONTS if it is
// set. The error names `package` as the one that brings it.
Result<std::filesystem::path> find_font_file(std::string_view file_name, std::string_view package);

// The fonts on this machine that have what the program's own lack, those to be asked first in
// front: Noto's emoji and scripts, DejaVu, FreeFont, Unifont, as Debian's packages have them, or
// those of the folder named by CONVLENS_FONTS.
std::vector<std::filesystem::path> other_font_files();

// Loads Inter, Nanum Gothic (for Hangul) and JetBrains Mono into the current Dear ImGui context,
// with other_glyphs() behind each. The error names the file that is missing or is no font.
Result<ui::Fonts> load_fonts();

}  // namespace convlens::app
