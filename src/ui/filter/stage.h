#pragma once

#include <optional>
#include <vector>

#include "ui/kit/panel.h"

namespace convlens::ui {

// The filter shown large, and the gestures on it: paint, erase, wheel, typed value, pick.
// Holds only what a gesture in progress needs; everything lasting is in the document or the view.
class Stage {
 public:
  // Commits a wheel turn or a click that waited whether more of it would come, once its time is
  // over or something else is about to happen. Called first in every frame; `now`: a key acts.
  void settle(const PanelContext& context, bool now);

  // Brings the weights there in 400 ms, as one step: previewed on the way, committed at its end.
  void glide(lab::Lab& lab, lab::ReplaceWeights target);

  // Whether the arrow keys and Enter are the stage's, and not another panel's.
  void take_keys(bool taken) { takes_keys_ = taken; }
  // Whether a key is down that paints: other keys wait.
  bool painting_by_key() const {
    return stroking() && !ImGui::IsMouseKey(stroke_key_) && ImGui::IsKeyDown(stroke_key_);
  }

  // Takes the pointer's gestures and the keyboard's, then draws the stage and the three planes
  // beside it at the cursor, 420 x 308 design pixels.
  void draw(const PanelContext& context);

  // What the colours span: the largest absolute weight, fixed while a stroke lasts.
  float color_scale(const lab::Filter& filter) const;

  // The weights under the pointer and what a stroke would make of them, one line.
  void draw_readout(const PanelContext& context) const;

 private:
  static constexpr double kWheelPause_s = 0.4;  // ticks closer together are one step
  static constexpr double kGlide_s = 0.4;
  static constexpr float kWheelStep = 0.1f;
  static constexpr float kFineWheelStep = 0.01f;

  struct Cell {
    int row = 0;
    int column = 0;
    friend bool operator==(const Cell&, const Cell&) = default;
  };
  // A stroke of one cell waits as a click: it may be the first half of a double click.
  enum class Gesture { kNone, kStroke, kMute, kClick, kWheel, kGlide };
  struct Typing {
    lab::FilterRef filter;
    Cell cell;
    float value = 0.0f;
    bool opened = false;
  };

  bool stroking() const { return gesture_ == Gesture::kStroke || gesture_ == Gesture::kMute; }
  void handle_pointer(const PanelContext& context, ImVec2 min, float cell_px);
  void handle_keys(lab::Lab& lab);
  // `key`: the mouse button or the key that lasts as long as the stroke.
  void begin_stroke(lab::Lab& lab, Cell cell, ImGuiKey key);
  void continue_stroke(lab::Lab& lab, Cell cell);
  void end_stroke(lab::Lab& lab);
  void turn_wheel(lab::Lab& lab, Cell cell, float delta);
  void begin_typing(lab::Lab& lab, Cell cell);
  void draw_typing(const PanelContext& context, ImVec2 min, float cell_px);
  void pick(lab::Lab& lab, Cell cell) const;
  // What the stroke does to one cell.
  void touch(const lab::Lab& lab, Cell cell);
  void begin_muting(const lab::Lab& lab, Cell cell, bool hear);
  void mute(const lab::Lab& lab, Cell cell);
  void write(const lab::Lab& lab, Cell cell, float value);
  void preview(lab::Lab& lab) const;
  void finish(lab::Lab& lab);
  // The cell under the pointer, or the one that the arrow keys went to.
  std::optional<Cell> pointed(const lab::Filter& filter) const;

  void draw_weights(const PanelContext& context, ImVec2 min, float cell_px) const;
  void draw_hint(const PanelContext& context, ImVec2 min, float cell_px) const;
  void draw_pointer(const PanelContext& context, ImVec2 min, float cell_px) const;
  void draw_planes(const PanelContext& context, ImVec2 min) const;

  float unit_px_ = 1.0f;  // pixels a design pixel of the stage
  Gesture gesture_ = Gesture::kNone;
  lab::SetWeights edits_;      // of the gesture in progress
  lab::MuteWeights muting_;    // the same, where weights are muted
  bool mutes_ = false;         // or takes back in
  lab::ReplaceWeights glide_;  // where it leads
  std::vector<float> glide_from_;
  Cell last_;                      // where it last wrote
  Cell first_;                     // where it began, for Shift
  bool moved_ = false;             // to another cell
  std::optional<bool> along_row_;  // what Shift keeps to, once the stroke has a direction
  float stroke_value_ = 0.0f;
  float stroke_scale_ = 1.0f;
  ImGuiKey stroke_key_ = ImGuiKey_None;
  double last_event_s_ = 0.0;  // of a wheel turn or a click that waits, or when a glide began
  std::optional<Cell> hovered_;
  Cell cursor_;           // of the keyboard
  bool by_keys_ = false;  // it was moved after the pointer
  bool takes_keys_ = true;
  std::optional<Typing> typing_;
};

}  // namespace convlens::ui
