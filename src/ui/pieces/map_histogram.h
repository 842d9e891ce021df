#pragma once

#include <imgui_internal.h>

#include <cstdint>
#include <optional>

#include "lab/document/weight_summary.h"
#include "lab/shown/shown_maps.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// How often which value occurs in a map, each bin in the colour that its values have. By the root,
// so that few values are seen beside many. Counted anew when the values change.
class MapHistogram {
 public:
  // Over `chart`, in a box; the bin of `lit` is framed.
  void draw(const PanelContext& context, const lab::ShownMaps& map, ValueRange chart,
            const ImRect& box, std::optional<double> lit = std::nullopt);

  // What was drawn last.
  const Histogram& counted() const { return counted_; }

 private:
  std::uint64_t revision_ = 0;  // of the map that was counted
  ValueRange chart_;
  Histogram counted_;
};

// What all of its values lie in, and the range of its colours where that is wider.
ValueRange chart_range(const lab::ShownMaps& map);

}  // namespace convlens::ui
