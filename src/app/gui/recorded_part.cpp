#include "app/gui/recorded_part.h"

#include <algorithm>
#include <cmath>

#include "ui/kit/theme.h"

namespace convlens::app {

media::FramePart part_at(const ui::RecordedPlaces::Place& place, ImVec2 pixels) {
  const auto first = [](float at) { return static_cast<int>(std::floor(at)); };
  const auto end = [](float at) { return static_cast<int>(std::ceil(at)); };
  const int top = first(place.min.y * pixels.y);
  const int left = first(place.min.x * pixels.x);
  return {top, left, end(place.max.y * pixels.y) - top, end(place.max.x * pixels.x) - left};
}

media::Framing framing_of(const media::FramePart& part, double scale, const lab::View& view) {
  const ImVec4 color = ImGui::ColorConvertU32ToFloat4(ui::palette(view.theme).panel);
  const auto byte = [](float value) { return static_cast<std::uint8_t>(std::lround(255 * value)); };
  const auto scaled = [scale](int side) {
    return std::max(1, static_cast<int>(std::lround(side * scale)));
  };
  return {scaled(part.height),
          scaled(part.width),
          scale,
          {byte(color.x), byte(color.y), byte(color.z)}};
}

}  // namespace convlens::app
