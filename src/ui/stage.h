#pragma once

#include <optional>
#include <vector>

#include "ui/panel.h"

namespace convlens::ui {

// The filter shown large, and the gestures on it: paint, erase, wheel, typed value, pick.
// Holds only what a gesture in progress needs; everything lasting is in the document or the view.
class Stage {
 public:
  // Commits a wheel turn whose pause is over, or which another gesture is about to follow.
  // Called first in every frame.
  void settle(lab::Lab& lab);

  // Takes the pointer's gestures, then draws the stage and the three planes beside it at the
  // cursor, 420 x 308 design pixels.
  void draw(const PanelContext& context);

  // The weights under the pointer and what a stroke would make of them, one line.
  void draw_readout(const PanelContext& context) const;

 private:
  struct Cell {
    int row = 0;
    int column = 0;
    friend bool operator==(const Cell&, const Cell&) = default;
  };
  enum class Gesture { kNone, kStroke, kWheel };

  void handle_pointer(const PanelContext& context, ImVec2 min, float cell_px);
  void begin_stroke(lab::Lab& lab, Cell cell, float value);
  void continue_stroke(lab::Lab& lab, Cell cell);
  void turn_wheel(lab::Lab& lab, Cell cell, float delta);
  void begin_typing(lab::Lab& lab, Cell cell);
  void draw_typing(const PanelContext& context, ImVec2 min, float cell_px);
  void pick(lab::Lab& lab, Cell cell) const;
  void write(const lab::Lab& lab, Cell cell, float value);
  void finish(lab::Lab& lab);

  void draw_cells(const PanelContext& context, ImVec2 min, float cell_px) const;
  void draw_hint(const PanelContext& context, ImVec2 min, float cell_px) const;
  void draw_pointer(const PanelContext& context, ImVec2 min, float cell_px) const;
  void draw_planes(const PanelContext& context, ImVec2 min) const;
  // The colours' scale: the largest absolute weight, fixed while a stroke lasts.
  float color_scale(const lab::Filter& filter) const;

  float unit_px_ = 1.0f;  // pixels a design pixel of the stage
  Gesture gesture_ = Gesture::kNone;
  lab::SetWeights edits_;  // of the gesture in progress
  Cell last_;              // where it last wrote
  Cell first_;             // where it began, for Shift
  float stroke_value_ = 0.0f;
  float stroke_scale_ = 1.0f;
  ImGuiMouseButton stroke_button_ = ImGuiMouseButton_Left;
  double last_tick_s_ = 0.0;
  std::size_t position_before_stroke_ = 0;  // in the history, for the double click
  std::optional<Cell> hovered_;
  std::optional<Cell> typing_;
  float typed_ = 0.0f;
  bool typing_opened_ = false;
};

}  // namespace convlens::ui
