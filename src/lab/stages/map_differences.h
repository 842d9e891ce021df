#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "lab/stages/pipeline.h"

namespace convlens::lab {

// One map less another, computed when first asked for and again when one of the two has changed.
// Owned and used by one thread.
class MapDifferences {
 public:
  // a - b (H', W'), by a picture and a filter; null where the two differ in size.
  const FeatureMap* of(std::size_t source, std::size_t filter, const FeatureMap& a,
                       const FeatureMap& b);
  // Revisions count on: whoever remembers one must not take later values for it.
  void clear() { entries_.clear(); }

 private:
  struct Entry {
    std::uint64_t a = 0;  // revisions of the two
    std::uint64_t b = 0;
    FeatureMap difference;
  };

  std::map<std::pair<std::size_t, std::size_t>, Entry> entries_;
  std::uint64_t next_revision_ = 1;
};

}  // namespace convlens::lab
