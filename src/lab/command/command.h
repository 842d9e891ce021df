#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"
#include "lab/document/document.h"

namespace convlens::lab {

// What a user can do to the document. Each is data; apply() is the only place that acts on it.

// One filter: mine, or one of a layer of the network.
struct FilterRef {
  static constexpr int kMine = -1;

  // Not explicit: a number alone is one of mine.
  FilterRef(std::size_t place = 0, int of_layer = kMine) : index(place), layer(of_layer) {}
  bool is_mine() const { return layer == kMine; }
  friend bool operator==(const FilterRef&, const FilterRef&) = default;

  std::size_t index;
  int layer;  // in the model's layers()
};

struct WeightEdit {
  int row = 0;
  int column = 0;
  int channel = 0;
  float value = 0.0f;
};

// A stroke, a wheel turn or a typed value: later edits of the same weight win.
struct SetWeights {
  FilterRef filter;
  std::vector<WeightEdit> edits;
};

// A preset or a pasted filter: all weights at once, the shape stays.
struct ReplaceWeights {
  FilterRef filter;
  std::vector<float> weights;  // in the filter's own order
  std::string name = {};       // of one of mine; empty: it keeps its own
};

// All filters, from a file.
struct SetFilters {
  std::vector<Filter> filters;
  Origin origin = {};
};

// More filters, of the shape of those that are there, before the one that stands at `at`.
struct AddFilters {
  std::size_t at = 0;  // at most the number of filters
  std::vector<Filter> filters;
};

// The last one stays.
struct RemoveFilter {
  std::size_t filter = 0;
};

struct MoveFilter {
  std::size_t from = 0;
  std::size_t to = 0;
};

struct RenameFilter {
  std::size_t filter = 0;
  std::string name;
};

// All filters in another shape: see fitted(), ChannelRule::kSameOnGrey. Filters of one channel are
// applied to the grey picture.
struct ShapeFilters {
  int height = 7;    // 1 to 15
  int width = 7;     // 1 to 15
  int channels = 3;  // 1 or 3
};

struct SetBias {
  std::size_t filter = 0;
  float bias = 0.0f;
};

// Which weights are left out of the convolution, in the filter's order; empty: none.
struct MuteWeights {
  std::size_t filter = 0;
  std::vector<bool> muted;
};

// What holds from now on after every edit of the filter: see kept().
struct LockFilter {
  std::size_t filter = 0;
  bool zero_sum = false;
  bool unit_norm = false;
};

// How my filters step over the picture.
struct SetSteps {
  int stride_h = 1;
  int stride_w = 1;
  int dilation_h = 1;
  int dilation_w = 1;
  conv::Padding padding = conv::Padding::kSame;
};

// Moves one source's crop; it is kept inside the picture.
struct MoveCrop {
  std::size_t source = 0;
  CropOrigin origin;
};

// Resizes the crop of all sources, and moves one source's.
struct ResizeCrop {
  std::size_t source = 0;
  CropSize size;
  CropOrigin origin;
};

// Shows other pictures from a source on; those beyond the last source become sources of their own.
// Each is cropped in its centre; one of the size that it replaces, where that one was.
struct SetPictures {
  std::size_t first = 0;  // at most the number of sources
  std::vector<std::shared_ptr<const Picture>> pictures;
  bool leafing = false;  // through a folder: as long as nothing else is done, it is one step
};

// The last one stays.
struct RemovePicture {
  std::size_t source = 0;
};

// Another network in place of the one on the bench, as it was loaded.
struct SetNetwork {
  std::shared_ptr<const TrainedNetwork> trained;  // null: no network
};

// A copy of a trained filter behind mine, whose shape it must have. A filter of one channel becomes
// one of three that answers to grey alike: a third of it for each colour, and where it is smaller,
// zeros round it.
struct TakeFilter {
  FilterRef from;
};

// The trained filter that one of mine stands beside.
struct PairFilter {
  std::size_t filter = 0;
  std::optional<std::size_t> partner;  // nothing: the one that is most alike
};

// All weights of the network, or one of its filters, as they were loaded.
struct RestoreNetwork {
  std::optional<FilterRef> filter;
};

// All weights as they were before any training: Glorot uniform kernels, see nn::untrained().
struct UntrainNetwork {
  std::uint64_t seed = 0;
};

// How far the shown weights are from the trained ones towards the edited ones.
struct SetMorph {
  float morph = 1.0f;
};

// The first convolution's kernel as it was at a moment of the training.
struct ShowMoment {
  std::size_t moment = 0;
};

// What the network looks at.
struct SetNetworkInput {
  NetworkSource source = NetworkSource::kPicture;
  int item = 0;
};

struct SetPreparation {
  nn::InputPreparation preparation;
};

// What the classes are called, in their order.
struct SetClassNames {
  std::vector<std::string> names;
};

// On both sides of the bench: before the activation, or after it.
struct SetActivation {
  conv::Activation activation = conv::Activation::kNone;
};

// Whether my filters adopt the network's preparation, stride and padding.
struct AdoptNetwork {
  bool adopt = false;
};

using Command =
    std::variant<SetWeights, ReplaceWeights, SetFilters, AddFilters, RemoveFilter, MoveFilter,
                 RenameFilter, ShapeFilters, SetBias, MuteWeights, LockFilter, SetSteps, MoveCrop,
                 ResizeCrop, SetPictures, RemovePicture, SetNetwork, TakeFilter, PairFilter,
                 RestoreNetwork, UntrainNetwork, SetMorph, ShowMoment, SetNetworkInput,
                 SetPreparation, SetClassNames, SetActivation, AdoptNetwork>;

// The filter that a reference names in this document, a trained one with the weights that
// shown_model() has; nothing where there is none.
std::optional<Filter> filter_at(const Document& document, FilterRef filter);

// The next document, or a sentence on why the command does not fit this one. Pure.
Result<Document> apply(const Document& document, const Command& command);

// The name of the filter that a reference names.
Word filter_word(const Document& document, FilterRef filter);

// A few words for the history, such as "paint vertical line".
Phrase describe(const Document& document, const Command& command);

}  // namespace convlens::lab
