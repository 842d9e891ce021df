#include "lab/document/held_data.h"

namespace convlens::lab {

std::size_t HeldData::add(const nn::Model& model) {
  // Models that share their nodes are one.
  if (!is_new(model.nodes().data())) return 0;
  std::size_t bytes = 0;
  for (const nn::ModelNode& node : model.nodes()) {
    for (const nn::Weight& weight : node.layer->weights()) {
      if (is_new(weight.value.get())) bytes += weight.value->size() * sizeof(float);
    }
  }
  return bytes;
}

std::size_t HeldData::add(const Document& document) {
  std::size_t bytes = 0;
  for (const Source& source : document.sources) {
    const Picture& picture = *source.picture;
    if (is_new(&picture)) bytes += picture.image.rgb.size() + picture.overview.rgb.size();
    if (picture.array && is_new(picture.array->values.get())) {
      bytes += picture.array->values->size() * sizeof(float);
    }
    if (picture.under && is_new(picture.under.get())) bytes += picture.under->rgb.size();
  }
  for (const Filter& filter : document.filters) bytes += filter.weights.size() * sizeof(float);
  if (!document.network) return bytes;
  const Network& network = *document.network;
  bytes += add(network.trained->model) + add(network.edited);
  if (network.untrained) bytes += add(*network.untrained);
  const TestSet* set = network.test_set.get();
  if (set != nullptr && is_new(set)) bytes += set->pixels.size() + set->labels.size() * sizeof(int);
  const InputArray* array = network.array.get();
  if (array != nullptr && is_new(array)) bytes += array->values.size() * sizeof(float);
  return bytes;
}

}  // namespace convlens::lab
