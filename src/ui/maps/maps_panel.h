#pragma once

#include "ui/kit/context.h"
#include "ui/map/map_view.h"
#include "ui/measures/measures_panel.h"

namespace convlens::ui {

// The Maps column: my maps beside the trained ones, or a row a picture and a column a filter, each
// with the range that its colours span; the notebook's figures; or the instruments. Writes the
// context's hovered cell.
class MapsPanel {
 public:
  void draw(const PanelContext& context);

 private:
  MapsSeen seen_;
  MeasuresPanel measures_;
  std::size_t filter_ = 0;  // that was chosen when the maps were last drawn
};

}  // namespace convlens::ui
