#pragma once

#include <cstdint>
#include <vector>

#include "lab/stages/pipeline.h"

namespace convlens::lab {

// My maps less those of an earlier document: what a step did. Kept up to date only while somebody
// looks at it; what did not change since is not computed again.
class ChangeMaps {
 public:
  // `before`: null where there was nothing earlier.
  Status update(const Document* before, const Pipeline& now);
  void clear();

  // The change (H', W') of one map; null where the two documents have no maps that could be
  // compared: another number of them, or another size.
  const FeatureMap* map(std::size_t source, std::size_t filter) const;

 private:
  struct Entry {
    std::uint64_t now = 0;  // revisions of the two
    std::uint64_t before = 0;
    FeatureMap change;  // of no values where the sizes differ
  };

  Pipeline before_;
  std::vector<std::vector<Entry>> rows_;
  std::uint64_t next_revision_ = 1;
};

}  // namespace convlens::lab
