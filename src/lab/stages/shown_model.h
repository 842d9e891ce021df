#pragma once

#include <memory>
#include <optional>

#include "lab/document/network.h"

namespace convlens::lab {

// shown_model() of the network that is shown, computed anew only when that is another one: between
// the trained and the edited weights all of them are mixed, which no frame does without need.
class ShownModel {
 public:
  const nn::Model& of(const Network& network) {
    const bool same = model_ && trained_ == network.trained && *edited_ == network.edited &&
                      morph_ == network.morph && untrained_ == network.untrained;
    if (!same) {
      trained_ = network.trained;
      edited_ = network.edited;
      morph_ = network.morph;
      untrained_ = network.untrained;
      model_ = shown_model(network);
    }
    return *model_;
  }

 private:
  std::shared_ptr<const TrainedNetwork> trained_;
  std::optional<nn::Model> edited_;
  float morph_ = 1.0f;
  std::optional<nn::Model> untrained_;
  std::optional<nn::Model> model_;
};

}  // namespace convlens::lab
