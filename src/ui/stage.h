#pragma once

#include <optional>
#include <vector>

#include "ui/panel.h"

namespace convlens::ui {

// The plane on the stage: -1 for all three as one colour picture, which only filters of three
// channels have.
int shown_plane(const lab::View& view, const lab::Filter& filter);

// The filter shown large, and the gestures on it: paint, erase, wheel, typed value, pick.
// Holds only what a gesture in progress needs; everything lasting is in the document or the view.
class Stage {
 public:
  // Commits a wheel turn or a click that waited whether more of it would come, once its time is
  // over or something else is about to happen. Called first in every frame; `now`: a key acts.
  void settle(lab::Lab& lab, bool now);

  // Takes the pointer's gestures, then draws the stage and the three planes beside it at the
  // cursor, 420 x 308 design pixels.
  void draw(const PanelContext& context);

  // What the colours span: the largest absolute weight, fixed while a stroke lasts.
  float color_scale(const lab::Filter& filter) const;

  // The weights under the pointer and what a stroke would make of them, one line.
  void draw_readout(const PanelContext& context) const;

 private:
  struct Cell {
    int row = 0;
    int column = 0;
    friend bool operator==(const Cell&, const Cell&) = default;
  };
  // A stroke of one cell waits as a click: it may be the first half of a double click.
  enum class Gesture { kNone, kStroke, kClick, kWheel };
  struct Typing {
    lab::FilterRef filter;
    Cell cell;
    float value = 0.0f;
    bool opened = false;
  };

  void handle_pointer(const PanelContext& context, ImVec2 min, float cell_px);
  void begin_stroke(lab::Lab& lab, Cell cell, float value);
  void continue_stroke(lab::Lab& lab, Cell cell);
  void turn_wheel(lab::Lab& lab, Cell cell, float delta);
  void begin_typing(lab::Lab& lab, Cell cell);
  void draw_typing(const PanelContext& context, ImVec2 min, float cell_px);
  void pick(lab::Lab& lab, Cell cell) const;
  void end_stroke(lab::Lab& lab);
  void write(const lab::Lab& lab, Cell cell, float value);
  void finish(lab::Lab& lab);

  void draw_weights(const PanelContext& context, ImVec2 min, float cell_px) const;
  void draw_hint(const PanelContext& context, ImVec2 min, float cell_px) const;
  void draw_pointer(const PanelContext& context, ImVec2 min, float cell_px) const;
  void draw_planes(const PanelContext& context, ImVec2 min) const;

  float unit_px_ = 1.0f;  // pixels a design pixel of the stage
  Gesture gesture_ = Gesture::kNone;
  lab::SetWeights edits_;          // of the gesture in progress
  Cell last_;                      // where it last wrote
  Cell first_;                     // where it began, for Shift
  std::optional<bool> along_row_;  // what Shift keeps to, once the stroke has a direction
  float stroke_value_ = 0.0f;
  float stroke_scale_ = 1.0f;
  ImGuiMouseButton stroke_button_ = ImGuiMouseButton_Left;
  double last_event_s_ = 0.0;  // of a wheel turn or a click that waits
  std::optional<Cell> hovered_;
  std::optional<Typing> typing_;
};

}  // namespace convlens::ui
