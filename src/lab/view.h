#pragma once

#include <array>
#include <cstddef>

#include "core/colormap.h"

namespace convlens::lab {

enum class Theme { kLight, kDark };
enum class Language { kEnglish, kKorean };

// What the stage shows large: all three planes as one colour picture, or one signed plane.
enum class StagePlane { kComposite = -1, kRed = 0, kGreen = 1, kBlue = 2 };

struct Brush {
  float value = -1.0f;
  bool erase = false;                              // paint 0 instead
  std::array<bool, 3> channels{true, true, true};  // which planes it writes: red, green, blue

  float written_value() const { return erase ? 0.0f : value; }
  friend bool operator==(const Brush&, const Brush&) = default;
};

// How the document is looked at: outside undo.
struct View {
  std::size_t source = 0;  // which picture the Input panel shows large
  std::size_t filter = 0;  // which filter is on the stage
  StagePlane plane = StagePlane::kComposite;
  Brush brush;
  Colormap colormap = Colormap::kViridis;
  bool shared_range = false;  // one range for all maps instead of one a map
  bool show_hint = true;
  Theme theme = Theme::kLight;
  Language language = Language::kEnglish;
};

// The table that a map's colours come from: the signed one is that of the page.
inline Colormap shown_colormap(const View& view) {
  if (!is_signed(view.colormap)) return view.colormap;
  return view.theme == Theme::kLight ? Colormap::kSignedLight : Colormap::kSignedDark;
}

}  // namespace convlens::lab
