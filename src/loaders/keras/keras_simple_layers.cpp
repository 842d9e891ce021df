#include <algorithm>
#include <array>
#include <utility>

#include "loaders/keras/keras_layers.h"
#include "nn/layers/activation_layers.h"
#include "nn/layers/preprocessing.h"
#include "nn/layers/reshaping.h"

// The layers that change every value by itself.
namespace convlens::loaders {
namespace {

// What holds the same value or several for each of a layer's inputs.
Result<Layout> only_layout(const LayerRequest& request) {
  if (request.layouts.size() == 1) return request.layouts[0];
  return fail("expected 1 input, found {}", request.layouts.size());
}

Result<MadeLayer> make_softmax_along(LayerRequest& request, const Layout& layout, int axis) {
  const int held = moved_axis(axis, request.shapes[0].rank(), layout.order);
  return made(nn::softmax(held, request.spec.name), layout);
}

Result<MadeLayer> make_activation(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, only_layout(request));
  // Keras takes the softmax over its own last axis, wherever that is held here.
  if (request.activation == nn::Activation::kSoftmax && layout.order == Order::kMovedLast) {
    request.activation = nn::Activation::kLinear;
    return make_softmax_along(request, layout, -1);
  }
  return made(nn::activation(request.activation, request.spec.name), layout);
}

Result<MadeLayer> make_softmax(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, only_layout(request));
  const auto axes = request.config.integers({"axis"});
  if (axes.size() > 1) return fail("a softmax over {} axes is not supported", axes.size());
  return make_softmax_along(request, layout, axes.empty() ? -1 : static_cast<int>(axes[0]));
}

Result<MadeLayer> make_relu(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, only_layout(request));
  return made(nn::relu({.name = request.spec.name,
                        .max_value = request.config.optional_number({"max_value"}),
                        .negative_slope = request.config.number({"negative_slope"}, 0.0f),
                        .threshold = request.config.number({"threshold"}, 0.0f)}),
              layout);
}

Result<MadeLayer> make_thresholded_relu(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, only_layout(request));
  const float theta = request.config.number({"theta"}, 1.0f);
  return made(nn::relu({.name = request.spec.name, .threshold = theta}), layout);
}

Result<MadeLayer> make_leaky_relu(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, only_layout(request));
  const float slope = request.config.number({"negative_slope", "alpha"}, 0.3f);
  return made(nn::leaky_relu(slope, request.spec.name), layout);
}

Result<MadeLayer> make_elu(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, only_layout(request));
  return made(nn::elu(request.config.number({"alpha"}, 1.0f), request.spec.name), layout);
}

// alpha is of the input's shape without the batch, with 1 along shared axes.
Result<MadeLayer> make_prelu(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, only_layout(request));
  auto alpha = take_weight(request, request.shapes[0].rank() - 1);
  if (!alpha) return fail(alpha.error());
  if (layout.order == Order::kMovedLast) {
    alpha = transposed(*alpha, std::array{1, 2, 0});
  } else if (layout.order == Order::kFlatMoved && alpha->size() > 1) {
    alpha = flat_moved(*alpha, layout);
  }
  if (!alpha) return fail(alpha.error());
  return made(nn::prelu(*std::move(alpha), request.spec.name), layout);
}

Result<MadeLayer> make_dropout(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, only_layout(request));
  return made(nn::dropout(request.spec.name), layout);
}

// What only training needs: at inference the input comes out as it is.
Result<MadeLayer> make_identity(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, only_layout(request));
  return made(nn::identity(request.spec.type, request.spec.name), layout);
}

Result<MadeLayer> make_rescaling(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, only_layout(request));
  auto scale = request.config.numbers({"scale"}, 1.0f);
  auto offset = request.config.numbers({"offset"}, 0.0f);
  if (layout.order != Order::kSame && (scale.size() > 1 || offset.size() > 1)) {
    return fail("one scale for each value along the last axis of (N, C, H, W) is not supported");
  }
  return made(nn::rescaling(std::move(scale), std::move(offset), request.spec.name), layout);
}

constexpr std::array kSimpleLayers{
    NamedFactory{"Activation", make_activation},
    NamedFactory{"Softmax", make_softmax},
    NamedFactory{"ReLU", make_relu},
    NamedFactory{"ThresholdedReLU", make_thresholded_relu},
    NamedFactory{"LeakyReLU", make_leaky_relu},
    NamedFactory{"PReLU", make_prelu},
    NamedFactory{"ELU", make_elu},
    NamedFactory{"Rescaling", make_rescaling},
    NamedFactory{"Dropout", make_dropout},
    NamedFactory{"SpatialDropout2D", make_identity},
    NamedFactory{"AlphaDropout", make_identity},
    NamedFactory{"GaussianDropout", make_identity},
    NamedFactory{"GaussianNoise", make_identity},
    NamedFactory{"ActivityRegularization", make_identity},
    NamedFactory{"Identity", make_identity},
    NamedFactory{"RandomFlip", make_identity},
    NamedFactory{"RandomRotation", make_identity},
    NamedFactory{"RandomZoom", make_identity},
    NamedFactory{"RandomTranslation", make_identity},
    NamedFactory{"RandomContrast", make_identity},
    NamedFactory{"RandomBrightness", make_identity},
    NamedFactory{"RandomColorDegeneration", make_identity},
    NamedFactory{"RandomColorJitter", make_identity},
    NamedFactory{"RandomErasing", make_identity},
    NamedFactory{"RandomGaussianBlur", make_identity},
    NamedFactory{"RandomGrayscale", make_identity},
    NamedFactory{"RandomHeight", make_identity},
    NamedFactory{"RandomHue", make_identity},
    NamedFactory{"RandomInvert", make_identity},
    NamedFactory{"RandomPerspective", make_identity},
    NamedFactory{"RandomPosterization", make_identity},
    NamedFactory{"RandomSaturation", make_identity},
    NamedFactory{"RandomSharpness", make_identity},
    NamedFactory{"RandomShear", make_identity},
    NamedFactory{"RandomWidth", make_identity},
};

}  // namespace

std::span<const NamedFactory> simple_factories() { return kSimpleLayers; }

}  // namespace convlens::loaders
