#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "lab/document/placement.h"
#include "lab/map_id.h"
#include "lab/stages/pipeline.h"

namespace convlens::lab {

// Which values of a map its own range spans.
struct RangeBasis {
  bool percentiles = false;  // the middle 98 of 100 values, not all of them
  bool symmetric = false;    // about 0: the 98th percentile of the absolute values
  MapPart part;              // of the map; an empty one stands for all of it

  friend bool operator==(const RangeBasis&, const RangeBasis&) = default;
};

// The values of a part of a map (H', W'); of all of it where the part is empty.
std::vector<float> part_values(const Tensor& map, const MapPart& part);
// Of the finite values of that part.
ValueRange range_of(const Tensor& map, const RangeBasis& basis);

// Such ranges, computed when first asked for and again when the values or the basis have changed.
// Owned and used by one thread.
class OwnRanges {
 public:
  ValueRange of(const MapId& id, const FeatureMap& map, const RangeBasis& basis);

 private:
  struct Entry {
    std::uint64_t revision = 0;
    RangeBasis basis;
    ValueRange range;
  };
  std::map<MapId, Entry> entries_;
};

}  // namespace convlens::lab
