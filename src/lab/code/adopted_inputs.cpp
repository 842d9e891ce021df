#include "lab/code/adopted_inputs.h"

#include <algorithm>
#include <cmath>

#include "lab/code/code_line_parts.h"
#include "nn/layers/normalization.h"
#include "nn/layers/reshaping.h"

namespace convlens::lab {
namespace {

// One number, or an array of one for each channel.
std::string per_channel(const std::vector<float>& values) {
  if (values.size() == 1) return fmt::format("np.float32({})", python(values.front()));
  return fmt::format("np.float32({})", python(values));
}

// The values of a weight where it has one, or one for each of so many channels; else none.
std::vector<float> channel_values(const Tensor& weight, std::int64_t channels) {
  const Shape& shape = weight.shape();
  const bool per_channel = shape.rank() > 0 && shape[shape.rank() - 1] == channels &&
                           static_cast<std::int64_t>(weight.size()) == channels;
  if (!per_channel && weight.size() != 1) return {};
  return {weight.values().begin(), weight.values().end()};
}

std::string framed(const std::string& pictures, const nn::Edges& added) {
  if (added.top >= 0 && added.bottom >= 0 && added.left >= 0 && added.right >= 0) {
    return fmt::format("np.pad({}, [(0, 0), ({}, {}), ({}, {}), (0, 0)])", pictures, added.top,
                       added.bottom, added.left, added.right);
  }
  // None of a ZeroPadding2D or a Cropping2D does both.
  const auto slice = [](int before, int after) {
    return after == 0 ? fmt::format("{}:", -before) : fmt::format("{}:{}", -before, after);
  };
  return fmt::format("({})[:, {}, {}]", pictures, slice(added.top, added.bottom),
                     slice(added.left, added.right));
}

std::string batch_normalized(const std::string& pictures, const nn::Layer& layer, float epsilon) {
  std::string scale = "1";
  std::string shift;
  std::string mean;
  for (const nn::Weight& weight : layer.weights()) {
    const std::string values =
        per_channel({weight.value->values().begin(), weight.value->values().end()});
    if (weight.name == "gamma") scale = values;
    if (weight.name == "beta") shift = fmt::format(" + {}", values);
    if (weight.name == "moving_mean") mean = values;
    if (weight.name == "moving_variance") {
      scale = fmt::format("({} / np.sqrt({} + np.float32({})))", scale, values, python(epsilon));
    }
  }
  return fmt::format("({} - {}) * {}{}", pictures, mean, scale, shift);
}

std::optional<std::string> normalized(const std::string& pictures, const nn::Layer& layer,
                                      bool invert, std::int64_t channels) {
  const std::vector<float> mean = channel_values(*layer.weights()[0].value, channels);
  std::vector<float> deviation = channel_values(*layer.weights()[1].value, channels);
  if (mean.empty() || deviation.empty()) return std::nullopt;
  for (float& value : deviation) value = std::max(std::sqrt(value), 1e-7f);
  if (invert) {
    return fmt::format("{} * {} + {}", pictures, per_channel(deviation), per_channel(mean));
  }
  return fmt::format("({} - {}) / {}", pictures, per_channel(mean), per_channel(deviation));
}

// What the layer makes of pictures (N, H, W, channels); nothing where there is no short way to say
// it in NumPy.
std::optional<std::string> in_numpy(const nn::Layer& layer, const std::string& pictures,
                                    std::int64_t channels) {
  const std::string operand = fmt::format("({})", pictures);
  if (layer.keeps_values() && layer.type() != "Reshape") return pictures;
  if (const auto edges = nn::edges_added_by(layer)) return framed(pictures, *edges);
  if (const auto options = nn::batch_normalization_of(layer);
      options && (options->axis == -1 || options->axis == 3)) {
    return batch_normalized(operand, layer, options->epsilon);
  }
  const auto form = layer.keras_form();
  if (layer.type() == "Rescaling" && form) {
    return fmt::format("{} * {} + {}", operand,
                       per_channel(*nn::setting<std::vector<float>>(form->settings, "scale")),
                       per_channel(*nn::setting<std::vector<float>>(form->settings, "offset")));
  }
  if (layer.type() == "Normalization" && form) {
    return normalized(operand, layer, *nn::setting<bool>(form->settings, "invert"), channels);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> adopted_inputs(const Document& document) {
  const Network& network = *document.network;
  const nn::Model& model = network.trained->model;
  const std::int64_t given = source_channels(document);
  const std::int64_t taken = prepared_channels(model, given);
  std::string text = "images";
  if (network_prepares(document)) {
    nn::InputPreparation values = network.preparation;
    values.crop.reset();
    values.resize.reset();
    text = prepared_of(taken != given ? grey_of(text) : text, values);
    const auto first = first_convolution(model);
    for (std::size_t i = 0; first && i < first->before.size(); ++i) {
      const auto next = in_numpy(*first->before[i], text, taken);
      if (!next) return std::nullopt;
      text = *next;
    }
    const bool colored = taken == kRgb;
    if (colored && network.sees_bgr()) text = fmt::format("({})[..., ::-1]", text);
    if (colored && sees_grey(document)) text = grey_of(fmt::format("({})", text));
  } else if (sees_grey(document)) {
    text = grey_of(text);
  }
  if (const auto edges = bench_steps(document).edges) return framed(text, *edges);
  return text;
}

}  // namespace convlens::lab
