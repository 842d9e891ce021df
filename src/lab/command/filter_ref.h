#pragma once

#include <cstddef>
#include <optional>

#include "core/result.h"
#include "lab/document/document.h"

namespace convlens::lab {

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

// The filter that a reference names in this document, a trained one with the weights that
// shown_model() has; nothing where there is none.
std::optional<Filter> filter_at(const Document& document, FilterRef filter);

// The name of the filter that a reference names.
Word filter_word(const Document& document, FilterRef filter);

// Whether there is such a filter of mine; else a sentence on what was to be `done`: "painted".
Status has_filter(const Document& document, std::size_t index, const Word& done);

}  // namespace convlens::lab
