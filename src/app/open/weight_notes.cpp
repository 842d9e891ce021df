#include "app/open/weight_notes.h"

#include <cstddef>
#include <utility>

#include "core/statistics.h"

namespace convlens::app {

Phrase weight_note(std::string_view layer, std::span<const nn::Weight> weights) {
  NotFinite all;
  std::size_t count = 0;
  for (const nn::Weight& weight : weights) {
    const NotFinite found = not_finite(std::as_const(*weight.value).values());
    all.nan += found.nan;
    all.infinite += found.infinite;
    count += weight.value->size();
  }
  if (all.count() == 0) return {};
  return phrase("{}: {} of {} weights are not finite: {} NaN, {} infinite", layer, all.count(),
                count, all.nan, all.infinite);
}

std::vector<Phrase> weight_notes(const nn::Model& model) {
  std::vector<Phrase> notes;
  for (const nn::ModelLayer& layer : model.layers()) {
    Phrase note = weight_note(layer.name(), layer->weights());
    if (!note.empty()) notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace convlens::app
