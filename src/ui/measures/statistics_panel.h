#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "lab/document/placement.h"
#include "lab/shown/map_summary.h"
#include "ui/kit/context.h"
#include "ui/kit/marks.h"

namespace convlens::ui {

// How the values of the shown picture's maps are distributed, and the weights of my
// filter beside those of the trained one that it is paired with.
class StatisticsPanel {
 public:
  void draw(const PanelContext& context);

 private:
  void table(const PanelContext& context, float height);
  void row(const PanelContext& context, Side side, std::size_t index, const char* name,
           const lab::MapId& id);

  struct Summary {
    std::uint64_t revision = 0;        // of the map that it was made of
    std::optional<lab::MapPart> part;  // of it; nothing for all of it
    lab::MapSummary values;
  };
  std::map<std::pair<Side, std::size_t>, Summary> summaries_;  // by filter or channel
};

}  // namespace convlens::ui
