#include "lab/stages/trained_maps.h"

#include <algorithm>
#include <limits>
#include <utility>

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

// Sums of a whole bank of filters up to which nobody waits for them, in multiply-adds: 15 ms.
constexpr double kAtOnce = 1e9;
// Of more channels than this that were not asked for before, somebody looks at all.
constexpr std::size_t kFew = 3;

// Whether it does to each channel the same whatever the others are.
bool is_by_channel(const nn::Layer& layer) {
  return (layer.type() == "Activation" || layer.type() == "ReLU") &&
         layer.activation() != nn::Activation::kSoftmax &&
         layer.activation() != nn::Activation::kLogSoftmax;
}

// The last axis of a kernel (KH, KW, C, F), or of a bias (F,), at some places.
Tensor picked(const Tensor& weight, const std::vector<std::size_t>& channels) {
  const Shape& shape = weight.shape();
  const auto count = static_cast<std::size_t>(shape[shape.rank() - 1]);
  const auto kept = static_cast<std::int64_t>(channels.size());
  Tensor result(shape.rank() == 1 ? Shape{kept} : Shape{shape[0], shape[1], shape[2], kept});
  float* out = result.data();
  for (std::size_t tap = 0; tap < weight.size() / count; ++tap) {
    for (const std::size_t channel : channels) *out++ = weight.data()[tap * count + channel];
  }
  return result;
}

}  // namespace

void TrainedMaps::clear() {
  trained_.reset();
  model_.reset();
  first_.reset();
  reason_ = {};
  rows_.clear();
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
  const Stopwatch watch;
  auto rows = rows_of(document, bench);
  times_.input += watch.elapsed_ms();
  if (!rows) reason_ = std::move(rows.error().phrase);
  rows_ = rows ? std::move(*rows) : std::vector<Row>();
  asked_before_ = std::exchange(asked_, {});
  ++updates_;
}

Result<std::vector<TrainedMaps::Row>> TrainedMaps::rows_of(const Document& document,
                                                           const Pipeline& bench) const {
  if (!first_) return fail("the network has no convolution that a picture alone leads to");
  std::vector<Row> rows;
  for (std::size_t s = 0; s < document.sources.size(); ++s) {
    auto input = prepared_at_full_size(bench.crop(s).pixels, *document.network);
    for (const nn::LayerHandle& layer : first_->before) input = layer(input);
    if (!input) return fail(std::move(input.error()));
    TRY_ASSIGN(auto shape, convolution().output_shape({&input->shape(), 1}));
    Row row{bench.crop(s).revision, *std::move(input), shape, {}};
    row.maps.resize(static_cast<std::size_t>(shape[3]));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::size_t TrainedMaps::channel_count() const {
  return rows_.empty() ? 0 : rows_.front().maps.size();
}

// Whether some of the convolution's channels can be computed without the others.
bool TrainedMaps::is_divisible() const {
  const nn::Layer& conv = convolution();
  return conv.type() == "Conv2D" && !first_->steps.round_up &&
         conv.activation() != nn::Activation::kSoftmax &&
         conv.activation() != nn::Activation::kLogSoftmax &&
         conv.weights().front().value->shape()[2] == rows_.front().input.shape()[3] &&
         (!first_->activation || is_by_channel(**first_->activation));
}

// The channel and, in one go, what was looked at before its picture changed; or all that are not
// there, where that costs little or they are looked at anyway.
TrainedMaps::Channels TrainedMaps::wanted(const Row& row, std::size_t channel) const {
  const double taps = static_cast<double>(convolution().weights().front().value->size());
  const double sums = taps * static_cast<double>(row.shape[1] * row.shape[2]);
  const bool all = sums <= kAtOnce || !is_divisible() ||
                   (asked_.size() > kFew && asked_before_.count(channel) == 0);
  Channels channels;
  for (std::size_t c = 0; c < row.maps.size(); ++c) {
    const bool asked = all || c == channel || asked_before_.count(c) > 0;
    if (asked && !row.maps[c]) channels.push_back(c);
  }
  return channels;
}

Result<nn::LayerHandle> TrainedMaps::convolution_of(const Channels& channels) const {
  const nn::LayerHandle whole = model_->layer(first_->layer).handle();
  if (channels.size() == rows_.front().maps.size()) return whole;
  const auto weights = whole->weights();
  nn::Conv2DOptions options;
  options.name = whole->name();
  options.strides = first_->steps.strides;
  options.dilation = first_->steps.dilation;
  options.padding = first_->steps.padding;
  options.edges = first_->steps.edges;
  options.activation = whole->activation();
  std::optional<Tensor> bias;
  if (weights.size() > 1) bias = picked(*weights[1].value, channels);
  return nn::conv2d(options, picked(*weights[0].value, channels), std::move(bias));
}

// (1, H', W', the channels).
Result<Tensor> TrainedMaps::values_of(const Row& row, const Channels& channels) const {
  TRY_ASSIGN(const auto conv, convolution_of(channels));
  const TensorView view = row.input.view();
  if (activation_ == conv::Activation::kNone) return conv->compute_before_activation({&view, 1});
  auto sums = conv(view);
  if (!first_->activation) return sums;
  return (*first_->activation)(sums);
}

void TrainedMaps::compute(Row& row, const Channels& channels) const {
  const Timed timed(times_.trained);
  const auto values = values_of(row, channels);
  for (std::size_t i = 0; i < channels.size(); ++i) {
    FeatureMap& map = row.maps[channels[i]].emplace();
    if (values) {
      map.values = channel_map(*values, i);
    } else {
      map.values = Tensor({row.shape[1], row.shape[2]});
      std::fill_n(map.values.data(), map.values.size(), std::numeric_limits<float>::quiet_NaN());
    }
    map.range = finite_range(map.values.values());
    map.revision = next_revision_++;
    ++maps_computed_;
  }
}

const FeatureMap& TrainedMaps::map(std::size_t source, std::size_t channel) const {
  Row& row = rows_[source];
  asked_.insert(channel);
  if (!row.maps[channel]) compute(row, wanted(row, channel));
  return *row.maps[channel];
}

}  // namespace convlens::lab
