#pragma once

#include "ui/kit/context.h"
#include "ui/maps/map_view.h"

namespace convlens::ui {

// The Maps column: a row a picture, a column a filter, each map with the range that its colours
// span. Writes the context's hovered cell.
class MapsPanel {
 public:
  void draw(const PanelContext& context);

 private:
  MapsSeen seen_;
  std::size_t filter_ = 0;  // that was chosen when the maps were last drawn
};

}  // namespace convlens::ui
