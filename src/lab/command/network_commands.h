#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "lab/command/filter_ref.h"
#include "lab/command/panel_code.h"
#include "lab/document/document.h"

// The network on the bench, its weights and what it sees. Each is a command: see command.h.
namespace convlens::lab {

// Another network in place of the one on the bench, as it was loaded.
struct SetNetwork {
  static constexpr CodePanel kCodePanel = CodePanel::kLayers;

  std::shared_ptr<const TrainedNetwork> trained;  // null: no network
};
Result<Document> applied(Document document, const SetNetwork& command);
Phrase described(const Document& document, const SetNetwork& command);
std::string coded(const Document& before, const SetNetwork& command, const Document& after);

// A copy of a trained filter behind mine, whose shape it must have. A filter of one channel becomes
// one of three that answers to grey alike: a third of it for each colour, and where it is smaller,
// zeros round it.
struct TakeFilter {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  FilterRef from;
};
Result<Document> applied(Document document, const TakeFilter& command);
Phrase described(const Document& document, const TakeFilter& command);
std::string coded(const Document& before, const TakeFilter& command, const Document& after);

// The trained filter that one of mine stands beside.
struct PairFilter {
  static constexpr CodePanel kCodePanel = CodePanel::kMaps;

  std::size_t filter = 0;
  std::optional<std::size_t> partner;  // nothing: the one that is most alike
};
Result<Document> applied(Document document, const PairFilter& command);
Phrase described(const Document& document, const PairFilter& command);
std::string coded(const Document& before, const PairFilter& command, const Document& after);

// All weights of the network, or one of its filters, as they were loaded.
struct RestoreNetwork {
  static constexpr CodePanel kCodePanel = CodePanel::kTrainedFilter;

  std::optional<FilterRef> filter;
};
Result<Document> applied(Document document, const RestoreNetwork& command);
Phrase described(const Document& document, const RestoreNetwork& command);
std::string coded(const Document& before, const RestoreNetwork& command, const Document& after);

// The network as it was before any training, see untrained_model(), in the place of the trained and
// the edited weights, which stay: SetMorph shows them again.
struct ShowUntrained {
  static constexpr CodePanel kCodePanel = CodePanel::kTrainedFilter;
};
Result<Document> applied(Document document, const ShowUntrained& command);
Phrase described(const Document& document, const ShowUntrained& command);
std::string coded(const Document& before, const ShowUntrained& command, const Document& after);

// How far the shown weights are from the trained ones, 0, towards the edited ones, 1.
struct SetMorph {
  static constexpr CodePanel kCodePanel = CodePanel::kTrainedFilter;

  float morph = 1.0f;
};
Result<Document> applied(Document document, const SetMorph& command);
Phrase described(const Document& document, const SetMorph& command);
std::string coded(const Document& before, const SetMorph& command, const Document& after);

// The first convolution's kernel as it was at a moment of the training.
struct ShowMoment {
  static constexpr CodePanel kCodePanel = CodePanel::kTrainedFilter;

  std::size_t moment = 0;
};
Result<Document> applied(Document document, const ShowMoment& command);
Phrase described(const Document& document, const ShowMoment& command);
std::string coded(const Document& before, const ShowMoment& command, const Document& after);

// What the network looks at.
struct SetNetworkInput {
  static constexpr CodePanel kCodePanel = CodePanel::kLayers;

  NetworkSource source = NetworkSource::kPicture;
  int item = 0;
};
Result<Document> applied(Document document, const SetNetworkInput& command);
Phrase described(const Document& document, const SetNetworkInput& command);
std::string coded(const Document& before, const SetNetworkInput& command, const Document& after);

// An array that the network looks at from now on: its channels have to be the network's.
struct SetInputArray {
  static constexpr CodePanel kCodePanel = CodePanel::kLayers;

  std::shared_ptr<const InputArray> array;  // never null
};
Result<Document> applied(Document document, const SetInputArray& command);
Phrase described(const Document& document, const SetInputArray& command);
std::string coded(const Document& before, const SetInputArray& command, const Document& after);

// Other pictures that the network is measured on, and looks at from now on. Refused where they do
// not fit, see check_fits(). Where the network's classes have no names, they get those of the set.
struct SetTestSet {
  static constexpr CodePanel kCodePanel = CodePanel::kLayers;

  std::shared_ptr<const TestSet> set;  // null: the one that came with the network
};
Result<Document> applied(Document document, const SetTestSet& command);
Phrase described(const Document& document, const SetTestSet& command);
std::string coded(const Document& before, const SetTestSet& command, const Document& after);

struct SetPreparation {
  static constexpr CodePanel kCodePanel = CodePanel::kLayers;

  nn::InputPreparation preparation;
};
Result<Document> applied(Document document, const SetPreparation& command);
Phrase described(const Document& document, const SetPreparation& command);
std::string coded(const Document& before, const SetPreparation& command, const Document& after);

// What the classes are called, in their order.
struct SetClassNames {
  static constexpr CodePanel kCodePanel = CodePanel::kLayers;

  std::vector<std::string> names;
};
Result<Document> applied(Document document, const SetClassNames& command);
Phrase described(const Document& document, const SetClassNames& command);
std::string coded(const Document& before, const SetClassNames& command, const Document& after);

// On both sides of the bench: before the activation, or after it.
struct SetActivation {
  static constexpr CodePanel kCodePanel = CodePanel::kMaps;

  conv::Activation activation = conv::Activation::kNone;
};
Result<Document> applied(Document document, const SetActivation& command);
Phrase described(const Document& document, const SetActivation& command);
std::string coded(const Document& before, const SetActivation& command, const Document& after);

// Whether my filters adopt the network's preparation, stride and padding.
struct AdoptNetwork {
  static constexpr CodePanel kCodePanel = CodePanel::kMaps;

  bool adopt = false;
};
Result<Document> applied(Document document, const AdoptNetwork& command);
Phrase described(const Document& document, const AdoptNetwork& command);
std::string coded(const Document& before, const AdoptNetwork& command, const Document& after);

// The document whose network holds this filter in the place of one of its own. What was shown
// between the trained and the edited weights becomes the edited ones first, unless the filter is
// the one that is there: like a stroke over one of mine, that is no change.
Result<Document> with_trained_filter(Document document, FilterRef place, const Filter& filter);

}  // namespace convlens::lab
