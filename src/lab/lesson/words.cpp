#include "lab/lesson/words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace convlens::lab {
namespace {

// As the window shows them, in the order of Preset.
constexpr std::array<std::string_view, kPresets.size()> kPresetWords{"Vertical line",
                                                                     "Horizontal line",
                                                                     "Identity",
                                                                     "Box blur",
                                                                     "Gaussian blur",
                                                                     "Sobel, left to right",
                                                                     "Sobel, top to bottom",
                                                                     "Scharr, left to right",
                                                                     "Scharr, top to bottom",
                                                                     "Laplacian",
                                                                     "Sharpen",
                                                                     "Emboss",
                                                                     "Red minus green",
                                                                     "Blue minus yellow",
                                                                     "All zero"};

}  // namespace

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(kBlank) - begin + 1));
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (std::string part = trimmed(text.substr(0, end)); !part.empty()) {
      parts.push_back(std::move(part));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::optional<Preset> preset_named(std::string_view name) {
  for (const Preset preset : kPresets) {
    if (preset_word(preset) == name) return preset;
  }
  return std::nullopt;
}

std::string_view preset_word(Preset preset) {
  return kPresetWords[static_cast<std::size_t>(preset)];
}

}  // namespace convlens::lab
