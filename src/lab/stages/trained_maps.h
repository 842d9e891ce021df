#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lab/document/document.h"
#include "lab/stages/pipeline.h"

namespace convlens::lab {

// The maps that a network's first convolution makes of the crops on the bench, to stand beside
// mine. Owned and used by one thread.
class TrainedMaps {
 public:
  // Brings the maps up to date with the network's `shown` weights and the crops in `bench`. Where
  // there can be none, reason() says why.
  void update(const Document& document, const nn::Model& shown, const Pipeline& bench);
  void clear();

  // Nothing where the network has no convolution that a picture of any size could go through.
  const std::optional<FirstConvolution>& first() const { return first_; }
  // Why there are no maps; empty where there are.
  const Phrase& reason() const { return reason_; }
  bool has_maps() const { return !rows_.empty(); }
  std::size_t channel_count() const;
  // The map (H', W') of one channel on one source's crop, gathered when first asked for.
  const FeatureMap& map(std::size_t source, std::size_t channel) const;
  // Updates that changed some map.
  std::uint64_t updates() const { return updates_; }

 private:
  struct Row {
    std::uint64_t input_revision = 0;
    nn::SharedTensor values;  // (1, H', W', F)
    std::uint64_t revision = 0;
  };
  struct Gathered {
    std::uint64_t revision = 0;  // of the row that it was gathered from
    FeatureMap map;
  };

  Result<std::vector<Row>> compute(const Document& document, const Pipeline& bench) const;
  Result<Tensor> apply(const Document& document, const TensorView& picture) const;

  // What the rows were computed from.
  std::shared_ptr<const TrainedNetwork> trained_;
  std::optional<nn::Model> model_;
  nn::InputPreparation preparation_;
  conv::Activation activation_ = conv::Activation::kNone;

  std::optional<FirstConvolution> first_;
  Phrase reason_;
  std::vector<Row> rows_;  // one a source
  mutable std::map<std::pair<std::size_t, std::size_t>, Gathered> gathered_;
  mutable std::uint64_t next_revision_ = 1;
  std::uint64_t updates_ = 0;
};

}  // namespace convlens::lab
