#include "lab/command/filter_ref.h"

namespace convlens::lab {

std::optional<Filter> filter_at(const Document& document, FilterRef filter) {
  if (filter.is_mine()) {
    if (filter.index >= document.filters.size()) return std::nullopt;
    return document.filters[filter.index];
  }
  if (!document.network) return std::nullopt;
  const Network& network = *document.network;
  const nn::Model shown = shown_model(network);
  const auto bank = filter_bank(shown, filter.layer, network.sees_bgr());
  if (!bank || filter.index >= bank->count) return std::nullopt;
  return filter_of(*bank, filter.index);
}

Word filter_word(const Document& document, FilterRef filter) {
  const auto found = filter_at(document, filter);
  return found ? word(found->name) : word("filter");
}

Status has_filter(const Document& document, std::size_t index, const Word& done) {
  if (index < document.filters.size()) return {};
  return fail("filter {} was to be {}, there are {}", index + 1, done, document.filters.size());
}

}  // namespace convlens::lab
