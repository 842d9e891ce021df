#pragma once

#include <cstddef>

#include "lab/stages/map_differences.h"
#include "lab/stages/pipeline.h"

namespace convlens::lab {

// My maps less those of an earlier document: what a step did. Kept up to date only while somebody
// looks at it. Owned and used by one thread.
class ChangeMaps {
 public:
  // `before`: null where there was nothing earlier. `now`: of the later document.
  Status update(const Document* before, const Pipeline& now);
  void clear();

  // The change (H', W') of a map of `now`, as it was at the last update; null where the two
  // documents have no maps that could be compared: another number of them, or another size.
  const FeatureMap* map(const Pipeline& now, std::size_t source, std::size_t filter) const;

 private:
  Pipeline before_;
  bool alike_ = false;  // as many pictures and filters before as now
  mutable MapDifferences changes_;
};

}  // namespace convlens::lab
