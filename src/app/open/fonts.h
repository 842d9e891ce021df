#pragma once

#include <filesystem>
#include <string_view>

#include "core/result.h"
#include "ui/kit/fonts.h"

namespace convlens::app {

// A font's file in the folders of Debian's packages, or in the one named by CONVLENS_FONTS if it is
// set. The error names `package` as the one that brings it.
Result<std::filesystem::path> find_font_file(std::string_view file_name, std::string_view package);

// Loads Inter, Nanum Gothic (for Hangul) and JetBrains Mono into the current Dear ImGui context.
// The error names the file that is missing or is no font.
Result<ui::Fonts> load_fonts();

}  // namespace convlens::app
