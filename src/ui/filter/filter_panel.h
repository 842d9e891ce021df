#pragma once

#include "ui/filter/filter_strip.h"
#include "ui/filter/stage.h"
#include "ui/filter/whole_filter_tab.h"

namespace convlens::ui {

// The Filter column: the filters as pictures, the stage, and under it the brush, what is done to a
// whole filter, and what holds for all of mine.
class FilterPanel {
 public:
  void draw(const PanelContext& context);
  Stage& stage() { return stage_; }

 private:
  void tabs(const PanelContext& context);

  FilterStrip strip_;
  Stage stage_;
  WholeFilterTab whole_;
};

}  // namespace convlens::ui
