#include "lab/stages/pipeline.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/statistics.h"
#include "lab/stages/map_copies.h"
#include "lab/stages/stopwatch.h"

namespace convlens::lab {

Status Pipeline::update(const Document& document, Pace pace) {
  TRY(update_inputs(document));
  return update_maps(document, pace);
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

Status Pipeline::update_maps(const Document& document, Pace pace) {
  const conv::Conv2dOptions options = bench_conv(document);
  const bool same_options = conv_ == options;
  // While it is painted, a filter's maps follow its changes.
  const bool goes_on = pace == Pace::kFollowing && same_options && has_inputs_of_maps();
  std::vector<std::size_t> all;
  std::vector<std::size_t> changed;
  for (std::size_t f = 0; f < document.filters.size(); ++f) {
    all.push_back(f);
    const bool same = same_options && f < filters_.size() && filters_[f] == document.filters[f];
    const bool exact = !painted_ || painted_->filter != f;
    if (!same || (!exact && !goes_on)) changed.push_back(f);
  }
  if (goes_on) {
    const auto changes = changes_to_follow(document, changed);
    if (changes && has_finite_planes()) {
      begin_to_follow(changed.front());
      follow(document, *changes);
      return {};
    }
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
  // Maps that were not computed anew are exact, but for those that follow a change.
  const auto is_new = [&](std::size_t f) {
    return std::find(changed.begin(), changed.end(), f) != changed.end();
  };
  if (painted_ && (is_new(painted_->filter) || painted_->filter >= document.filters.size())) {
    painted_.reset();
  }
  filters_ = document.filters;
  conv_ = options;
  if (!news.empty()) conv_ms_ = 0.0;
  for (NewMaps& computed : news) take(std::move(computed));
  if (!news.empty()) ++updates_;
  return {};
}

namespace {

// What changed between two filters of one shape; nothing where that is not a few weights.
std::optional<std::vector<conv::WeightChange>> few_changes(const Filter& from, const Filter& to) {
  if (!from.has_shape_of(to)) return std::nullopt;
  const std::vector<float> before = heard_weights(from);
  const std::vector<float> now = heard_weights(to);
  const std::size_t most = std::max<std::size_t>(3, now.size() / 8);
  std::vector<conv::WeightChange> changes;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (before[i] == now[i]) continue;
    const float by = now[i] - before[i];
    if (changes.size() == most || !std::isfinite(by)) return std::nullopt;
    const auto at = static_cast<std::int64_t>(i);
    const std::int64_t cell = at / to.channels;
    changes.push_back({cell / to.width, cell % to.width, at % to.channels, by});
  }
  return changes;
}

}  // namespace

bool Pipeline::has_inputs_of_maps() const {
  bool same = rows_.size() == inputs_.size();
  for (std::size_t s = 0; same && s < rows_.size(); ++s) {
    same = rows_[s].input_revision == input(s).revision;
  }
  return same;
}

// Where all that is new is a few weights of one filter, beside the same inputs: what changed of it
// since its maps were exact.
std::optional<Pipeline::Changes> Pipeline::changes_to_follow(
    const Document& document, const std::vector<std::size_t>& changed) const {
  if (changed.size() != 1 || document.filters.size() != filters_.size() ||
      !conv::follows_changes(conv_)) {
    return std::nullopt;
  }
  const std::size_t filter = changed.front();
  if (painted_ && painted_->filter != filter) return std::nullopt;
  return few_changes(painted_ ? painted_->base : filters_[filter], document.filters[filter]);
}

// Of all inputs; makes those that are not there yet.
bool Pipeline::has_finite_planes() {
  for (std::size_t s = 0; s < rows_.size(); ++s) {
    InputEntry& entry = inputs_[s];
    if (entry.planes_revision != input(s).revision) {
      entry.planes = conv::planes_of(input(s).pixels);
      entry.planes_revision = input(s).revision;
    }
    if (!entry.planes.finite) return false;
  }
  return true;
}

// Keeps the filter's maps as they are, exact, unless that has begun.
void Pipeline::begin_to_follow(std::size_t filter) {
  if (painted_) return;
  painted_.emplace(Painted{filter, filters_[filter], {}});
  for (MapRow& row : rows_) {
    Tensor& map = row.maps[filter].values;
    Tensor next(map.shape(), Tensor::Uninitialized{});
    painted_->maps.push_back(std::exchange(map, std::move(next)));
  }
}

void Pipeline::follow(const Document& document, const Changes& changes) {
  const Filter& filter = document.filters[painted_->filter];
  const Shape shape{filter.height, filter.width, filter.channels};
  conv_ms_ = 0.0;
  for (std::size_t s = 0; s < rows_.size(); ++s) {
    FeatureMap& map = rows_[s].maps[painted_->filter];
    const Stopwatch watch;
    conv::apply_changes(inputs_[s].planes.values, shape, conv_, changes,
                        filter.bias - painted_->base.bias, painted_->maps[s], map.values.values());
    conv_ms_ += watch.elapsed_ms();
    const Timed timed(times_.ranges);
    map.range = range_of_map(map.values.values());
    map.revision = next_revision_++;
    ++maps_computed_;
  }
  times_.conv += conv_ms_;
  filters_ = document.filters;
  strategy_ = "following";
  ++updates_;
}

void Pipeline::use_engine(MapEngine* engine) {
  engine_ = engine;
  filters_.clear();  // what the maps were computed from
  painted_.reset();
}

// (1, F, H', W'), and by which way.
Result<Tensor> Pipeline::convolved(const TensorView& pixels, const TensorView& kernel,
                                   const TensorView& bias, const conv::Conv2dOptions& options,
                                   std::string_view& strategy) {
  constexpr conv::Execution kPlanar{.layout = conv::OutputLayout::kPlanar};
  // What cannot be convolved at all is no engine's fault.
  TRY_ASSIGN(const auto plan, conv::conv2d_plan(pixels.shape(), kernel, options, kPlanar));
  if (engine_ != nullptr) {
    auto maps = engine_->maps(pixels, kernel, bias, options);
    strategy = engine_->name();
    if (maps) return maps;
    engine_fault_ = std::move(maps.error());
    engine_ = nullptr;
  }
  strategy = conv::name_of(plan.strategy);
  return conv::conv2d(pixels, kernel, bias, options, kPlanar);
}

Result<Pipeline::NewMaps> Pipeline::compute_maps(std::size_t source, const Document& document,
                                                 const std::vector<std::size_t>& filters) {
  std::vector<const Filter*> batch;
  Tensor biases({static_cast<std::int64_t>(filters.size())});  // (f,)
  for (const std::size_t f : filters) {
    biases.data()[batch.size()] = document.filters[f].bias;
    batch.push_back(&document.filters[f]);
  }
  const Stopwatch watch;
  NewMaps news{source, filters, {}, 0.0, {}};
  TRY_ASSIGN(news.values, convolved(input(source).pixels, to_kernel(batch), biases,
                                    bench_conv(document), news.strategy));
  news.conv_ms = watch.elapsed_ms();
  return news;
}

void Pipeline::take(NewMaps computed) {
  const Shape& shape = computed.values.shape();  // (1, F, H', W')
  const Shape map_shape{shape[2], shape[3]};
  const std::size_t map_size = map_shape.element_count();
  MapRow& row = rows_[computed.source];
  for (std::size_t i = 0; i < computed.filters.size(); ++i) {
    FeatureMap& map = row.maps[computed.filters[i]];
    if (map.values.shape() != map_shape) map.values = Tensor(map_shape, Tensor::Uninitialized{});
    const Timed timed(times_.ranges);
    map.range = copied_map(std::as_const(computed.values).values().subspan(i * map_size, map_size),
                           map.values.values());
    map.revision = next_revision_++;
    ++maps_computed_;
  }
  row.input_revision = input(computed.source).revision;
  conv_ms_ += computed.conv_ms;
  strategy_ = computed.strategy;
  times_.conv += computed.conv_ms;
}

}  // namespace convlens::lab
