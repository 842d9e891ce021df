#pragma once

#include <optional>
#include <vector>

#include "core/shape.h"
#include "lab/document/filter.h"
#include "lab/document/placement.h"
#include "lab/map_id.h"
#include "lab/view.h"

// What the view points at stays with what it was when the document changes.
namespace convlens::lab {

// Keeps a cell of a map at its place on the crop while stride, dilation, padding or size change the
// cells' places: the one whose middle is nearest.
class CellAnchor {
 public:
  // The cell now that its map, of `shape` (H', W'), lies as `place` says. Another cell than it was
  // left at was chosen since, on the map as it lay then.
  void settle(MapCell& cell, const MapPlacement& place, const Shape& shape);
  void let_go() { settled_ = false; }

 private:
  bool settled_ = false;
  MapPlacement place_;
  int row_ = 0;
  int column_ = 0;
  double y_ = 0.0;  // the cell's middle, in pixels of the crop
  double x_ = 0.0;
};

// Where each filter of `before` stands in `after`: the same one, else that of its name, else, where
// as many are there as before, that in its place.
std::vector<std::optional<std::size_t>> filters_now(const std::vector<Filter>& before,
                                                    const std::vector<Filter>& after);

// The ranges that were pinned of `before`, of the same filters now. Those of filters that are gone
// go, too.
PinnedRanges ranges_now(const PinnedRanges& pinned, const std::vector<Filter>& before,
                        const std::vector<Filter>& after);

}  // namespace convlens::lab
