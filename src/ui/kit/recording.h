#pragma once

#include <imgui.h>

#include <array>
#include <optional>

namespace convlens::ui {

// What a recording shows: the window, the maps or layers, the stage with its planes, or the sum of
// the cell.
enum class RecordedPart { kWindow, kMaps, kStage, kCell };
inline constexpr std::size_t kRecordedParts = 4;

// Where they stand in the frame that is drawn, as they say themselves.
class RecordedPlaces {
 public:
  struct Place {
    ImVec2 min;
    ImVec2 max;
  };

  // Forgets those of the frame before.
  void begin_frame(ImVec2 window) {
    places_ = {};
    put(RecordedPart::kWindow, ImVec2(0, 0), window);
  }
  void put(RecordedPart part, ImVec2 min, ImVec2 max) { at(part) = Place{min, max}; }
  // Of what is not shown, the window's.
  Place of(RecordedPart part) { return at(part).value_or(*at(RecordedPart::kWindow)); }

 private:
  std::optional<Place>& at(RecordedPart part) { return places_[static_cast<std::size_t>(part)]; }

  std::array<std::optional<Place>, kRecordedParts> places_;
};

}  // namespace convlens::ui
