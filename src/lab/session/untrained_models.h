#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "lab/document/weight_summary.h"

namespace convlens::lab {

// Networks before any training, each made once: the steps of a history share its weights.
class UntrainedModels {
 public:
  nn::Model of(const std::shared_ptr<const TrainedNetwork>& network) {
    const auto found = std::find_if(known_.begin(), known_.end(),
                                    [&](const auto& one) { return one.first == network; });
    if (found != known_.end()) return found->second;
    return known_.emplace_back(network, untrained_model(*network)).second;
  }

 private:
  std::vector<std::pair<std::shared_ptr<const TrainedNetwork>, nn::Model>> known_;
};

}  // namespace convlens::lab
