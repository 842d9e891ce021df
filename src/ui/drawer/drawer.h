#pragma once

#include <optional>

#include "ui/drawer/history_panel.h"
#include "ui/drawer/statistics_panel.h"
#include "ui/kit/context.h"
#include "ui/shell/keys.h"

namespace convlens::ui {

// The bench's drawer above the status bar: a row of tabs and, where one is open, what it shows.
class Drawer {
 public:
  // Moves a running sweep on by the frame's time; whatever is touched ends it. Called before the
  // frame's key acts.
  void settle(const PanelContext& context, const std::optional<Action>& action);

  // Draws it and returns its height in pixels.
  float draw(const PanelContext& context);

 private:
  static void tabs(const PanelContext& context, float bottom);
  void body(const PanelContext& context, float height, float bottom);

  HistoryPanel history_;
  StatisticsPanel statistics_;
  bool press_paused_ = false;  // the button that is down, or was last, ended a sweep
};

}  // namespace convlens::ui
