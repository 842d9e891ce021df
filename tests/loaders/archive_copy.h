#pragma once

#include "loaders/isolation/model_archive.h"

namespace convlens::loaders::testing {

inline ModelArchive copy_of(const ModelArchive& archive) {
  ModelArchive copy;
  copy.format = archive.format;
  copy.facts = archive.facts;
  for (const WeightGroup& group : archive.groups) {
    copy.groups.push_back({group.path, {}});
    for (const NamedTensor& weight : group.weights) {
      copy.groups.back().weights.push_back({weight.name, weight.values.clone()});
    }
  }
  return copy;
}

}  // namespace convlens::loaders::testing
