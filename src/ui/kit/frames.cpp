#include "ui/kit/frames.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cmath>

namespace convlens::ui {
namespace {

// Between two looks whether a tooltip's time has come.
constexpr double kTooltipLook_s = 0.1;

// Dear ImGui's own cycle: seconds of the text cursor being seen, and of all of it.
constexpr float kCursorSeen_s = 0.8f;
constexpr float kCursorCycle_s = 1.2f;

double until_blink_s(float cursor_s) {
  const float phase = cursor_s <= 0.0f ? cursor_s : std::fmod(cursor_s, kCursorCycle_s);
  return double{phase <= kCursorSeen_s ? kCursorSeen_s - phase : kCursorCycle_s - phase};
}

bool any_key_down() {
  for (int key = ImGuiKey_NamedKey_BEGIN; key < ImGuiKey_NamedKey_END; ++key) {
    if (ImGui::IsKeyDown(static_cast<ImGuiKey>(key))) return true;
  }
  return false;
}

bool any_window_appears(const ImGuiContext& context) {
  return std::any_of(context.Windows.begin(), context.Windows.end(),
                     [](const ImGuiWindow* window) { return window->Active && window->Appearing; });
}

}  // namespace

void request_widget_frames(FrameRequests& frames) {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  const bool dims = context.DimBgRatio > 0.0f && context.DimBgRatio < 1.0f;
  if (dims || any_window_appears(context)) frames.request_frame();
  if (any_key_down()) frames.request_frame(double{context.IO.KeyRepeatRate});
  const float waited_s = std::min(context.HoverItemDelayTimer, context.MouseStationaryTimer);
  if (context.HoverItemDelayId != 0 && waited_s < context.Style.HoverDelayNormal) {
    frames.request_frame(kTooltipLook_s);
  }
  const ImGuiInputTextState& text = context.InputTextState;
  if (context.ActiveId != 0 && context.ActiveId == text.ID) {
    // A moment later, so that it has surely come.
    frames.request_frame(until_blink_s(text.CursorAnim) + FrameRequests::kMotion_s);
  }
}

}  // namespace convlens::ui
