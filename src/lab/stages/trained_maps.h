#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lab/document/document.h"
#include "lab/stages/pipeline.h"
#include "lab/stages/stage_times.h"

namespace convlens::lab {

// The maps that a network's first convolution makes of the crops on the bench, to stand beside
// mine. Of large crops only those are computed that somebody asks for: 32 filters over a frame of
// 1080p take longer than a frame may. Owned and used by one thread.
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
  // The map (H', W') of one channel on one source's crop, computed when first asked for. All NaN
  // where there was no memory for it.
  const FeatureMap& map(std::size_t source, std::size_t channel) const;
  // Updates that changed some map, and maps computed since the start.
  std::uint64_t updates() const { return updates_; }
  std::uint64_t maps_computed() const { return maps_computed_; }
  // Of its parts input and trained.
  const StageTimes& times() const { return times_; }

 private:
  using Channels = std::vector<std::size_t>;
  struct Row {
    std::uint64_t input_revision = 0;
    Tensor input;                                 // (1, H, W, C), as the convolution sees it
    Shape shape;                                  // (1, H', W', F) of all its maps
    std::vector<std::optional<FeatureMap>> maps;  // a channel each, where they were asked for
  };

  Result<std::vector<Row>> rows_of(const Document& document, const Pipeline& bench) const;
  bool is_divisible() const;
  Channels wanted(const Row& row, std::size_t channel) const;
  nn::Layer const& convolution() const { return *model_->layer(first_->layer).handle(); }
  Result<nn::LayerHandle> convolution_of(const Channels& channels) const;
  Result<Tensor> values_of(const Row& row, const Channels& channels) const;
  void compute(Row& row, const Channels& channels) const;

  // What the rows were computed from.
  std::shared_ptr<const TrainedNetwork> trained_;
  std::optional<nn::Model> model_;
  nn::InputPreparation preparation_;
  conv::Activation activation_ = conv::Activation::kNone;

  std::optional<FirstConvolution> first_;
  Phrase reason_;
  mutable std::vector<Row> rows_;        // one a source
  mutable std::set<std::size_t> asked_;  // channels, since the last update
  std::set<std::size_t> asked_before_;   // between that and the one before
  mutable std::uint64_t next_revision_ = 1;
  std::uint64_t updates_ = 0;
  mutable std::uint64_t maps_computed_ = 0;
  mutable StageTimes times_;
};

}  // namespace convlens::lab
