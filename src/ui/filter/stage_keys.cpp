// The stage by the keyboard alone: the arrow keys move a cell cursor, Enter paints with the brush
// for as long as it is down, Delete erases, Ctrl with the arrows changes a weight, F2 types it, I
// takes its value into the brush.
#include <algorithm>

#include "ui/filter/stage.h"

namespace convlens::ui {
namespace {

int pressed(ImGuiKey forth, ImGuiKey back) {
  return static_cast<int>(ImGui::IsKeyPressed(forth)) - static_cast<int>(ImGui::IsKeyPressed(back));
}

// The key of a stroke that begins now, if any.
ImGuiKey stroke_begins() {
  if (ImGui::IsKeyPressed(ImGuiKey_Enter, false)) return ImGuiKey_Enter;
  if (ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false)) return ImGuiKey_KeypadEnter;
  return ImGui::IsKeyPressed(ImGuiKey_Delete, false) ? ImGuiKey_Delete : ImGuiKey_None;
}

}  // namespace

std::optional<Stage::Cell> Stage::pointed(const lab::Filter& filter) const {
  if (!by_keys_) return hovered_;
  return Cell{std::clamp(cursor_.row, 0, filter.height - 1),
              std::clamp(cursor_.column, 0, filter.width - 1)};
}

void Stage::handle_keys(lab::Lab& lab) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!takes_keys_ || typing_ || io.WantTextInput || ImGui::IsAnyMouseDown()) return;
  if (ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup)) return;
  if (by_keys_ && ImGui::IsKeyPressed(ImGuiKey_Escape, false)) by_keys_ = false;
  const lab::Filter filter = lab.staged_filter();
  const Cell middle{filter.height / 2, filter.width / 2};
  const Cell at = pointed(filter).value_or(middle);
  const int down = pressed(ImGuiKey_DownArrow, ImGuiKey_UpArrow);
  const int right = pressed(ImGuiKey_RightArrow, ImGuiKey_LeftArrow);
  const ImGuiKey begins = stroking() ? ImGuiKey_None : stroke_begins();
  const bool types = !stroking() && ImGui::IsKeyPressed(ImGuiKey_F2, false);
  const bool picks = !stroking() && ImGui::IsKeyPressed(ImGuiKey_I, false);
  if (down == 0 && right == 0 && begins == ImGuiKey_None && !types && !picks) return;
  // The first arrow key only shows where the cursor is.
  const bool shown = by_keys_ || hovered_;
  by_keys_ = true;
  cursor_ = at;
  if (!shown && begins != ImGuiKey_None) return;  // nothing is painted that nobody pointed at
  if (types) return begin_typing(lab, at);
  if (picks) return pick(lab, at);
  if (begins != ImGuiKey_None) return begin_stroke(lab, at, begins);
  if (io.KeyCtrl && !stroking()) {
    if (down == 0) return;
    const float step = io.KeyShift ? kFineWheelStep : kWheelStep;
    return turn_wheel(lab, at, -step * static_cast<float>(down));
  }
  if (!shown) return;
  cursor_ = {std::clamp(at.row + down, 0, filter.height - 1),
             std::clamp(at.column + right, 0, filter.width - 1)};
  if (stroking()) continue_stroke(lab, cursor_);
}

}  // namespace convlens::ui
