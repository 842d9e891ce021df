#include "lab/stages/change_maps.h"

namespace convlens::lab {

Status ChangeMaps::update(const Document* before, const Pipeline& now) {
  alike_ = before != nullptr && before->sources.size() == now.source_count() &&
           before->filters.size() == now.filter_count();
  if (!alike_) return {};
  Status status = before_.update(*before);
  alike_ = status.has_value();
  return status;
}

void ChangeMaps::clear() {
  before_ = {};
  alike_ = false;
  changes_.clear();
}

const FeatureMap* ChangeMaps::map(const Pipeline& now, std::size_t source,
                                  std::size_t filter) const {
  if (!alike_ || source >= now.source_count() || filter >= now.filter_count()) return nullptr;
  return changes_.of(source, filter, now.map(source, filter), before_.map(source, filter));
}

}  // namespace convlens::lab
