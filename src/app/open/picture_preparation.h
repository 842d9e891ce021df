#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/preparation.h"

namespace convlens::app {

// What a user tells of the preparation of an input; what is not told is as the model's file has it.
struct PreparationChoices {
  std::optional<nn::HeightWidth> crop;
  std::optional<nn::HeightWidth> resize;
  std::optional<nn::ChannelOrder> order;
  std::optional<float> scale;
  std::optional<std::vector<float>> mean;
  std::optional<std::vector<float>> standard_deviation;

  friend bool operator==(const PreparationChoices&, const PreparationChoices&) = default;
};

// Each choice replaces that one field.
nn::InputPreparation with_choices(nn::InputPreparation defaults, const PreparationChoices& choices);

// nn::prepare() of pictures (N, H, W, C) from `file`, which errors name. Values that leave float32
// on the way are refused by position.
Result<Tensor> prepare_pictures(const std::filesystem::path& file, const TensorView& pictures,
                                const nn::InputPreparation& preparation);

}  // namespace convlens::app
