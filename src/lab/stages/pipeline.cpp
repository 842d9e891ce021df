#include "lab/stages/pipeline.h"

#include <algorithm>
#include <utility>

#include "core/statistics.h"
#include "lab/stages/stopwatch.h"

namespace convlens::lab {

Status Pipeline::update(const Document& document) {
  TRY(update_inputs(document));
  return update_maps(document);
}

InputStage Pipeline::stage_of(Tensor pixels) {
  const Timed timed(times_.ranges);
  const ValueRange range = finite_range(pixels.values());
  return {std::move(pixels), range, next_revision_++};
}

Tensor Pipeline::cropped(const Source& source, CropSize size) {
  const Timed timed(times_.input);
  return source_crop(source, size);
}

Status Pipeline::update_inputs(const Document& document) {
  inputs_.resize(document.sources.size());
  for (std::size_t s = 0; s < document.sources.size(); ++s) {
    const Source& source = document.sources[s];
    InputEntry& entry = inputs_[s];
    if (entry.source != source || entry.size != document.crop_size) {
      entry.source = source;
      entry.size = document.crop_size;
      entry.crop = stage_of(cropped(source, document.crop_size));  // (1, h, w, c)
      entry.made.reset();
    }
    TRY(make_input(document, entry));
  }
  return {};
}

Status Pipeline::make_input(const Document& document, InputEntry& entry) {
  const bool adopts = document.adopt_network && document.network;
  if (!adopts && !sees_grey(document)) {
    entry.made.reset();
    return {};
  }
  Made made{document.filters.front().channels, nullptr, {}};
  if (adopts) made = {made.channels, document.network->trained, document.network->preparation};
  if (entry.made == made) return {};
  const Stopwatch watch;
  TRY_ASSIGN(auto pixels, bench_input(document, entry.crop.pixels));
  times_.input += watch.elapsed_ms();
  entry.value = stage_of(std::move(pixels));
  entry.made = made;
  return {};
}

Status Pipeline::update_maps(const Document& document) {
  const conv::Conv2dOptions options = bench_conv(document);
  const bool same_options = conv_ == options;
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
    const bool same_input = s < rows_.size() && rows_[s].input_revision == input(s).revision;
    const std::vector<std::size_t>& dirty = same_input ? changed : all;
    if (dirty.empty()) continue;
    TRY_ASSIGN(auto computed, compute_maps(s, document, dirty));
    news.push_back(std::move(computed));
  }

  rows_.resize(document.sources.size());
  for (MapRow& row : rows_) row.maps.resize(document.filters.size());
  filters_ = document.filters;
  conv_ = options;
  if (!news.empty()) conv_ms_ = 0.0;
  for (NewMaps& computed : news) take(std::move(computed));
  if (!news.empty()) ++updates_;
  return {};
}

Result<Pipeline::NewMaps> Pipeline::compute_maps(std::size_t source, const Document& document,
                                                 const std::vector<std::size_t>& filters) const {
  std::vector<const Filter*> batch;
  Tensor biases({static_cast<std::int64_t>(filters.size())});  // (f,)
  for (const std::size_t f : filters) {
    biases.data()[batch.size()] = document.filters[f].bias;
    batch.push_back(&document.filters[f]);
  }

  const Stopwatch watch;
  conv::Execution execution;
  execution.layout = conv::OutputLayout::kPlanar;
  auto maps = conv::conv2d(input(source).pixels, to_kernel(batch), biases, bench_conv(document),
                           execution);  // (1, F, H', W')
  if (!maps) return fail(std::move(maps.error()));
  return NewMaps{source, filters, std::move(*maps), watch.elapsed_ms()};
}

void Pipeline::take(NewMaps computed) {
  const Shape& shape = computed.values.shape();  // (1, F, H', W')
  const Shape map_shape{shape[2], shape[3]};
  const std::size_t map_size = map_shape.element_count();
  MapRow& row = rows_[computed.source];
  for (std::size_t i = 0; i < computed.filters.size(); ++i) {
    FeatureMap& map = row.maps[computed.filters[i]];
    map.values = Tensor(map_shape, computed.values.values().subspan(i * map_size, map_size));
    const Timed timed(times_.ranges);
    map.range = finite_range(map.values.values());
    map.revision = next_revision_++;
    ++maps_computed_;
  }
  row.input_revision = input(computed.source).revision;
  conv_ms_ += computed.conv_ms;
  times_.conv += computed.conv_ms;
}

}  // namespace convlens::lab
