#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/shape_rules.h"

namespace convlens::nn {

enum class ChannelOrder { kRgb, kBgr };

// What is done to pictures before a model sees them, in this order; each step may be left out.
struct InputPreparation {
  std::optional<HeightWidth> crop = {};        // as Keras' CenterCrop
  std::optional<HeightWidth> resize = {};      // bilinear
  ChannelOrder order = ChannelOrder::kRgb;     // kBgr turns RGB pictures round
  float scale = 1.0f;                          // every value times this
  std::vector<float> mean = {};                // taken away: none, one value, or one a channel
  std::vector<float> standard_deviation = {};  // divided by: likewise, none of them 0

  friend bool operator==(const InputPreparation&, const InputPreparation&) = default;
};

// The pictures (N, H, W, C) prepared. Errors name the step that does not fit.
Result<Tensor> prepare(const TensorView& pictures, const InputPreparation& preparation);

// What prepare() does, for people: "crop 70x120, BGR, scale 0.0039", or "nothing".
std::string to_string(const InputPreparation& preparation);

}  // namespace convlens::nn
