#include "ui/kit/zooming.h"

#include <imgui_internal.h>

#include "ui/kit/controls.h"

namespace convlens::ui {
namespace {

constexpr float kDragStart = 4;

}  // namespace

void zoom_gestures(const PanelContext& context, lab::Zoom& zoom, const lab::ZoomFrame& frame,
                   ImVec2 min, ZoomGestures gestures) {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_NoNavOverride) && (gestures.wheel || io.KeyCtrl)) {
    ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
    if (io.MouseWheel != 0.0f) {
      zoom = lab::zoomed_about(zoom, frame, double{io.MouseWheel}, double{io.MousePos.y - min.y},
                               double{io.MousePos.x - min.x});
    }
  }
  if (!zoom.enlarged()) return;
  const bool left =
      gestures.left_drag && ImGui::IsMouseDragging(ImGuiMouseButton_Left, context.px(kDragStart));
  if (ImGui::IsItemActive() && (left || ImGui::IsMouseDown(ImGuiMouseButton_Middle))) {
    zoom = lab::panned(zoom, frame, double{io.MouseDelta.y}, double{io.MouseDelta.x});
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  }
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_NoNavOverride) &&
      ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
    zoom = {};
}

bool clicked(const PanelContext& context, bool pressed) {
  const float start = context.px(kDragStart);
  if (!ImGui::IsMouseReleased(ImGuiMouseButton_Left)) {
    return pressed && ImGui::IsItemFocused() && !ImGui::IsAnyMouseDown();
  }
  return pressed && ImGui::GetIO().MouseDragMaxDistanceSqr[ImGuiMouseButton_Left] < start * start;
}

namespace {

constexpr Label kSmaller{{"-"}, tr("Makes all maps smaller again (-)")};
constexpr Label kLarger{{"+"},
                        tr("Enlarges all maps alike (+). The wheel does it about the pointer, with "
                           "Ctrl where the maps scroll; a drag moves on")};
constexpr Label kAll{tr("Show all"), tr("Shows all of every map (Home, or a double click)")};

}  // namespace

void zoom_buttons(const PanelContext& context, lab::Zoom& zoom, double middle_row,
                  double middle_column) {
  ImGui::BeginDisabled(!zoom.enlarged());
  if (action(context, kSmaller, "zoom out")) {
    zoom = lab::zoomed_by(zoom, -1, middle_row, middle_column);
  }
  ImGui::EndDisabled();
  ImGui::SameLine(0, 0);
  if (action(context, kLarger, "zoom in")) {
    zoom = lab::zoomed_by(zoom, 1, middle_row, middle_column);
  }
  ImGui::SameLine(0, 0);
  ImGui::BeginDisabled(!zoom.enlarged());
  if (action(context, kAll, "show all")) zoom = {};
  ImGui::EndDisabled();
}

float zoom_buttons_width(const PanelContext& context) {
  return action_width(context, kSmaller.text) + action_width(context, kLarger.text) +
         action_width(context, kAll.text);
}

}  // namespace convlens::ui
