#include "ui/filter/stage.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "ui/kit/menu.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

// A filter of tiny weights still shows colours; one of zeros is grey.
constexpr float kSmallestScale = 1e-6f;

}  // namespace

void Stage::settle(const PanelContext& context, bool now) {
  lab::Lab& lab = context.lab;
  const auto waits = waiting();
  if (!waits) return;
  if (!lab.previewing()) {  // something else took the document over
    gesture_ = {};
    return;
  }
  const double left_s = waits->since_s + waits->least_s - ImGui::GetTime();
  // The second half of a double click is the stage's own to understand.
  const bool second_click =
      std::holds_alternative<Click>(gesture_) && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  const bool clicked =
      ImGui::IsMouseClicked(ImGuiMouseButton_Left) || ImGui::IsMouseClicked(ImGuiMouseButton_Right);
  if (now || left_s < 0.0 || (clicked && !second_click)) {
    context.frames.request_frame();  // what waited for its end
    return finish(lab);
  }
  const bool glides = std::holds_alternative<Glide>(gesture_);
  if (glides) preview(lab);
  context.frames.request_frame(glides ? FrameRequests::kMotion_s : left_s);
}

std::optional<Stage::Waiting> Stage::waiting() const {
  if (const auto* click = std::get_if<Click>(&gesture_)) {
    return Waiting{click->since_s, double{ImGui::GetIO().MouseDoubleClickTime}};
  }
  if (const auto* wheel = std::get_if<Wheel>(&gesture_)) {
    return Waiting{wheel->since_s, kWheelPause_s};
  }
  if (const auto* glide = std::get_if<Glide>(&gesture_)) return Waiting{glide->since_s, kGlide_s};
  return std::nullopt;
}

void Stage::draw(const PanelContext& context, ImVec2 room) {
  const lab::Filter& filter = context.lab.staged_filter();
  // The stage's frame stands outside of it.
  const float frame = context.px(1);
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  const ImVec2 min(cursor.x + frame, cursor.y + frame);
  const auto cells = static_cast<float>(std::max(filter.height, filter.width));
  const float gutter = context.px(design::kStageGutter);
  const float across = filter.channels > 1 ? (room.x - gutter) / (1 + design::kTile) : room.x;
  const float cell_px = std::max(1.0f, std::floor((std::min(across, room.y) - 2 * frame) / cells));
  const float side = cell_px * cells;
  draw_cells_at(context, min, cell_px);
  draw_planes(context, ImVec2(std::floor(min.x + side + gutter), min.y), side);
  const float planes = filter.channels > 1 ? gutter + side * design::kTile : 0.0f;
  context.places.put(RecordedPart::kStage, cursor,
                     ImVec2(min.x + side + planes + frame, min.y + side + frame));
  // The cursor goes on below the stage, whatever the filter's shape.
  ImGui::SetCursorScreenPos(cursor);
  ImGui::Dummy(ImVec2(side, side + 2 * frame));
}

void Stage::draw_alone(const PanelContext& context, float side) {
  const lab::Filter& filter = context.lab.staged_filter();
  const auto cells = static_cast<float>(std::max(filter.height, filter.width));
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  context.places.put(RecordedPart::kStage, cursor, ImVec2(cursor.x + side, cursor.y + side));
  draw_cells_at(context, cursor, std::max(1.0f, std::floor(side / cells)));
}

void Stage::draw_cells_at(const PanelContext& context, ImVec2 min, float cell_px) {
  const lab::Filter& filter = context.lab.staged_filter();
  ImGui::SetCursorScreenPos(min);
  ImGui::InvisibleButton("stage",
                         ImVec2(cell_px * static_cast<float>(filter.width),
                                cell_px * static_cast<float>(filter.height)),
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight |
                             ImGuiButtonFlags_EnableNav);
  if (ImGui::IsItemFocused() && ImGui::GetCurrentContext()->NavCursorVisible) own_keys();
  if (menu_asked_for_by_key()) {
    menu_cell_ = cursor_;
    menu_opens_ = true;
  }
  handle_pointer(context, min, cell_px);
  handle_keys(context.lab);
  point_out(context.lab);
  draw_weights(context, min, cell_px);
  draw_hint(context, min, cell_px);
  draw_pointer(context, min, cell_px);
  menu(context);
  draw_typing(context, min, cell_px);
}

