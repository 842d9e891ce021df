#pragma once

#include <cstddef>

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
  void say_new_partner(const PanelContext& context);

  // The trained map beside one of mine, where it is there by its likeness.
  struct Beside {
    const void* network = nullptr;  // which one; never followed
    std::size_t filter = 0;
    int partner = -1;  // -1: none, or chosen by hand
  };

  MapsSeen seen_;
  MeasuresPanel measures_;
  Beside beside_;
  std::size_t filter_ = 0;  // that was chosen when the maps were last drawn
};

}  // namespace convlens::ui
