#pragma once

#include "ui/map/map_view.h"
#include "ui/measures/statistics_panel.h"

namespace convlens::ui {

// The instruments: how values are distributed, what lies along a line, which frequencies there are,
// and what pooling leaves of my maps.
class MeasuresPanel {
 public:
  void draw(const PanelContext& context);

 private:
  void shown(const PanelContext& context);

  StatisticsPanel statistics_;
  MapsSeen seen_;  // of the maps that pooling leaves
};

}  // namespace convlens::ui
