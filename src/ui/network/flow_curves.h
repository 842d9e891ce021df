#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lab/shown/large_map.h"
#include "ui/network/flow_layout.h"
#include "ui/network/map_tiles.h"

// What is drawn between and over the columns of the overview: what flows into the map shown large,
// and what its cell hangs on.
namespace convlens::ui {

// A column as it stands on the screen, in pixels.
struct ShownColumn {
  const FlowGroup* group = nullptr;
  FlowForm form = FlowForm::kWhole;
  ImRect box;  // with its head
  std::vector<MapTile> tiles;

  // Null where the map has no place.
  const MapTile* tile(std::size_t map) const;
};

class FlowCurves {
 public:
  // A curve from each map that flows into the cell taken apart, in the colour of the sign and as
  // wide as the size of what it contributes. What comes from the picture comes from `left`.
  void draw(const PanelContext& context, std::span<const ShownColumn> columns,
            lab::TakenApart& taken, float left);

 private:
  const lab::LayerSum& flowing(const PanelContext& context, const FlowGroup& group,
                               lab::TakenApart& taken);

  struct Key {
    lab::LayerCell cell;
    std::uint64_t updates = 0;
    int group = 0;

    friend bool operator==(const Key&, const Key&) = default;
  };
  std::optional<Key> key_;
  std::optional<lab::LayerSum> sum_;  // where the flow enters the column
};

// The window of the cell taken apart in the strongest map of every layer before it.
void draw_flow_windows(const PanelContext& context, std::span<const ShownColumn> columns,
                       const lab::ReceptiveField& field);

}  // namespace convlens::ui
