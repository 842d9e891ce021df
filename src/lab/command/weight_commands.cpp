#include "lab/command/weight_commands.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lab/command/network_commands.h"
#include "lab/document/transforms.h"

namespace convlens::lab {
namespace {

// `done`: "painted"
Result<Filter> found_filter(const Document& document, FilterRef ref, const Word& done) {
  if (ref.is_mine()) TRY(has_filter(document, ref.index, done));
  if (auto filter = filter_at(document, ref)) return *std::move(filter);
  return fail("filter {} of layer {} was to be {}, there is none", ref.index, ref.layer, done);
}

// The document with an edited filter, of the shape that was there, in the place that `ref` names.
// `written`: the weights that the edit gave a value, all where it is empty.
Result<Document> with_filter(Document document, FilterRef ref, Filter filter,
                             const std::vector<bool>& written = {}) {
  if (!ref.is_mine()) return with_trained_filter(std::move(document), ref, filter);
  document.filters[ref.index] = kept(std::move(filter), written);
  return document;
}

}  // namespace

Result<Document> applied(Document document, const SetWeights& command) {
  TRY_ASSIGN(auto filter, found_filter(document, command.filter, word("painted")));
  std::vector<bool> written(filter.weights.size(), false);
  for (const WeightEdit& edit : command.edits) {
    if (edit.row < 0 || edit.row >= filter.height || edit.column < 0 ||
        edit.column >= filter.width || edit.channel < 0 || edit.channel >= filter.channels) {
      return fail("the weight at [{}, {}, {}] was to be set, the filter is {}x{}x{}", edit.row,
                  edit.column, edit.channel, filter.height, filter.width, filter.channels);
    }
    if (!std::isfinite(edit.value)) {
      return fail("the weight at [{}, {}, {}] was to be {}, a finite number expected", edit.row,
                  edit.column, edit.channel, edit.value);
    }
    const std::size_t index = filter.index(edit.row, edit.column, edit.channel);
    filter.weights[index] = edit.value;
    written[index] = true;
  }
  return with_filter(std::move(document), command.filter, std::move(filter), written);
}

Phrase described(const Document& document, const SetWeights& command) {
  return phrase("paint {}", filter_word(document, command.filter));
}

Result<Document> applied(Document document, const ReplaceWeights& command) {
  TRY_ASSIGN(auto filter, found_filter(document, command.filter, word("replaced")));
  if (command.weights.size() != filter.weights.size()) {
    return fail("{} weights were given, the filter is {}x{}x{}", command.weights.size(),
                filter.height, filter.width, filter.channels);
  }
  if (!std::all_of(command.weights.begin(), command.weights.end(),
                   [](float weight) { return std::isfinite(weight); })) {
    return fail("the weights hold NaN or infinity, finite numbers expected");
  }
  filter.weights = command.weights;
  if (!command.name.empty()) {
    filter.bias = 0.0f;
    filter.muted.clear();
    if (!filter.named) filter.name = command.name;
  }
  return with_filter(std::move(document), command.filter, std::move(filter));
}

Phrase described(const Document& document, const ReplaceWeights& command) {
  return phrase("replace {}", filter_word(document, command.filter));
}

Result<Document> applied(Document document, const SetBias& command) {
  TRY(has_filter(document, command.filter, word("given a bias")));
  if (!std::isfinite(command.bias)) {
    return fail("the bias was to be {}, a finite number expected", command.bias);
  }
  document.filters[command.filter].bias = command.bias;
  return document;
}

Phrase described(const Document& /*document*/, const SetBias& command) {
  return phrase("bias {:g}", command.bias);
}

Result<Document> applied(Document document, const MuteWeights& command) {
  TRY(has_filter(document, command.filter, word("muted")));
  Filter& filter = document.filters[command.filter];
  if (!command.muted.empty() && command.muted.size() != filter.weights.size()) {
    return fail("{} weights were to be muted or heard, the filter has {}", command.muted.size(),
                filter.weights.size());
  }
  const bool any =
      std::find(command.muted.begin(), command.muted.end(), true) != command.muted.end();
  filter.muted = any ? command.muted : std::vector<bool>();
  return document;
}

Phrase described(const Document& document, const MuteWeights& command) {
  const auto& muted = command.muted;
  const bool any = std::find(muted.begin(), muted.end(), true) != muted.end();
  const Word name = filter_word(document, command.filter);
  return any ? phrase("mute weights of {}", name) : phrase("hear all of {}", name);
}

Result<Document> applied(Document document, const LockFilter& command) {
  TRY(has_filter(document, command.filter, word("locked")));
  Filter& filter = document.filters[command.filter];
  filter.zero_sum = command.zero_sum;
  filter.unit_norm = command.unit_norm;
  filter = kept(std::move(filter));
  return document;
}

Phrase described(const Document& document, const LockFilter& command) {
  const Word name = filter_word(document, command.filter);
  const bool locks = command.zero_sum || command.unit_norm;
  return locks ? phrase("lock {}", name) : phrase("unlock {}", name);
}

}  // namespace convlens::lab
