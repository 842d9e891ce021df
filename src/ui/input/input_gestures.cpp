// Dragging, resizing and nudging the crop; the Input column's pictures stand in input_panel.cpp.
#include <algorithm>
#include <cmath>

#include "ui/input/input_panel.h"

namespace convlens::ui {
namespace {

constexpr int kSmallestCrop = 8;
constexpr float kDragStart = 3;  // how far a pressed pointer moves before it drags

// -1 near the first edge, 1 near the second, 0 near neither. Mostly outside the crop, so that a
// small crop can still be taken hold of inside.
int near_edge(float at, float first, float second, float outside) {
  const float inside = std::min(outside, (second - first) / 3);
  if (at >= second - inside && at <= second + outside) return 1;
  if (at <= first + inside && at >= first - outside) return -1;
  return 0;
}

ImGuiMouseCursor resize_cursor(int row, int column) {
  if (row == 0) return ImGuiMouseCursor_ResizeEW;
  if (column == 0) return ImGuiMouseCursor_ResizeNS;
  return row == column ? ImGuiMouseCursor_ResizeNWSE : ImGuiMouseCursor_ResizeNESW;
}

}  // namespace

void InputPanel::handle_drag(const PanelContext& context, std::size_t source, const Shown& shown) {
  lab::Lab& lab = context.lab;
  const lab::Document& document = lab.document();
  const Image& image = document.sources[source].picture->image;
  const bool resized =
      lab::crop_part(image, document.crop_size, document.sources[source].origin).resized;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const ImVec2 in_image((mouse.x - shown.origin.x) / shown.pixel,
                        (mouse.y - shown.origin.y) / shown.pixel);
  const ImRect crop = crop_rect(document, source, shown.origin, shown.pixel);
  const float outside = context.px(kHandle);
  ImRect around = crop;
  around.Expand(outside);
  Edges edges;
  if (!resized && around.Contains(mouse)) {
    edges = {near_edge(mouse.y, crop.Min.y, crop.Max.y, outside),
             near_edge(mouse.x, crop.Min.x, crop.Max.x, outside)};
  }
  if ((edges.row != 0 || edges.column != 0) &&
      ImGui::IsItemHovered(ImGuiHoveredFlags_NoNavOverride)) {
    ImGui::SetMouseCursor(resize_cursor(edges.row, edges.column));
  }
  if (ImGui::IsItemActivated() && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    begin_drag(context, source, shown, edges);
  }
  if (drag_ == Drag::kNone || dragged_ != source) return;
  if (!ImGui::IsItemActive()) {
    const bool moved = moving_ && drag_ != Drag::kPan;
    drag_ = Drag::kNone;
    if (moved) lab.commit(last_);
    return;
  }
  moving_ = moving_ || ImGui::IsMouseDragging(ImGuiMouseButton_Left, context.px(kDragStart));
  if (moving_ && drag_ != Drag::kPan) {
    continue_drag(lab, image, ImVec2(in_image.x - grab_.x, in_image.y - grab_.y));
  }
}

void InputPanel::begin_drag(const PanelContext& context, std::size_t source, const Shown& shown,
                            Edges edges) {
  lab::Lab& lab = context.lab;
  const lab::Document& document = lab.document();
  const lab::CropPart part = lab::crop_part(document.sources[source].picture->image,
                                            document.crop_size, document.sources[source].origin);
  const ImRect crop = crop_rect(document, source, shown.origin, shown.pixel);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  lab.view().source = source;
  dragged_ = source;
  edges_ = edges;
  moving_ = false;
  last_ = {source, document.crop_size, document.sources[source].origin};
  if (edges.row != 0 || edges.column != 0) {
    drag_ = Drag::kResize;
  } else if (zooms_[source].enlarged() && (!crop.Contains(mouse) || crop.Contains(shown.frame))) {
    drag_ = Drag::kPan;  // beside the crop, or so near that none of its edges is in sight
  } else {
    // Where the crop is resized from the whole picture there is nothing to move.
    drag_ = part.resized ? Drag::kNone : Drag::kMove;
  }
  const ImVec2 grabbed(static_cast<float>(part.left + (edges.column > 0 ? part.width : 0)),
                       static_cast<float>(part.top + (edges.row > 0 ? part.height : 0)));
  grab_ = ImVec2((mouse.x - shown.origin.x) / shown.pixel - grabbed.x,
                 (mouse.y - shown.origin.y) / shown.pixel - grabbed.y);
}

void InputPanel::continue_drag(lab::Lab& lab, const Image& image, ImVec2 grabbed) {
  const lab::ResizeCrop before = last_;
  const int row = static_cast<int>(std::lround(grabbed.y));
  const int column = static_cast<int>(std::lround(grabbed.x));
  if (drag_ == Drag::kMove) {
    last_.origin = lab::clamped_crop(image, last_.size, {row, column});
  } else {
    // An edge that is not taken along stays.
    const auto side = [](int edge, int at, int& start, int& length, int limit) {
      const int end = start + length;
      if (edge > 0) {
        length = std::clamp(at - start, std::min(kSmallestCrop, limit - start), limit - start);
      } else if (edge < 0) {
        start = std::clamp(at, 0, std::max(0, end - kSmallestCrop));
        length = end - start;
      }
    };
    side(edges_.row, row, last_.origin.top, last_.size.height, image.height);
    side(edges_.column, column, last_.origin.left, last_.size.width, image.width);
  }
  if (!(last_.origin == before.origin && last_.size == before.size)) lab.preview(last_);
}

void InputPanel::handle_arrows(const PanelContext& context, std::size_t source) {
  lab::Lab& lab = context.lab;
  if (lab.view().source != source) return;
  has_keyboard_ = ImGui::IsItemFocused();
  if (nudging_ && !lab.previewing()) nudging_ = false;  // something else came between
  const bool free = has_keyboard_ && drag_ == Drag::kNone && !ImGui::IsAnyMouseDown() &&
                    (nudging_ || !lab.previewing());
  const int step = ImGui::GetIO().KeyShift ? 10 : 1;
  const auto pressed = [&](ImGuiKey key) { return free && ImGui::IsKeyPressed(key) ? step : 0; };
  const int down = pressed(ImGuiKey_DownArrow) - pressed(ImGuiKey_UpArrow);
  const int right = pressed(ImGuiKey_RightArrow) - pressed(ImGuiKey_LeftArrow);
  if (down != 0 || right != 0) {
    const lab::Source& shown = lab.document().sources[source];
    last_ = {source, lab.document().crop_size,
             lab::clamped_crop(shown.picture->image, lab.document().crop_size,
                               {shown.origin.top + down, shown.origin.left + right})};
    lab.preview(last_);
    nudging_ = true;
  }
  const bool held = ImGui::IsKeyDown(ImGuiKey_DownArrow) || ImGui::IsKeyDown(ImGuiKey_UpArrow) ||
                    ImGui::IsKeyDown(ImGuiKey_RightArrow) || ImGui::IsKeyDown(ImGuiKey_LeftArrow);
  if (nudging_ && (!held || !free)) {
    nudging_ = false;
    lab.commit(last_);
  }
}

}  // namespace convlens::ui
