#pragma once

#include <imgui.h>

namespace convlens::ui {

// Owned by Dear ImGui's font atlas. Glyphs are rasterised on demand, so one serves every size.
struct Fonts {
  ImFont* text = nullptr;
  ImFont* strong = nullptr;
  ImFont* numbers = nullptr;  // monospaced
};

}  // namespace convlens::ui
