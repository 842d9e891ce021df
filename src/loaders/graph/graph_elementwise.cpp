#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "loaders/graph/graph_node.h"
#include "nn/layers/merging.h"
#include "nn/layers/reshaping.h"

// The operators that join several values, value by value, and those that leave them alone.
namespace convlens::loaders {
namespace {

Result<GraphValue> make_dropout(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  if (request.is_integers(2)) {
    const auto training = request.integers(2, word("training_mode"));
    if (training && training->values != std::vector<std::int64_t>{0}) {
      return fail("training_mode is not supported");
    }
  }
  return call(nn::dropout(request.spec().name), input);
}

Result<GraphValue> make_identity(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  return call(nn::identity(request.spec().op, request.spec().name), input);
}

// Before version 7, the second array stood along the first's axes from `axis` on, and only where
// `broadcast` was set.
Result<Tensor> old_broadcast(NodeRequest& request, const Tensor& constant,
                             const GraphValue& value) {
  Tensor result = constant.clone();
  const int axis = request.config().integer({"axis"}, -1);
  if (request.opset() >= 7 || axis < 0) return result;
  std::vector<std::int64_t> extents(constant.shape().extents().begin(),
                                    constant.shape().extents().end());
  const auto rank = file_extents(value).size();
  const std::size_t behind = static_cast<std::size_t>(axis) + extents.size();
  if (behind > rank) return fail("axis {} is not one of {}", axis, rank);
  extents.insert(extents.end(), rank - behind, 1);
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  return std::move(result).reshaped(shape);
}

// Two values held alike: where one is a picture, the other becomes one.
Result<std::array<GraphValue, 2>> held_alike(const NodeRequest& request, int first, int second) {
  auto a = request.symbol(first);
  auto b = request.symbol(second);
  if (!a) return fail(a.error());
  if (!b) return fail(b.error());
  if (a->layout != b->layout) {
    const bool pictures = a->symbol->shape().rank() == 4 && b->symbol->shape().rank() == 4;
    a = pictures ? request.picture(first) : request.in_file_order(first);
    b = pictures ? request.picture(second) : request.in_file_order(second);
    if (!a) return fail(a.error());
    if (!b) return fail(b.error());
  }
  return std::array{*std::move(a), *std::move(b)};
}

using MergeFactory = nn::LayerHandle (*)(std::string);

template <nn::MergeKind kind, MergeFactory factory>
Result<GraphValue> make_merge(NodeRequest& request) {
  if (request.input_count() != 2) {
    return fail("expected 2 inputs, found {}", request.input_count());
  }
  if (request.is_symbol(0) && request.is_symbol(1)) {
    TRY_ASSIGN(const auto inputs, held_alike(request, 0, 1));
    return call(factory(request.spec().name), inputs, inputs[0].layout);
  }
  const bool constant_first = !request.is_symbol(0);
  TRY_ASSIGN(const auto input, request.symbol(constant_first ? 1 : 0));
  TRY_ASSIGN(const auto stored, request.constant(constant_first ? 0 : 1, word("other values")));
  TRY_ASSIGN(const auto aligned, old_broadcast(request, *stored, input));
  TRY_ASSIGN(auto constant, fitted_constant(aligned, input, Fit::kEither));
  return call(nn::merge_constant(kind, std::move(constant), constant_first, request.spec().name),
              input);
}

// Any number of inputs; one alone stays as it is.
template <nn::MergeKind kind, MergeFactory factory>
Result<GraphValue> make_merge_all(NodeRequest& request) {
  if (request.input_count() == 1) return make_identity(request);
  if (request.input_count() == 2) return make_merge<kind, factory>(request);
  std::vector<GraphValue> inputs;
  for (int i = 0; i < request.input_count(); ++i) {
    auto input = i == 0
                     ? request.symbol(i)
                     : held_alike(request, 0, i).map([](auto both) { return std::move(both[1]); });
    if (!input) return input;
    if (i > 0 && input->layout != inputs[0].layout) {
      return fail("its inputs have their axes in different orders, which is not supported");
    }
    inputs.push_back(*std::move(input));
  }
  return call(factory(request.spec().name), inputs, inputs[0].layout);
}

using nn::MergeKind;

constexpr std::array kElementwiseNodes{
    NamedNodeFactory{"Dropout", make_dropout},
    NamedNodeFactory{"Identity", make_identity},
    NamedNodeFactory{"Add", make_merge<MergeKind::kAdd, nn::add>},
    NamedNodeFactory{"Sub", make_merge<MergeKind::kSubtract, nn::subtract>},
    NamedNodeFactory{"Mul", make_merge<MergeKind::kMultiply, nn::multiply>},
    NamedNodeFactory{"Div", make_merge<MergeKind::kDivide, nn::divide>},
    NamedNodeFactory{"Pow", make_merge<MergeKind::kPower, nn::power>},
    NamedNodeFactory{"Mean", make_merge_all<MergeKind::kAverage, nn::average>},
    NamedNodeFactory{"Sum", make_merge_all<MergeKind::kAdd, nn::add>},
    NamedNodeFactory{"Max", make_merge_all<MergeKind::kMaximum, nn::maximum>},
    NamedNodeFactory{"Min", make_merge_all<MergeKind::kMinimum, nn::minimum>},
};

}  // namespace

std::span<const NamedNodeFactory> elementwise_nodes() { return kElementwiseNodes; }

}  // namespace convlens::loaders
