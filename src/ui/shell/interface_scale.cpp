#include "ui/shell/interface_scale.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kLargestPresentScale = 1.25f;  // beyond it the sum has no room

// Where in the list the scale stands, or the next smaller one.
std::ptrdiff_t place_of(float scale) {
  const auto* above = std::upper_bound(kInterfaceScales.begin(), kInterfaceScales.end(), scale);
  return std::max<std::ptrdiff_t>(0, above - kInterfaceScales.begin() - 1);
}

}  // namespace

float largest_interface_scale(ImVec2 window, float display_scale) {
  const float room =
      std::min(window.x / design::kLeastWindowWidth, window.y / design::kLeastWindowHeight) /
      display_scale;
  return std::max(1.0f, kInterfaceScales[static_cast<std::size_t>(place_of(room))]);
}

float shown_interface_scale(float wanted, ImVec2 window, float display_scale) {
  // Before the first frame no window has a size.
  if (window.x <= 0.0f || window.y <= 0.0f) return wanted;
  return std::min(wanted, largest_interface_scale(window, display_scale));
}

float shown_scale(const lab::View& view, ImVec2 window, float display_scale) {
  if (view.present && view.workspace == lab::Workspace::kBench) return lecture_scale(view, window);
  return display_scale * shown_interface_scale(view.interface_scale, window, display_scale);
}

float lecture_scale(const lab::View& view, ImVec2 window) {
  constexpr float kLarge = 20 / design::kSmallText;
  return kLarge * view.present_scale * std::max(0.5f, std::min(window.x / 1280, window.y / 720));
}

void step_interface_scale(const PanelContext& context, int steps) {
  lab::View& view = context.lab.view();
  float& scale = view.present ? view.present_scale : view.interface_scale;
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const float largest =
      view.present ? kLargestPresentScale : largest_interface_scale(window, context.display_scale);
  const std::ptrdiff_t from = place_of(std::min(scale, largest));
  const std::ptrdiff_t last = std::ssize(kInterfaceScales) - 1;
  const float wanted =
      kInterfaceScales[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(from + steps, 0, last))];
  scale = std::min(wanted, largest);
  if (wanted > largest) {
    context.lab.note(phrase("the window has room for texts of {} at most",
                            fmt::format("{}%", std::lround(100 * largest))));
  }
}

void interface_scale_wheel(const PanelContext& context) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!io.KeyCtrl || io.MouseWheel == 0.0f) return;
  if (!ImGui::TestKeyOwner(ImGuiKey_MouseWheelY, ImGuiKeyOwner_NoOwner)) return;
  step_interface_scale(context, io.MouseWheel > 0.0f ? 1 : -1);
}

}  // namespace convlens::ui
