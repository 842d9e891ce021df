#include "lab/stages/map_differences.h"

#include <utility>

#include "core/statistics.h"

namespace convlens::lab {

const FeatureMap* MapDifferences::of(std::size_t source, std::size_t filter, const FeatureMap& a,
                                     const FeatureMap& b) {
  if (a.values.shape() != b.values.shape()) return nullptr;
  Entry& entry = entries_[{source, filter}];
  if (entry.a != a.revision || entry.b != b.revision) {
    Tensor difference(a.values.shape());
    for (std::size_t i = 0; i < difference.size(); ++i) {
      difference.data()[i] = a.values.data()[i] - b.values.data()[i];
    }
    const ValueRange range = finite_range(difference.values());
    entry = {a.revision, b.revision, {std::move(difference), range, next_revision_++}};
  }
  return &entry.difference;
}

}  // namespace convlens::lab
