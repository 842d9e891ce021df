#pragma once

#include <optional>

#include "ui/pieces/map_histogram.h"
#include "ui/shell/keys.h"

namespace convlens::ui {

// Why a cell of my map has its value: the band under Filter and Maps. The cell under the pointer,
// the pinned one, or the one that the pointer was on last; and its way over the map.
class SumPanel {
 public:
  // Moves a sweep on, or ends it where something was touched. First in every frame.
  void settle(const PanelContext& context, const std::optional<Action>& action);
  void draw(const PanelContext& context);
  // The overview alone, without the line over it.
  void draw_overview(const PanelContext& context);

 private:
  void draw_cell(const PanelContext& context, const std::optional<lab::MapCell>& shown,
                 lab::SumDepth depth);
  void bar(const PanelContext& context, const std::optional<lab::MapCell>& cell);

  MapHistogram counts_;        // of the cell's map
  bool press_paused_ = false;  // the press that ends now has stopped a sweep: it starts none
};

}  // namespace convlens::ui
