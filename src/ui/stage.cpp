#include "ui/stage.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "ui/metrics.h"

namespace convlens::ui {
namespace {

constexpr double kWheelPause_s = 0.4;
constexpr float kWheelStep = 0.1f;
constexpr float kFineWheelStep = 0.01f;
// A filter of tiny weights still shows colours; one of zeros is grey.
constexpr float kSmallestScale = 1e-6f;

// The planes that a gesture writes: the one on the stage, or those that the brush's chips name.
std::vector<int> written_channels(const lab::View& view, const lab::Filter& filter) {
  const int plane = shown_plane(view, filter);
  if (plane >= 0) return {plane};
  std::vector<int> channels;
  for (int c = 0; c < 3; ++c) {
    if (view.brush.channels[static_cast<std::size_t>(c)]) channels.push_back(c);
  }
  return channels;
}

// A step of the wheel on a decimal grid, so that ten steps of 0.1 are 1 and not 1.0000001.
float stepped(float value, float delta) {
  const double sum = static_cast<double>(value) + static_cast<double>(delta);
  return static_cast<float>(std::round(sum * 1e5) / 1e5);
}

}  // namespace

int shown_plane(const lab::View& view, const lab::Filter& filter) {
  const int plane = static_cast<int>(view.plane);
  return filter.channels == 3 ? std::min(plane, 2) : std::clamp(plane, 0, filter.channels - 1);
}

void Stage::settle(lab::Lab& lab, bool now) {
  if (gesture_ == Gesture::kNone || gesture_ == Gesture::kStroke) return;
  if (!lab.previewing()) {  // something else took the document over
    gesture_ = Gesture::kNone;
    return;
  }
  const ImGuiIO& io = ImGui::GetIO();
  const double waits_s =
      gesture_ == Gesture::kWheel ? kWheelPause_s : double{io.MouseDoubleClickTime};
  const bool over = ImGui::GetTime() - last_event_s_ > waits_s;
  // The second half of a double click is the stage's own to understand.
  const bool second_click =
      gesture_ == Gesture::kClick && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  const bool clicked =
      ImGui::IsMouseClicked(ImGuiMouseButton_Left) || ImGui::IsMouseClicked(ImGuiMouseButton_Right);
  if (now || over || (clicked && !second_click)) finish(lab);
}

void Stage::draw(const PanelContext& context) {
  const lab::Filter filter = context.lab.staged_filter();
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const auto cells = static_cast<float>(std::max(filter.height, filter.width));
  // The stage and the planes shrink together where the column is narrower than designed.
  const float wanted = context.px(design::kStage + design::kPlaneGutter + design::kPlane);
  // A scroll bar stands in the right padding, so that it cannot change the height it depends on.
  const float room = ImGui::GetWindowWidth() - 2 * context.px(design::kPanelPadding);
  unit_px_ = context.scale * std::clamp(room / wanted, 0.4f, 1.0f);
  const float cell_px = std::floor(unit_px_ * design::kStage / cells);

  ImGui::InvisibleButton("stage",
                         ImVec2(cell_px * static_cast<float>(filter.width),
                                cell_px * static_cast<float>(filter.height)),
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
  handle_pointer(context, min, cell_px);
  draw_weights(context, min, cell_px);
  draw_hint(context, min, cell_px);
  draw_pointer(context, min, cell_px);
  draw_typing(context, min, cell_px);

  const ImVec2 planes(std::floor(min.x + unit_px_ * (design::kStage + design::kPlaneGutter)),
                      min.y);
  draw_planes(context, planes);
  // The cursor goes on below the stage, whatever the filter's shape.
  ImGui::SetCursorScreenPos(ImVec2(min.x, min.y + unit_px_ * design::kStage));
  ImGui::Dummy(ImVec2(0, 0));
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
  if (ImGui::IsItemHovered() || ImGui::IsItemActive()) hovered_ = cell_at(io.MousePos);

  if (gesture_ == Gesture::kStroke) {
    if (ImGui::IsMouseDown(stroke_button_)) return continue_stroke(lab, cell_at(io.MousePos));
    return end_stroke(lab);
  }
  if (!ImGui::IsItemHovered()) return;

  ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
  ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelX);  // Shift turns the wheel sideways
  const float ticks = io.MouseWheel + (io.KeyShift ? io.MouseWheelH : 0.0f);
  if (ticks != 0.0f) {
    return turn_wheel(lab, *hovered_, ticks * (io.KeyShift ? kFineWheelStep : kWheelStep));
  }
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    if (io.KeyCtrl) return pick(lab, *hovered_);
    const bool again = gesture_ == Gesture::kClick && last_ == *hovered_;
    if (again && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
      return begin_typing(lab, *hovered_);
    }
    stroke_button_ = ImGuiMouseButton_Left;
    return begin_stroke(lab, *hovered_, lab.view().brush.written_value());
  }
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Right)) {
    stroke_button_ = ImGuiMouseButton_Right;
    begin_stroke(lab, *hovered_, 0.0f);
  }
}

