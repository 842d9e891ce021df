#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lab/document/network.h"
#include "lab/stages/map_sheet.h"
#include "nn/prediction.h"

namespace convlens::lab {

// A network at its own input: the values of all its layers and the prediction, with the weights
// shown and with the trained ones. A painted filter recomputes its layer and those behind it alone.
// Owned and used by one thread.
class NetworkRun {
 public:
  // On failure (an input that the network cannot take) all values are those of before; the sentence
  // says why.
  Status update(const Network& network, const nn::Model& shown, const ShownPicture& picture);
  void clear();

  bool has_values() const { return model_.has_value(); }
  // What the values are of. All that follows: has_values() only.
  const nn::Model& model() const { return *model_; }
  // Its input (1, H, W, C), 0..1, before the preparation changed its values.
  const Tensor& seen() const { return seen_; }
  const nn::Activations& activations() const { return activations_; }

  // The maps of a node of model(), gathered when first asked for.
  const MapSheet& sheet(std::size_t node) const;
  // How far each map of a node is from what the trained weights make of the same input.
  std::vector<float> changes(std::size_t node) const;

  // One for each of the model's outputs; empty where that is maps.
  const std::vector<nn::Prediction>& predictions() const { return predictions_; }
  const std::vector<nn::Prediction>& trained_predictions() const { return trained_predictions_; }

  // Updates that changed some value, and the wall time of the last of them.
  std::uint64_t updates() const { return updates_; }
  double compute_ms() const { return compute_ms_; }
  // Of all of them, since the start.
  double total_ms() const { return total_ms_; }

 private:
  // What the input was made from.
  struct InputKey {
    std::shared_ptr<const TrainedNetwork> trained;
    nn::InputPreparation preparation;
    NetworkSource source = NetworkSource::kPicture;
    int item = 0;
    std::uint64_t crop_revision = 0;          // where the crop is the input
    std::shared_ptr<const Picture> whole;     // where all of the picture is
    std::shared_ptr<const InputArray> array;  // where it is
    std::shared_ptr<const TestSet> set;       // where it is

    friend bool operator==(const InputKey&, const InputKey&) = default;
  };

  Status new_input(const Network& network, const nn::Model& shown, const ShownPicture& picture,
                   const InputKey& key);
  Status new_weights(const nn::Model& shown);
  void finish(const nn::Model& shown, nn::Activations values);

  std::optional<InputKey> key_;
  std::optional<nn::Model> model_;
  Tensor seen_;
  nn::Activations activations_;
  nn::Activations trained_activations_;
  std::vector<nn::Prediction> predictions_;
  std::vector<nn::Prediction> trained_predictions_;
  mutable std::vector<std::optional<MapSheet>> sheets_;  // one a node
  mutable std::uint64_t next_revision_ = 1;
  std::uint64_t updates_ = 0;
  double total_ms_ = 0.0;
  double compute_ms_ = 0.0;
};

}  // namespace convlens::lab
