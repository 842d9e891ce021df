#pragma once

#include <functional>
#include <optional>
#include <vector>

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
  using Rows = std::vector<std::function<void(const PanelContext&)>>;
  // Of the tab that is shown.
  Rows rows(const PanelContext& context);
  // As many rows as fit into `room` pixels, at least one; the tabs under them, where they never
  // move, if they are to be there; and behind the tabs' button what has no room.
  void tools(const PanelContext& context, float room, bool tabs);

  FilterStrip strip_;
  PresetStrip presets_;
  Stage stage_;
  WholeFilterTab whole_;
  std::optional<float> tools_px_;  // height of what stood under the stage in the last frame
};

}  // namespace convlens::ui
