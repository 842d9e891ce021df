#pragma once

#include <imgui_internal.h>

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ui/filter/stage_gestures.h"
#include "ui/kit/context.h"

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
    const auto* stroke = std::get_if<gesture::Stroke>(&gesture_);
    return stroke != nullptr && !ImGui::IsMouseKey(stroke->key) && ImGui::IsKeyDown(stroke->key);
  }

  // Takes the pointer's gestures and the keyboard's, then draws the stage, as large as `room` has
  // it, and beside it the planes as small pictures, at the cursor.
  void draw(const PanelContext& context, ImVec2 room);
  // The same without the planes, `side` pixels large.
  void draw_alone(const PanelContext& context, float side);

  // What the colours span: the largest absolute weight, fixed while a stroke lasts.
  float color_scale(const lab::Filter& filter) const;

  // The weights under the pointer and what a stroke would make of them; empty where there is none.
  std::string readout(const PanelContext& context) const;
  // Whether no gesture is on its way or waits for its end.
  bool resting() const { return std::holds_alternative<std::monostate>(gesture_); }

 private:
  static constexpr double kWheelPause_s = 0.4;  // ticks closer together are one step
  static constexpr double kGlide_s = 0.4;
  static constexpr float kWheelStep = 0.1f;
  static constexpr float kFineWheelStep = 0.01f;

  using Cell = StageCell;
  using Painting = gesture::Painting;
  using Muting = gesture::Muting;
  using Stroke = gesture::Stroke;
  using Click = gesture::Click;
  using Wheel = gesture::Wheel;
  using Glide = gesture::Glide;
  struct Typing {
    lab::FilterRef filter;
    Cell cell;
    float value = 0.0f;
    bool opened = false;
  };

  bool stroking() const { return std::holds_alternative<Stroke>(gesture_); }
  // How long a gesture that waits has waited, and may; nothing for the others.
  struct Waiting {
    double since_s = 0.0;
    double least_s = 0.0;
  };
  std::optional<Waiting> waiting() const;
  void handle_pointer(const PanelContext& context, ImVec2 min, float cell_px);
  void handle_keys(lab::Lab& lab);
  void own_keys();
  void point_out(lab::Lab& lab) const;
  void begin_stroke(lab::Lab& lab, Cell cell, ImGuiKey key);
  void continue_stroke(lab::Lab& lab, Cell cell);
  static Muting begun_muting(const lab::Lab& lab, Cell cell, bool hear, bool solo);
  static void touch(const lab::Lab& lab, Stroke& stroke, Cell cell);
  void end_stroke(lab::Lab& lab);
  void turn_wheel(lab::Lab& lab, Cell cell, float delta);
  void begin_typing(lab::Lab& lab, Cell cell);
  void draw_typing(const PanelContext& context, ImVec2 min, float cell_px);
  static void pick(lab::Lab& lab, Cell cell);
  // What can be done with the cell that was clicked by the right button.
  void menu(const PanelContext& context);
  // What the gesture does, of which a glide is still on its way there.
  std::optional<lab::Command> command() const;
  void preview(lab::Lab& lab) const;
  void finish(lab::Lab& lab);
  void cancel(lab::Lab& lab);  // what the gesture has done so far
  void enter(lab::Lab& lab);   // the typed weight
  // The cell under the pointer, or the one that the arrow keys went to.
  std::optional<Cell> pointed(const lab::Filter& filter) const;

  void draw_cells_at(const PanelContext& context, ImVec2 min, float cell_px);
  void draw_weights(const PanelContext& context, ImVec2 min, float cell_px) const;
  static void draw_hint(const PanelContext& context, ImVec2 min, float cell_px);
  void draw_pointer(const PanelContext& context, ImVec2 min, float cell_px) const;
  void draw_planes(const PanelContext& context, ImVec2 min, float side) const;
  void draw_plane(const PanelContext& context, int plane, ImVec2 min, float side) const;

  gesture::Any gesture_;
  std::optional<Cell> hovered_;
  Cell cursor_;           // of the keyboard
  bool by_keys_ = false;  // it was moved after the pointer
  bool takes_keys_ = true;
  std::optional<Typing> typing_;
  std::optional<Cell> menu_cell_;  // that the menu was opened on
  bool menu_opens_ = false;        // in this frame
};

}  // namespace convlens::ui