// The weights under the pointer, whose bins light up on histograms.
void Stage::point_out(lab::Lab& lab) const {
  const lab::Filter& filter = lab.staged_filter();
  std::vector<float>& pointed = lab.view().pointed_weights;
  pointed.clear();
  if (!hovered_) return;
  const int plane = lab::shown_plane(lab.view(), filter);
  for (int c = 0; c < filter.channels; ++c) {
    if (plane < 0 || plane == c) pointed.push_back(filter.at(hovered_->row, hovered_->column, c));
  }
}

// The keyboard has come to the stage on its way among the controls: its keys are the stage's until
// it goes on.
void Stage::own_keys() {
  takes_keys_ = true;
  for (const ImGuiKey key :
       {ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_UpArrow, ImGuiKey_DownArrow,
        ImGuiKey_Enter, ImGuiKey_KeypadEnter, ImGuiKey_Space}) {
    ImGui::SetKeyOwner(key, ImGui::GetItemID());
  }
}

void Stage::handle_pointer(const PanelContext& context, ImVec2 min, float cell_px) {
  lab::Lab& lab = context.lab;
  const lab::Filter filter = lab.staged_filter();
  const ImGuiIO& io = ImGui::GetIO();
  const auto cell_at = [&](ImVec2 p) {
    return Cell{
        std::clamp(static_cast<int>(std::floor((p.y - min.y) / cell_px)), 0, filter.height - 1),
        std::clamp(static_cast<int>(std::floor((p.x - min.x) / cell_px)), 0, filter.width - 1)};
  };
  hovered_.reset();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_NoNavOverride) || ImGui::IsItemActive())
    hovered_ = cell_at(io.MousePos);
  if (hovered_ && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) by_keys_ = false;

  if (const auto* stroke = std::get_if<Stroke>(&gesture_)) {
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) return cancel(lab);
    const ImGuiKey key = stroke->key;
    // The button may have moved and been let go in one frame.
    if (ImGui::IsMouseKey(key)) continue_stroke(lab, cell_at(io.MousePos));
    if (!ImGui::IsKeyDown(key)) end_stroke(lab);
    return;
  }
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_NoNavOverride)) return;

  ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
  ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelX);  // Shift turns the wheel sideways
  const float ticks = io.MouseWheel + (io.KeyShift ? io.MouseWheelH : 0.0f);
  if (ticks != 0.0f) {
    return turn_wheel(lab, *hovered_, ticks * (io.KeyShift ? kFineWheelStep : kWheelStep));
  }
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    if (io.KeyCtrl) return pick(lab, *hovered_);
    const auto* click = std::get_if<Click>(&gesture_);
    const bool again = click != nullptr && click->cell == *hovered_;
    if (again && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
      return begin_typing(lab, *hovered_);
    }
    return begin_stroke(lab, *hovered_, ImGuiKey_MouseLeft);
  }
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Right)) {
    begin_stroke(lab, *hovered_, ImGuiKey_MouseRight);
  }
}

void Stage::draw_typing(const PanelContext& context, ImVec2 min, float cell_px) {
  if (!typing_) return;
  if (!typing_->opened) ImGui::OpenPopup("typed weight");
  ImGui::SetNextWindowPos(ImVec2(min.x + cell_px * static_cast<float>(typing_->cell.column),
                                 min.y + cell_px * static_cast<float>(typing_->cell.row + 1)));
  if (!ImGui::BeginPopup("typed weight")) {
    typing_.reset();
    return;
  }
  if (!typing_->opened) ImGui::SetKeyboardFocusHere();
  typing_->opened = true;
  ImGui::SetNextItemWidth(context.px(96));
  const bool entered =
      ImGui::InputFloat("##value", &typing_->value, 0.0f, 0.0f, "%g",
                        ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  if (entered) enter(context.lab);
  if (entered || ImGui::IsKeyPressed(ImGuiKey_Escape)) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

float Stage::color_scale(const lab::Filter& filter) const {
  if (const auto* stroke = std::get_if<Stroke>(&gesture_)) return stroke->scale;
  if (const auto* click = std::get_if<Click>(&gesture_)) return click->scale;
  const float scale = lab::weight_scale(filter, kSmallestScale);
  return scale == kSmallestScale ? 1.0f : scale;
}

}  // namespace convlens::ui
