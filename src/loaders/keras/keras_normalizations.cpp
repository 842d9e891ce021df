#include <algorithm>
#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "loaders/keras/keras_layers.h"
#include "nn/layers/normalization.h"

// The layers that normalise by an item's own values, or by what adapt() has found.
namespace convlens::loaders {
namespace {

// The axes that the setting names, in the order of ours; -1 where it names none.
Result<std::vector<int>> read_axes(LayerRequest& request) {
  if (request.layouts.size() != 1)
    return fail("expected 1 input, found {}", request.layouts.size());
  const int rank = request.shapes[0].rank();
  std::vector<int> axes;
  auto wanted = request.config.integers({"axis"});
  if (wanted.empty()) wanted.push_back(-1);
  for (const std::int64_t axis : wanted) {
    const int held = moved_axis(static_cast<int>(axis), rank, request.layouts[0].order);
    axes.push_back(held < 0 ? held + rank : held);
  }
  // Each once, and none of them before the one before it.
  const bool rising =
      std::adjacent_find(axes.begin(), axes.end(), std::greater_equal<>()) == axes.end();
  if (rising && axes.front() > 0 && axes.back() < rank) return axes;
  return fail("normalising the axes in this order is not supported");
}

// An array over some of the axes as one over all of them, which is repeated along the others.
Result<Tensor> spread(Tensor values, const std::vector<int>& axes, int rank) {
  std::vector<std::int64_t> extents(static_cast<std::size_t>(rank), 1);
  if (values.shape().rank() == static_cast<int>(axes.size())) {
    for (std::size_t i = 0; i < axes.size(); ++i) {
      extents[static_cast<std::size_t>(axes[i])] = values.shape()[static_cast<int>(i)];
    }
  } else if (values.size() != 1) {
    return fail("its weights should have {} axes, found the shape {}", axes.size(),
                to_string(values.shape()));
  }
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  return std::move(values).reshaped(shape);
}

Result<std::optional<Tensor>> take_spread(LayerRequest& request, const char* setting,
                                          const std::vector<int>& axes) {
  if (!request.config.flag({setting}, true)) return std::optional<Tensor>();
  TRY_ASSIGN(auto values, take_weight(request, static_cast<int>(axes.size())));
  TRY_ASSIGN(auto spread_out, spread(std::move(values), axes, request.shapes[0].rank()));
  return std::optional<Tensor>(std::move(spread_out));
}

Status check_layout(const LayerRequest& request) {
  if (request.layouts[0].order != Order::kFlatMoved) return {};
  return fail("normalising flattened pictures of (N, C, H, W) is not supported");
}

Result<MadeLayer> make_item_normalization(LayerRequest& request,
                                          nn::ItemNormalizationOptions options,
                                          const std::vector<int>& axes) {
  TRY(check_layout(request));
  options.name = request.spec.name;
  options.epsilon = request.config.number({"epsilon"}, options.epsilon);
  TRY_ASSIGN(auto gamma, take_spread(request, "scale", axes));
  TRY_ASSIGN(auto beta, take_spread(request, "center", axes));
  return made(nn::item_normalization(options, std::move(gamma), std::move(beta)),
              request.layouts[0]);
}

Result<MadeLayer> make_layer_normalization(LayerRequest& request) {
  TRY_ASSIGN(const auto axes, read_axes(request));
  if (request.config.flag({"rms_scaling"}, false)) return fail("rms_scaling is not supported");
  return make_item_normalization(request, {.axes = axes}, axes);
}

Result<MadeLayer> make_group_normalization(LayerRequest& request) {
  TRY_ASSIGN(const auto channels, read_axes(request));
  if (channels.size() != 1) return fail("grouping {} axes is not supported", channels.size());
  nn::ItemNormalizationOptions options{.type = "GroupNormalization",
                                       .axes = {},
                                       .groups = request.config.integer({"groups"}, 32),
                                       .channel_axis = channels[0]};
  const nn::PartialShape& shape = request.shapes[0];
  if (options.groups == -1 && shape.is_known(channels[0])) options.groups = shape[channels[0]];
  if (options.groups < 1) return fail("it should have 1 group or more, found {}", options.groups);
  for (int axis = 1; axis < shape.rank(); ++axis) {
    if (axis != channels[0]) options.axes.push_back(axis);
  }
  return make_item_normalization(request, options, channels);
}

Result<MadeLayer> make_rms_normalization(LayerRequest& request) {
  TRY_ASSIGN(const auto axes, read_axes(request));
  TRY(check_layout(request));
  TRY_ASSIGN(auto scale, take_spread(request, "scale", axes));
  return made(nn::item_normalization({.name = request.spec.name,
                                      .type = "RMSNormalization",
                                      .axes = axes,
                                      .epsilon = request.config.number({"epsilon"}, 1e-6f),
                                      .centered = false},
                                     std::move(scale)),
              request.layouts[0]);
}

Result<MadeLayer> make_unit_normalization(LayerRequest& request) {
  TRY_ASSIGN(const auto axes, read_axes(request));
  TRY(check_layout(request));
  return made(nn::unit_normalization(axes, request.spec.name), request.layouts[0]);
}

// A setting that holds numbers in lists, all in one row.
void append_numbers(const nlohmann::json& value, std::vector<float>& numbers) {
  if (value.is_number()) numbers.push_back(value.get<float>());
  if (!value.is_array()) return;
  for (const nlohmann::json& element : value) append_numbers(element, numbers);
}

// Mean or variance as a setting has it: one number, or one for each place along the axes.
Result<Tensor> given_statistic(LayerRequest& request, const char* setting,
                               const std::vector<int>& axes) {
  const nlohmann::json* value = request.config.find({setting});
  std::vector<float> numbers;
  if (value != nullptr) append_numbers(*value, numbers);
  std::vector<std::int64_t> extents;
  if (numbers.size() > 1) {
    for (const int axis : axes) extents.push_back(request.shapes[0][axis]);
  }
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  if (numbers.size() != shape.element_count()) {
    return fail("its {} should be of shape {}, found {} values", setting, to_string(shape),
                numbers.size());
  }
  return spread(Tensor(shape, numbers), axes, request.shapes[0].rank());
}

Result<MadeLayer> make_normalization(LayerRequest& request) {
  const nlohmann::json* axis = request.config.find({"axis"});
  std::vector<int> axes;
  if (axis != nullptr && !(axis->is_array() && axis->empty())) {
    TRY_ASSIGN(axes, read_axes(request));
  }
  TRY(check_layout(request));
  const bool invert = request.config.flag({"invert"}, false);
  const bool given = request.config.find({"mean"}) != nullptr;
  std::vector<Tensor> statistics;
  for (const char* setting : {"mean", "variance"}) {
    auto values = given ? given_statistic(request, setting, axes)
                        : take_weight(request, static_cast<int>(axes.size()));
    if (values && !given) {
      values = spread(std::move(*values), axes, request.shapes[0].rank());
    }
    if (!values) return fail(values.error());
    statistics.push_back(*std::move(values));
  }
  return made(nn::normalization(std::move(statistics[0]), std::move(statistics[1]), invert,
                                request.spec.name),
              request.layouts[0]);
}

constexpr std::array kNormalizationLayers{
    NamedFactory{"LayerNormalization", make_layer_normalization},
    NamedFactory{"GroupNormalization", make_group_normalization},
    NamedFactory{"RMSNormalization", make_rms_normalization},
    NamedFactory{"UnitNormalization", make_unit_normalization},
    NamedFactory{"Normalization", make_normalization},
};

}  // namespace

std::span<const NamedFactory> normalization_factories() { return kNormalizationLayers; }

}  // namespace convlens::loaders
