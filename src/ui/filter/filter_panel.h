#pragma once

#include <optional>

#include "ui/filter/filter_strip.h"
#include "ui/filter/preset_strip.h"
#include "ui/filter/stage.h"
#include "ui/filter/whole_filter_tab.h"

namespace convlens::ui {

// The Filter column: my filters and well-known ones as pictures, the stage, which takes the height
// that is left, and under it the brush, what is done to a whole filter, and what holds for all of
// mine.
class FilterPanel {
 public:
  void draw(const PanelContext& context);
  // A trained filter in the band under the network's layers: stage and tools, as far as there is
  // height for them.
  void draw_band(const PanelContext& context);
  Stage& stage() { return stage_; }

 private:
  void tools(const PanelContext& context);
  void shown_tab(const PanelContext& context);

  FilterStrip strip_;
  PresetStrip presets_;
  Stage stage_;
  WholeFilterTab whole_;
  std::optional<float> tools_px_;  // height of what stood under the stage in the last frame
};

}  // namespace convlens::ui
