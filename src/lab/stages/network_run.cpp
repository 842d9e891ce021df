#include "lab/stages/network_run.h"

#include <utility>

#include "lab/stages/stopwatch.h"

namespace convlens::lab {
void NetworkRun::clear() {
  // Counters go on, so that no revision ever stands for two values.
  NetworkRun empty;
  empty.next_revision_ = next_revision_;
  empty.updates_ = updates_;
  *this = std::move(empty);
}

Status NetworkRun::update(const Network& network, const nn::Model& shown,
                          const ShownPicture& picture) {
  const bool whole = network.source == NetworkSource::kWholePicture;
  const bool from_set = network.source == NetworkSource::kTestSet && network.test_set != nullptr;
  const bool from_array = network.source == NetworkSource::kArray && network.array != nullptr;
  const InputKey key{network.trained,
                     network.preparation,
                     network.source,
                     network.item,
                     whole || from_set || from_array ? 0 : picture.crop_revision,
                     whole ? picture.whole : nullptr,
                     from_array ? network.array : nullptr,
                     from_set ? network.test_set : nullptr};
  if (key_ != key) return new_input(network, shown, picture, key);
  return *model_ == shown ? Status() : new_weights(shown);
}

Status NetworkRun::new_input(const Network& network, const nn::Model& shown,
                             const ShownPicture& picture, const InputKey& key) {
  const Stopwatch watch;
  auto seen = seen_by_network(network, picture);
  if (!seen) return fail("{}: {}", network.trained->name, seen.error());
  auto input = network_input(network, *seen);
  if (!input) return fail("{}: {}", network.trained->name, input.error());
  const nn::Model& trained = network.trained->model;
  auto trained_values = trained.activations(*input);
  if (!trained_values) return fail("{}: {}", network.trained->name, trained_values.error());
  // The same input, so only what the edited layers lead to is another value.
  auto values = shown.recompute(*trained_values, differing_layers(trained, shown));
  if (!values) return fail("{}: {}", network.trained->name, values.error());
  key_ = key;
  seen_ = std::move(*seen);
  trained_activations_ = std::move(*trained_values);
  trained_predictions_ = nn::predictions_of(trained, trained_activations_);
  sheets_.clear();
  activations_.clear();
  finish(shown, std::move(*values));
  compute_ms_ = watch.elapsed_ms();
  total_ms_ += compute_ms_;
  return {};
}

Status NetworkRun::new_weights(const nn::Model& shown) {
  const std::vector<int> changed = differing_layers(*model_, shown);
  if (changed.empty()) {
    model_ = shown;  // of the same weights; the next comparison is that of two handles
    return {};
  }
  const Stopwatch watch;
  auto values = shown.recompute(activations_, changed);
  if (!values) return fail("{}: {}", key_->trained->name, values.error());
  finish(shown, std::move(*values));
  compute_ms_ = watch.elapsed_ms();
  total_ms_ += compute_ms_;
  return {};
}

void NetworkRun::finish(const nn::Model& shown, nn::Activations values) {
  sheets_.resize(values.size());
  for (std::size_t node = 0; node < values.size(); ++node) {
    const bool kept = node < activations_.size() && activations_[node].shares_with(values[node]);
    if (!kept) sheets_[node].reset();
  }
  model_ = shown;
  activations_ = std::move(values);
  predictions_ = nn::predictions_of(shown, activations_);
  ++updates_;
}

const MapSheet& NetworkRun::sheet(std::size_t node) const {
  if (!sheets_[node]) {
    sheets_[node] = map_sheet(activations_[node]);
    sheets_[node]->revision = next_revision_++;
  }
  return *sheets_[node];
}

std::vector<float> NetworkRun::changes(std::size_t node) const {
  return channel_changes(activations_[node], trained_activations_[node]);
}

}  // namespace convlens::lab
