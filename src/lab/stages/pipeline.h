#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "conv/weight_changes.h"
#include "core/colormap.h"
#include "core/result.h"
#include "core/tensor.h"
#include "lab/document/document.h"
#include "lab/stages/map_engine.h"
#include "lab/stages/stage_times.h"

namespace convlens::lab {

// Values of one source as a stage leaves them.
struct InputStage {
  Tensor pixels;               // (1, H, W, 3) float32
  ValueRange range;            // smallest and largest of them
  std::uint64_t revision = 0;  // changes with the values
};

// One feature map: one source through one filter.
struct FeatureMap {
  Tensor values;     // (H', W')
  ValueRange range;  // its own smallest and largest finite value
  std::uint64_t revision = 0;
};

// Whether maps may be what a change of their filter made of the maps of before: within rounding of
// what conv2d() gives, while a weight is painted. Exact ones are conv2d()'s, bit for bit.
enum class Pace { kExact, kFollowing };

// The chain source -> crop -> scale -> input -> conv -> statistics as stages that remember what
// they were computed from, so that update() does only the work that a change of the document
// caused. Owned and used by one thread.
class Pipeline {
 public:
  // Brings every stage up to date. On failure (a kernel larger than a VALID input) the maps are
  // those of before and the sentence says why.
  Status update(const Document& document, Pace pace = Pace::kExact);

  // What computes all maps anew with the next update(), and those after; null: the processor. It
  // stays its owner's. Where it fails, the processor takes its place, and why is kept.
  void use_engine(MapEngine* engine);
  std::optional<Error> take_engine_fault() { return std::exchange(engine_fault_, std::nullopt); }

  // The crop scaled by 1/255, 0..1.
  const InputStage& crop(std::size_t source) const { return inputs_[source].crop; }
  // What my filters are applied to: the crop, or what bench_input() makes of it.
  const InputStage& input(std::size_t source) const {
    const InputEntry& entry = inputs_[source];
    return entry.made ? entry.value : entry.crop;
  }
  const FeatureMap& map(std::size_t source, std::size_t filter) const {
    return rows_[source].maps[filter];
  }
  std::size_t source_count() const { return rows_.size(); }
  std::size_t filter_count() const { return filters_.size(); }

  // Counters since the start: updates that changed some map, and maps computed.
  std::uint64_t updates() const { return updates_; }
  std::uint64_t maps_computed() const { return maps_computed_; }
  // Wall time of the convolutions of the last update that computed any.
  double conv_ms() const { return conv_ms_; }
  // How they went about it: conv::name_of(), "following" a few weights that changed, or an engine's
  // name.
  std::string_view strategy() const { return strategy_; }
  // Of its parts input, conv and ranges.
  const StageTimes& times() const { return times_; }

 private:
  // What an input that is not the crop itself was made by.
  struct Made {
    int channels = 0;                               // of the filters
    std::shared_ptr<const TrainedNetwork> trained;  // whose ways are adopted; null: none
    nn::InputPreparation preparation;

    friend bool operator==(const Made&, const Made&) = default;
  };
  struct InputEntry {
    std::optional<Source> source;  // what `value` was computed from
    CropSize size;
    InputStage crop;
    std::optional<Made> made;
    InputStage value;     // where made
    conv::Planes planes;  // of the input whose revision that is
    std::uint64_t planes_revision = 0;
  };
  // The filter that is being painted: as it was when its maps were exact, and those.
  struct Painted {
    std::size_t filter = 0;
    Filter base;
    std::vector<Tensor> maps;  // one a source
  };
  struct MapRow {
    std::uint64_t input_revision = 0;
    std::vector<FeatureMap> maps;  // one a filter
  };

  // The maps of one source through some of the filters.
  struct NewMaps {
    std::size_t source = 0;
    std::vector<std::size_t> filters;
    Tensor values;  // (1, filters, H', W')
    double conv_ms = 0.0;
    std::string_view strategy;
  };
  using Changes = std::vector<conv::WeightChange>;

  Status update_inputs(const Document& document);
  Status make_input(const Document& document, InputEntry& entry);
  Tensor cropped(const Source& source, CropSize size);
  InputStage stage_of(Tensor pixels);
  Status update_maps(const Document& document, Pace pace);
  bool has_inputs_of_maps() const;
  std::optional<Changes> changes_to_follow(const Document& document,
                                           const std::vector<std::size_t>& changed) const;
  bool has_finite_planes();
  void begin_to_follow(std::size_t filter);
  void follow(const Document& document, const Changes& changes);
  Result<NewMaps> compute_maps(std::size_t source, const Document& document,
                               const std::vector<std::size_t>& filters);
  Result<Tensor> convolved(const TensorView& pixels, const TensorView& kernel,
                           const TensorView& bias, const conv::Conv2dOptions& options,
                           std::string_view& strategy);
  void take(NewMaps computed);

  std::vector<InputEntry> inputs_;
  std::vector<Filter> filters_;  // what the columns of rows_ were computed from
  conv::Conv2dOptions conv_;     // bench_conv() then
  std::vector<MapRow> rows_;
  std::optional<Painted> painted_;
  std::uint64_t next_revision_ = 1;
  std::uint64_t updates_ = 0;
  std::uint64_t maps_computed_ = 0;
  double conv_ms_ = 0.0;
  std::string_view strategy_ = "auto";
  MapEngine* engine_ = nullptr;
  std::optional<Error> engine_fault_;
  StageTimes times_;
};

}  // namespace convlens::lab
