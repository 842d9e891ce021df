#include "lab/stages/change_maps.h"

#include "core/statistics.h"

namespace convlens::lab {

Status ChangeMaps::update(const Document* before, const Pipeline& now) {
  const bool alike = before != nullptr && before->sources.size() == now.source_count() &&
                     before->filters.size() == now.filter_count();
  if (!alike) {
    rows_.clear();
    return {};
  }
  if (const Status status = before_.update(*before); !status) {
    rows_.clear();
    return status;
  }
  rows_.resize(now.source_count());
  for (std::size_t s = 0; s < rows_.size(); ++s) {
    rows_[s].resize(now.filter_count());
    for (std::size_t f = 0; f < rows_[s].size(); ++f) {
      Entry& entry = rows_[s][f];
      const FeatureMap& a = now.map(s, f);
      const FeatureMap& b = before_.map(s, f);
      if (entry.now == a.revision && entry.before == b.revision) continue;
      entry = {a.revision, b.revision, {}};
      if (a.values.shape() != b.values.shape()) continue;
      Tensor change(a.values.shape());
      for (std::size_t i = 0; i < change.size(); ++i) {
        change.data()[i] = a.values.data()[i] - b.values.data()[i];
      }
      const ValueRange range = finite_range(change.values());
      entry.change = {std::move(change), range, next_revision_++};
    }
  }
  return {};
}

// The revisions count on: whoever remembers one must not take later values for it.
void ChangeMaps::clear() {
  before_ = {};
  rows_.clear();
}

const FeatureMap* ChangeMaps::map(std::size_t source, std::size_t filter) const {
  if (source >= rows_.size() || filter >= rows_[source].size()) return nullptr;
  const FeatureMap& change = rows_[source][filter].change;
  return change.revision == 0 ? nullptr : &change;
}

}  // namespace convlens::lab
