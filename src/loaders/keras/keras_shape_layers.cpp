#include <array>
#include <utility>
#include <vector>

#include "core/printable.h"
#include "loaders/keras/keras_layers.h"
#include "nn/layers/dense.h"
#include "nn/layers/merging.h"
#include "nn/layers/normalization.h"
#include "nn/layers/reshaping.h"

// The layers for which it matters which axis is which: dense, normalisation, reshaping, merging.
namespace convlens::loaders {
namespace {

Result<MadeLayer> make_dense(LayerRequest& request) {
  if (request.layouts.size() != 1)
    return fail("expected 1 input, found {}", request.layouts.size());
  const Layout& layout = request.layouts[0];
  if (layout.order == Order::kMovedLast) {
    return fail("a dense layer on (N, C, H, W) is not supported, expected a Flatten before it");
  }
  auto kernel = take_weight(request, 2);
  if (!kernel) return fail(kernel.error());
  const int units = request.config.integer({"units", "output_dim"}, 0);
  if (units != 0 && kernel->shape()[1] != units) {
    return fail("its kernel should have {} units, found the shape {}", units,
                to_string(kernel->shape()));
  }
  if (layout.order == Order::kFlatMoved) kernel = flat_moved(*kernel, layout);
  if (!kernel) return fail(kernel.error());
  TRY_ASSIGN(auto bias, take_bias(request));
  return made(
      nn::dense({request.spec.name, request.activation}, *std::move(kernel), std::move(bias)),
      Layout{});
}

Result<MadeLayer> make_batch_normalization(LayerRequest& request) {
  if (request.layouts.size() != 1)
    return fail("expected 1 input, found {}", request.layouts.size());
  const Layout& layout = request.layouts[0];
  const auto axes = request.config.integers({"axis"});
  if (axes.size() > 1) return fail("normalising {} axes is not supported", axes.size());
  if (request.config.integer({"mode"}, 0) != 0) {
    return fail("only mode 0 of Keras 1's normalisation is supported");
  }
  const int axis = axes.empty() ? -1 : static_cast<int>(axes[0]);
  const bool scale = request.config.flag({"scale"}, true);
  const bool center = request.config.flag({"center"}, true);
  std::vector<Tensor> values;
  for (int count = 2 + (scale ? 1 : 0) + (center ? 1 : 0); count > 0; --count) {
    auto value = take_weight(request, 1);
    if (value && layout.order == Order::kFlatMoved) value = flat_moved(*value, layout);
    if (!value) return fail(value.error());
    values.push_back(*std::move(value));
  }
  nn::BatchNormalizationWeights weights;
  auto next = values.begin();
  if (scale) weights.gamma = std::move(*next++);
  if (center) weights.beta = std::move(*next++);
  weights.moving_mean = std::move(*next++);
  weights.moving_variance = std::move(*next);
  return made(
      nn::batch_normalization({.name = request.spec.name,
                               .axis = moved_axis(axis, request.shapes[0].rank(), layout.order),
                               .epsilon = request.config.number({"epsilon"}, 1e-3f)},
                              std::move(weights)),
      layout);
}

Result<MadeLayer> make_flatten(LayerRequest& request) {
  if (request.layouts.size() != 1)
    return fail("expected 1 input, found {}", request.layouts.size());
  Result<Layout> layout = request.layouts[0];
  // Where Flatten knows that channels stand in front, it moves them to the end itself.
  const bool moves_channels = request.config.is_channels_first();
  if (layout->order == Order::kMovedLast) {
    layout = moves_channels ? Layout{} : flattened(request.shapes[0]);
  } else if (moves_channels && layout->order == Order::kSame && request.shapes[0].rank() > 2) {
    return fail("flattening (N, H, W, C) as channels_first is not supported");
  }
  if (!layout) return fail(layout.error());
  return made(nn::flatten(request.spec.name), *layout);
}

Result<MadeLayer> make_reshape(LayerRequest& request) {
  if (request.layouts.size() != 1)
    return fail("expected 1 input, found {}", request.layouts.size());
  Result<Layout> layout = request.layouts[0];
  auto target = request.config.integers({"target_shape"});
  if (layout->order != Order::kSame && target.size() != 1) {
    return fail("reshaping (N, C, H, W) is supported to one axis only");
  }
  if (layout->order == Order::kMovedLast) layout = flattened(request.shapes[0]);
  if (!layout) return fail(layout.error());
  return made(nn::reshape(std::move(target), request.spec.name), *layout);
}

Result<MadeLayer> make_permute(LayerRequest& request) {
  if (request.layouts.size() != 1)
    return fail("expected 1 input, found {}", request.layouts.size());
  const Layout& layout = request.layouts[0];
  if (layout.order != Order::kSame) return fail("permuting (N, C, H, W) is not supported");
  std::vector<int> order{0};
  for (const std::int64_t axis : request.config.integers({"dims"})) {
    order.push_back(static_cast<int>(axis));
  }
  return made(nn::permute(std::move(order), request.spec.name), layout);
}

Result<MadeLayer> make_concatenate(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, common_layout(request));
  if (layout.order == Order::kFlatMoved) {
    return fail("joining flattened pictures of (N, C, H, W) is not supported");
  }
  const int axis = request.config.integer({"axis", "concat_axis"}, -1);
  const int held = moved_axis(axis, request.shapes[0].rank(), layout.order);
  return made(nn::concatenate(held, request.spec.name), layout);
}

using MergeFactory = nn::LayerHandle (*)(std::string);

template <MergeFactory factory>
Result<MadeLayer> make_merge(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, common_layout(request));
  return made(factory(request.spec.name), layout);
}

// Keras 1 has one class for all of them.
Result<MadeLayer> make_keras1_merge(LayerRequest& request) {
  const std::string mode = request.config.text({"mode"}, "sum");
  if (mode == "sum") return make_merge<nn::add>(request);
  if (mode == "mul") return make_merge<nn::multiply>(request);
  if (mode == "ave") return make_merge<nn::average>(request);
  if (mode == "max") return make_merge<nn::maximum>(request);
  if (mode == "concat") return make_concatenate(request);
  return fail("merging by \"{}\" is not supported", printable(mode));
}

constexpr std::array kShapeLayers{
    NamedFactory{"Dense", make_dense},
    NamedFactory{"BatchNormalization", make_batch_normalization},
    NamedFactory{"Flatten", make_flatten},
    NamedFactory{"Reshape", make_reshape},
    NamedFactory{"Permute", make_permute},
    NamedFactory{"Concatenate", make_concatenate},
    NamedFactory{"Add", make_merge<nn::add>},
    NamedFactory{"Subtract", make_merge<nn::subtract>},
    NamedFactory{"Multiply", make_merge<nn::multiply>},
    NamedFactory{"Average", make_merge<nn::average>},
    NamedFactory{"Maximum", make_merge<nn::maximum>},
    NamedFactory{"Minimum", make_merge<nn::minimum>},
    NamedFactory{"Merge", make_keras1_merge},
};

}  // namespace

std::span<const NamedFactory> shape_factories() { return kShapeLayers; }

}  // namespace convlens::loaders
