#include "lab/pipeline.h"

#include <algorithm>
#include <chrono>

#include "core/statistics.h"

namespace convlens::lab {
namespace {

double elapsed_ms(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

}  // namespace

Status Pipeline::update(const Document& document) {
  update_inputs(document);
  return update_maps(document);
}

void Pipeline::update_inputs(const Document& document) {
  inputs_.resize(document.sources.size());
  for (std::size_t s = 0; s < document.sources.size(); ++s) {
    const Source& source = document.sources[s];
    InputEntry& entry = inputs_[s];
    if (entry.source == source && entry.size == document.crop_size) continue;
    entry.source = source;
    entry.size = document.crop_size;
    // (1, h, w, 3), 0..255 -> 0..1, the factor rounded to float32 as Keras' Rescaling(1/255) has it
    Tensor pixels = crop_pixels(source.picture->image, document.crop_size, source.origin);
    for (float& value : pixels.values()) value *= 1.0f / 255.0f;
    entry.value = {std::move(pixels), {}, next_revision_++};
    entry.value.range = finite_range(entry.value.pixels.values());
  }
}

Status Pipeline::update_maps(const Document& document) {
  const bool same_options = conv_ == document.conv;
  std::vector<std::size_t> all;
  std::vector<std::size_t> changed;
  for (std::size_t f = 0; f < document.filters.size(); ++f) {
    all.push_back(f);
    const bool same = same_options && f < filters_.size() && filters_[f] == document.filters[f];
    if (!same) changed.push_back(f);
  }

  // All that is to be new is computed before any of it replaces what was there.
  std::vector<NewMaps> news;
  for (std::size_t s = 0; s < document.sources.size(); ++s) {
    const bool same_input =
        s < rows_.size() && rows_[s].input_revision == inputs_[s].value.revision;
    const std::vector<std::size_t>& dirty = same_input ? changed : all;
    if (dirty.empty()) continue;
    auto computed = compute_maps(s, document, dirty);
    if (!computed) return fail(std::move(computed.error()));
    news.push_back(std::move(*computed));
  }

  rows_.resize(document.sources.size());
  for (MapRow& row : rows_) row.maps.resize(document.filters.size());
  filters_ = document.filters;
  conv_ = document.conv;
  if (!news.empty()) conv_ms_ = 0.0;
  for (NewMaps& computed : news) take(std::move(computed));
  if (!news.empty()) ++updates_;
  return {};
}

Result<Pipeline::NewMaps> Pipeline::compute_maps(std::size_t source, const Document& document,
                                                 const std::vector<std::size_t>& filters) const {
  std::vector<const Filter*> batch;
  for (const std::size_t f : filters) batch.push_back(&document.filters[f]);

  const auto start = std::chrono::steady_clock::now();
  conv::Execution execution;
  execution.layout = conv::OutputLayout::kPlanar;
  auto maps = conv::conv2d(inputs_[source].value.pixels, to_kernel(batch), {}, document.conv,
                           execution);  // (1, F, H', W')
  if (!maps) return fail(std::move(maps.error()));
  return NewMaps{source, filters, std::move(*maps), elapsed_ms(start)};
}

void Pipeline::take(NewMaps computed) {
  const Shape& shape = computed.values.shape();  // (1, F, H', W')
  const Shape map_shape{shape[2], shape[3]};
  const std::size_t map_size = map_shape.element_count();
  MapRow& row = rows_[computed.source];
  for (std::size_t i = 0; i < computed.filters.size(); ++i) {
    FeatureMap& map = row.maps[computed.filters[i]];
    map.values = Tensor(map_shape, computed.values.values().subspan(i * map_size, map_size));
    map.range = finite_range(map.values.values());
    map.revision = next_revision_++;
    ++maps_computed_;
  }
  row.input_revision = inputs_[computed.source].value.revision;
  conv_ms_ += computed.conv_ms;
}

ValueRange Pipeline::shared_range() const {
  ValueRange shared = rows_.front().maps.front().range;
  for (const MapRow& row : rows_) {
    for (const FeatureMap& map : row.maps) {
      shared.lo = std::min(shared.lo, map.range.lo);
      shared.hi = std::max(shared.hi, map.range.hi);
    }
  }
  return shared;
}

}  // namespace convlens::lab
