#pragma once

#include <cstdint>
#include <map>

#include "lab/document/filter.h"
#include "lab/document/placement.h"
#include "lab/map_id.h"
#include "lab/stages/pipeline.h"

namespace convlens::lab {

// What instruments make of maps, pictures and filters, by the name that it has: computed when first
// asked for and again when what it is made of has changed. Owned and used by one thread.
class MeasuredMaps {
 public:
  // As Keras' MaxPooling2D and AveragePooling2D; null where no window fits into the map.
  const FeatureMap* pooled(const MapId& id, const FeatureMap& map, const Pooling& pooling);
  // frequency_response()
  const FeatureMap* response(const MapId& id, const Filter& filter, int channel);
  // log_spectrum() of a map, or of a channel of a picture's values; -1 for their mean.
  const FeatureMap* spectrum(const MapId& id, const FeatureMap& map);
  const FeatureMap* spectrum(const MapId& id, const InputStage& values, int channel);

 private:
  // What an entry was made of.
  struct Made {
    std::uint64_t revision = 0;
    int channel = 0;
    Pooling pooling;
    Filter filter;

    friend bool operator==(const Made&, const Made&) = default;
  };
  struct Entry {
    Made made;
    FeatureMap map;  // of revision 0 where there is none
  };
  // Made anew where it was made of something else, by `make`, which gives a Tensor (H, W).
  template <typename Make>
  const FeatureMap* renewed(const MapId& id, Made made, const Make& make);

  std::map<MapId, Entry> entries_;
  std::uint64_t next_revision_ = 1;
};

}  // namespace convlens::lab