void Stage::begin_stroke(lab::Lab& lab, Cell cell, float value) {
  if (gesture_ != Gesture::kNone) finish(lab);
  stroke_scale_ = color_scale(lab.staged_filter());
  gesture_ = Gesture::kStroke;
  edits_ = {lab.staged(), {}};
  stroke_value_ = value;
  first_ = last_ = cell;
  along_row_.reset();
  write(lab, cell, value);
  lab.preview(edits_);
}

void Stage::continue_stroke(lab::Lab& lab, Cell cell) {
  if (ImGui::GetIO().KeyShift) {  // keeps to the row or column that the stroke began along
    if (!along_row_ && !(cell == first_)) {
      along_row_ = std::abs(cell.column - first_.column) >= std::abs(cell.row - first_.row);
    }
    const bool along_row = along_row_.value_or(true);
    (along_row ? cell.row : cell.column) = along_row ? first_.row : first_.column;
  }
  if (cell == last_) return;
  // A fast pointer skips cells between two frames: the line between them is painted.
  const int steps = std::max(std::abs(cell.row - last_.row), std::abs(cell.column - last_.column));
  const Cell from = last_;
  for (int i = 1; i <= steps; ++i) {
    const auto between = [&](int a, int b) {
      return a + static_cast<int>(std::lround(static_cast<double>(b - a) * i / steps));
    };
    last_ = {between(from.row, cell.row), between(from.column, cell.column)};
    write(lab, last_, stroke_value_);
  }
  lab.preview(edits_);
}

void Stage::turn_wheel(lab::Lab& lab, Cell cell, float delta) {
  const bool goes_on =
      gesture_ == Gesture::kWheel && cell == last_ && edits_.filter == lab.staged();
  if (gesture_ != Gesture::kNone && !goes_on) finish(lab);
  if (gesture_ == Gesture::kNone) {
    gesture_ = Gesture::kWheel;
    edits_ = {lab.staged(), {}};
    last_ = cell;
  }
  last_event_s_ = ImGui::GetTime();
  const auto edited = lab::filter_at(lab.document(), edits_.filter);
  if (!edited) return;
  const lab::Filter& filter = *edited;
  for (const int c : written_channels(lab.view(), filter)) {
    const float value = stepped(filter.at(cell.row, cell.column, c), delta);
    edits_.edits.push_back({cell.row, cell.column, c, value});
  }
  lab.preview(edits_);
}

void Stage::end_stroke(lab::Lab& lab) {
  const bool one_cell = last_ == first_ && edits_.edits.size() <= 3;
  if (!one_cell || stroke_button_ != ImGuiMouseButton_Left) return finish(lab);
  gesture_ = Gesture::kClick;
  last_event_s_ = ImGui::GetTime();
}

void Stage::write(const lab::Lab& lab, Cell cell, float value) {
  const auto edited = lab::filter_at(lab.document(), edits_.filter);
  if (!edited) return;
  const lab::Filter& filter = *edited;
  for (const int c : written_channels(lab.view(), filter)) {
    edits_.edits.push_back({cell.row, cell.column, c, value});
  }
}

void Stage::finish(lab::Lab& lab) {
  gesture_ = Gesture::kNone;
  lab.commit(edits_);
  edits_.edits.clear();
}

void Stage::pick(lab::Lab& lab, Cell cell) const {
  const lab::Filter filter = lab.staged_filter();
  const std::vector<int> channels = written_channels(lab.view(), filter);
  if (channels.empty()) return;
  lab.view().brush.value = filter.at(cell.row, cell.column, channels.front());
  lab.view().brush.erase = false;
}

void Stage::begin_typing(lab::Lab& lab, Cell cell) {
  // What the first click painted was only the way here.
  gesture_ = Gesture::kNone;
  lab.cancel_preview();
  const lab::FilterRef shown = lab.staged();
  const lab::Filter filter = lab.staged_filter();
  const std::vector<int> channels = written_channels(lab.view(), filter);
  if (channels.empty()) return;
  typing_ = Typing{shown, cell, filter.at(cell.row, cell.column, channels.front())};
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
  if (entered) {
    edits_ = {typing_->filter, {}};
    write(context.lab, typing_->cell, typing_->value);
    finish(context.lab);
  }
  if (entered || ImGui::IsKeyPressed(ImGuiKey_Escape)) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

float Stage::color_scale(const lab::Filter& filter) const {
  if (gesture_ == Gesture::kStroke || gesture_ == Gesture::kClick) return stroke_scale_;
  const float scale = lab::weight_scale(filter, kSmallestScale);
  return scale == kSmallestScale ? 1.0f : scale;
}

}  // namespace convlens::ui
