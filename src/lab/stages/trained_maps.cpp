#include "lab/stages/trained_maps.h"

#include <algorithm>

#include "core/statistics.h"
#include "lab/stages/map_sheet.h"

namespace convlens::lab {
namespace {

// Whether two models made from one have the same weights up to the first convolution. (Only
// kernels are ever edited, so its activation's stay.)
bool same_beginning(const nn::Model& a, const nn::Model& b, const FirstConvolution& first) {
  const std::vector<int> changed = differing_layers(a, b);
  return std::none_of(changed.begin(), changed.end(),
                      [&first](int layer) { return layer <= first.layer; });
}

}  // namespace

void TrainedMaps::clear() {
  trained_.reset();
  model_.reset();
  first_.reset();
  reason_ = {};
  rows_.clear();
  gathered_.clear();
}

void TrainedMaps::update(const Document& document, const nn::Model& shown, const Pipeline& bench) {
  const bool same_model =
      trained_ == document.network->trained && first_ && same_beginning(*model_, shown, *first_);
  const bool same_way = same_model && preparation_ == document.network->preparation &&
                        activation_ == document.conv.activation;
  bool same_crops = rows_.size() == document.sources.size();
  for (std::size_t s = 0; same_crops && s < rows_.size(); ++s) {
    same_crops = rows_[s].input_revision == bench.crop(s).revision;
  }
  if (same_way && same_crops) {
    model_ = shown;  // of the same weights up to there; the next comparison is that of handles
    return;
  }
  trained_ = document.network->trained;
  model_ = shown;
  preparation_ = document.network->preparation;
  activation_ = document.conv.activation;
  first_ = first_convolution(shown);
  reason_ = {};
  auto rows = compute(document, bench);
  if (!rows) reason_ = std::move(rows.error().phrase);
  rows_ = rows ? std::move(*rows) : std::vector<Row>();
  for (Row& row : rows_) row.revision = next_revision_++;
  if (rows_.empty()) gathered_.clear();
  ++updates_;
}

Result<std::vector<TrainedMaps::Row>> TrainedMaps::compute(const Document& document,
                                                           const Pipeline& bench) const {
  if (!first_) return fail("the network has no convolution that a picture alone leads to");
  std::vector<Row> rows;
  for (std::size_t s = 0; s < document.sources.size(); ++s) {
    TRY_ASSIGN(auto values, apply(document, bench.crop(s).pixels));
    rows.push_back({bench.crop(s).revision, nn::SharedTensor(std::move(values)), 0});
  }
  return rows;
}

Result<Tensor> TrainedMaps::apply(const Document& document, const TensorView& picture) const {
  auto value = prepared_at_full_size(picture, *document.network);
  for (const nn::LayerHandle& layer : first_->before) value = layer(value);
  if (!value) return value;
  const nn::LayerHandle conv = model_->layer(first_->layer).handle();
  const TensorView view = value->view();
  if (activation_ == conv::Activation::kNone) return conv->compute_before_activation({&view, 1});
  auto sums = conv(view);
  if (!first_->activation) return sums;
  return (*first_->activation)(sums);
}

std::size_t TrainedMaps::channel_count() const {
  return rows_.empty() ? 0 : static_cast<std::size_t>(rows_.front().values.shape()[3]);
}

const FeatureMap& TrainedMaps::map(std::size_t source, std::size_t channel) const {
  const Row& row = rows_[source];
  Gathered& entry = gathered_[{source, channel}];
  if (entry.revision != row.revision) {
    entry.revision = row.revision;
    entry.map.values = channel_map(row.values, channel);
    entry.map.range = finite_range(entry.map.values.values());
    entry.map.revision = next_revision_++;
  }
  return entry.map;
}

}  // namespace convlens::lab
