#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "ui/kit/context.h"

namespace convlens::ui {

// Something that can be done, as it is found by its name.
struct PaletteEntry {
  std::string name;     // in the window's language
  std::string english;  // found by this, too
  std::string key;      // that does the same; empty where there is none
  std::string why_not;  // it cannot be done now
  std::function<void()> does;
};

// Everything that can be done by name now: commands, settings, presets, filters, pictures, layers,
// networks and files. What the entries do refers to the context.
std::vector<PaletteEntry> palette_entries(const PanelContext& context);

// Where a name is typed and what answers to it is chosen (Ctrl+K), as long as
// Shown::show_palette.
class CommandPalette {
 public:
  void draw(const PanelContext& context);

 private:
  void list(const PanelContext& context, const std::vector<const PaletteEntry*>& found);

  std::array<char, 96> typed_{};
  std::size_t chosen_ = 0;
  bool moved_ = false;  // by a key: the chosen one is scrolled to
};

}  // namespace convlens::ui
