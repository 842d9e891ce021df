#pragma once

#include "ui/filter/stage.h"
#include "ui/kit/context.h"
#include "ui/map/map_view.h"
#include "ui/shell/keys.h"
#include "ui/sum/sum_panel.h"

namespace convlens::ui {

// The lecture's window: the crop, the stage, a map, alone or beside the trained one, and the sum of
// its cell, as large as the window lets them be, and nothing else.
class Present {
 public:
  // What a key means here: Esc leaves, a clicker's Page Up and Page Down step the lesson or, where
  // there is none, show and hide the trained map. False where it means what it does elsewhere.
  static bool takes(const PanelContext& context, Action action);

  // Of the bench.
  void draw(const PanelContext& context, Stage& stage);
  // What lies over all else: the ring round the pointer, the black screen.
  void over_all(const PanelContext& context);

 private:
  MapsSeen seen_;
  SumPanel sum_;
  bool black_ = false;  // the screen, so that all look at the speaker
  bool ring_ = false;   // round the pointer
};

}  // namespace convlens::ui
