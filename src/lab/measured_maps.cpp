#include "lab/measured_maps.h"

#include <span>
#include <utility>

#include "core/statistics.h"
#include "lab/stages/spectrum.h"
#include "nn/layers/pooling.h"

namespace convlens::lab {
namespace {

// Empty where no window fits.
Tensor pooled_values(const FeatureMap& map, const Pooling& pooling) {
  const Shape& shape = map.values.shape();
  const nn::Pooling2DOptions options{.pool_size = {pooling.size, pooling.size}};
  const auto layer = pooling.average ? nn::average_pooling2d(options) : nn::max_pooling2d(options);
  if (!layer) return {};
  const TensorView input(map.values.values(), Shape{1, shape[0], shape[1], 1});
  auto value = (*layer)->compute(std::span(&input, 1));
  if (!value) return {};
  const Shape pooled{value->shape()[1], value->shape()[2]};
  return std::move(*value).reshaped(pooled);
}

}  // namespace

template <typename Make>
const FeatureMap* MeasuredMaps::renewed(const MapId& id, Made made, const Make& make) {
  constexpr std::size_t kMostRemembered = 1024;
  if (entries_.size() > kMostRemembered) entries_.clear();
  Entry& entry = entries_[id];
  if (entry.map.revision == 0 || entry.made != made) {
    Tensor values = make();
    const ValueRange range = finite_range(std::as_const(values).values());
    entry = {std::move(made), {std::move(values), range, next_revision_++}};
  }
  return entry.map.values.size() == 0 ? nullptr : &entry.map;
}

const FeatureMap* MeasuredMaps::pooled(const MapId& id, const FeatureMap& map,
                                       const Pooling& pooling) {
  return renewed(id, {map.revision, 0, pooling, {}}, [&] { return pooled_values(map, pooling); });
}

const FeatureMap* MeasuredMaps::response(const MapId& id, const Filter& filter, int channel) {
  return renewed(id, {0, channel, {}, filter}, [&] { return frequency_response(filter, channel); });
}

const FeatureMap* MeasuredMaps::spectrum(const MapId& id, const FeatureMap& map) {
  return renewed(id, {map.revision, 0, {}, {}}, [&] { return log_spectrum(map.values); });
}

const FeatureMap* MeasuredMaps::spectrum(const MapId& id, const InputStage& values, int channel) {
  return renewed(id, {values.revision, channel, {}, {}},
                 [&] { return log_spectrum(channel_plane(values.pixels, channel)); });
}

}  // namespace convlens::lab
