#pragma once

#include <imgui.h>

#include <filesystem>

#include "core/result.h"

namespace convlens::ui {

// Font files on disk. Glyphs are rasterised on demand, so one file serves every size.
struct FontFiles {
  std::filesystem::path text;         // Inter Regular
  std::filesystem::path strong;       // Inter SemiBold
  std::filesystem::path hangul;       // Nanum Gothic
  std::filesystem::path hangul_bold;  // Nanum Gothic Bold
  std::filesystem::path numbers;      // JetBrains Mono Regular
};

// Owned by Dear ImGui's font atlas.
struct Fonts {
  ImFont* text = nullptr;
  ImFont* strong = nullptr;
  ImFont* numbers = nullptr;
};

// Adds the files to the current context's atlas; the error names the file that is no font.
Result<Fonts> load_fonts(const FontFiles& files);

}  // namespace convlens::ui
