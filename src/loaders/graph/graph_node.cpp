#include "loaders/graph/graph_node.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "nn/layers/reshaping.h"

namespace convlens::loaders {
namespace {

// A picture of one channel or of one pixel is the same in either order.
bool is_same_in_both_orders(const nn::PartialShape& held) {
  return held[3] == 1 || (held[1] == 1 && held[2] == 1);
}

// The layer's name where it stands for a node that is more than one layer.
std::string extra_name(const NodeSpec& spec, const char* what, int input) {
  return fmt::format("{}_{}{}", spec.name, what, input > 0 ? std::to_string(input) : "");
}

Result<std::shared_ptr<const Tensor>> array_of(const IntegerList& list) {
  const auto count = static_cast<std::int64_t>(list.values.size());
  Tensor array(list.is_scalar ? Shape{} : Shape{count});
  for (std::size_t i = 0; i < list.values.size(); ++i) {
    if (list.values[i] == IntegerList::kUnknown) {
      return fail("its values hang on the size of the picture, which is not known");
    }
    array.data()[i] = static_cast<float>(list.values[i]);
  }
  return std::make_shared<const Tensor>(std::move(array));
}

}  // namespace

NodeRequest NodeRequest::with_values(std::span<const GraphValue> values) const {
  std::vector<const GraphValue*> others = values_;
  for (std::size_t i = 0; i < values.size(); ++i) others[i] = &values[i];
  return {spec_, opset_, std::move(others)};
}

Result<GraphValue> NodeRequest::symbol(int i) const {
  if (is_symbol(i)) return *values_[index(i)];
  if (!has(i)) return fail("its input {} is missing", i);
  return fail("its input {} is a fixed array, expected a value that the network computes", i);
}

Result<GraphValue> NodeRequest::picture(int i) const {
  auto value = symbol(i);
  if (!value) return value;
  const nn::PartialShape& shape = value->symbol->shape();
  if (shape.rank() != 4) {
    return fail("its input should have 4 axes, found {}", to_string(shape));
  }
  if (value->layout.order == Order::kMovedLast) return value;
  const Layout moved{Order::kMovedLast, {}};
  const std::string name = extra_name(spec_, "nhwc", i);
  if (is_same_in_both_orders({shape[0], shape[2], shape[3], shape[1]}) && shape.is_known(2) &&
      shape.is_known(3)) {
    return call(nn::reshape({shape[2], shape[3], shape[1]}, name), *value, moved);
  }
  return call(nn::permute({0, 2, 3, 1}, name), *value, moved);
}

Result<GraphValue> NodeRequest::in_file_order(int i) const {
  auto value = symbol(i);
  if (!value) return value;
  return loaders::in_file_order(*value, i > 0 ? fmt::format("{}_{}", spec_.name, i) : spec_.name);
}

Result<GraphValue> NodeRequest::with_axes(int i) const {
  auto value = symbol(i);
  if (value && value->layout.order == Order::kFlatMoved) return in_file_order(i);
  return value;
}

Result<std::shared_ptr<const Tensor>> NodeRequest::constant(int i, const Word& what) const {
  if (is_constant(i)) return values_[index(i)]->constant;
  if (is_integers(i)) return array_of(*values_[index(i)]->integers);
  if (!has(i)) return fail("its {} are missing", what);
  return fail("its {} are computed, expected an array that the file holds", what);
}

Result<IntegerList> NodeRequest::integers(int i, const Word& what) const {
  if (is_integers(i)) return *values_[index(i)]->integers;
  if (!has(i)) return fail("its {} are missing", what);
  return fail("its {} are computed, expected whole numbers that the file holds", what);
}

Result<std::optional<IntegerList>> NodeRequest::integer_setting(const char* attribute, int input) {
  using Setting = std::optional<IntegerList>;
  if (config_.find({attribute}) != nullptr) {
    return Setting(IntegerList{config_.integers({attribute}), false});
  }
  if (!has(input)) return Setting();
  TRY_ASSIGN(auto values, integers(input, word(attribute)));
  return Setting(std::move(values));
}

Result<std::optional<std::vector<float>>> NodeRequest::number_setting(const char* attribute,
                                                                      int input) {
  using Setting = std::optional<std::vector<float>>;
  if (config_.find({attribute}) != nullptr) return Setting(config_.numbers({attribute}, 0.0f));
  if (!has(input)) return Setting();
  if (is_integers(input)) {
    const auto& values = values_[index(input)]->integers->values;
    return Setting(std::vector<float>(values.begin(), values.end()));
  }
  TRY_ASSIGN(const auto values, constant(input, word(attribute)));
  return Setting(std::vector<float>(values->values().begin(), values->values().end()));
}

Result<GraphValue> call(const Result<nn::LayerHandle>& layer, const GraphValue& input,
                        const Layout& layout) {
  return call(layer, {&input, 1}, layout);
}

Result<GraphValue> call(const Result<nn::LayerHandle>& layer, std::span<const GraphValue> inputs,
                        const Layout& layout) {
  if (!layer) return fail(layer.error());
  std::vector<nn::Symbolic> symbols;
  for (const GraphValue& input : inputs) symbols.push_back(*input.symbol);
  nn::Symbolic result = (*layer)(symbols);
  if (!result.is_valid()) return fail(result.error());
  return GraphValue::of(std::move(result), layout);
}

Result<GraphValue> call(const Result<nn::LayerHandle>& layer, const GraphValue& input) {
  return call(layer, input, input.layout);
}

Result<GraphValue> in_file_order(const GraphValue& value, const std::string& name) {
  if (value.layout.order == Order::kSame) return value;
  if (value.layout.order == Order::kMovedLast) {
    return call(nn::permute({0, 3, 1, 2}, name + "_nchw"), value, Layout{});
  }
  const auto [height, width, channels] = value.layout.extents;
  auto unfolded = call(nn::reshape({height, width, channels}, name + "_nhwc"), value, Layout{});
  if (!unfolded) return unfolded;
  unfolded = call(nn::permute({0, 3, 1, 2}, name + "_nchw"), *unfolded, Layout{});
  if (!unfolded) return unfolded;
  return call(nn::reshape({value.symbol->shape()[1]}, name + "_flat"), *unfolded, Layout{});
}

std::vector<std::int64_t> file_extents(const GraphValue& value) {
  const auto held = value.symbol->shape().extents();
  std::vector<std::int64_t> extents(held.begin(), held.end());
  if (value.layout.order == Order::kMovedLast)
    std::rotate(extents.begin() + 1, extents.end() - 1, extents.end());
  return extents;
}

std::vector<std::int64_t> held_order(std::vector<std::int64_t> values, const Layout& layout) {
  if (layout.order == Order::kMovedLast) {
    std::rotate(values.begin() + 1, values.begin() + 2, values.end());
  }
  return values;
}

Result<Tensor> fitted_constant(const Tensor& constant, const GraphValue& value, Fit fit) {
  const auto wanted = file_extents(value);
  std::vector<std::int64_t> extents(constant.shape().extents().begin(),
                                    constant.shape().extents().end());
  while (extents.size() > wanted.size() && extents.front() == 1) extents.erase(extents.begin());
  if (extents.size() > wanted.size()) {
    return fail("an array of shape {} has more axes than the value, {}",
                to_string(constant.shape()), to_string(value.symbol->shape()));
  }
  extents.insert(extents.begin(), wanted.size() - extents.size(), 1);
  for (std::size_t axis = 0; axis < wanted.size(); ++axis) {
    const bool fits =
        extents[axis] == 1 ||
        (axis > 0 && (extents[axis] == wanted[axis] || (fit == Fit::kEither && wanted[axis] == 1)));
    if (!fits) {
      return fail("an array of shape {} does not fit every value of shape {}",
                  to_string(constant.shape()), to_string(value.symbol->shape()));
    }
  }
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  Tensor fitted(shape, constant.values());
  if (value.layout.order == Order::kMovedLast) {
    return transposed(fitted, std::array{0, 2, 3, 1});
  }
  if (value.layout.order == Order::kFlatMoved && fitted.size() > 1) {
    const auto count = static_cast<std::int64_t>(fitted.size());
    auto row = flat_moved(std::move(fitted).reshaped(Shape{count}), value.layout);
    if (!row) return row;
    return std::move(*row).reshaped(shape);
  }
  return fitted;
}

NodeFactory find_factory(const std::string& op) {
  for (const auto factories :
       {activation_nodes(), convolution_nodes(), elementwise_nodes(), integer_nodes(),
        normalization_nodes(), pooling_nodes(), quantization_nodes(), reduction_nodes(),
        reshaping_nodes(), resizing_nodes(), taking_nodes()}) {
    for (const NamedNodeFactory& factory : factories) {
      if (op == factory.op) return factory.make;
    }
  }
  return nullptr;
}

bool keeps_places(const std::string& op) {
  if (op == "Softmax" || op == "LogSoftmax") return false;
  for (const auto factories : {activation_nodes(), elementwise_nodes()}) {
    for (const NamedNodeFactory& factory : factories) {
      if (op == factory.op) return true;
    }
  }
  return false;
}

Result<std::vector<GraphValue>> make_node(NodeRequest& request) {
  const NodeSpec& spec = request.spec();
  const NodeFactory factory = find_factory(spec.op);
  if (factory == nullptr) {
    return fail("the node \"{}\" is of the operator {}, which is not supported",
                printable(spec.name), printable(spec.op));
  }
  const bool computes = std::any_of(spec.inputs.begin(), spec.inputs.end(),
                                    [&, i = 0](auto&) mutable { return request.is_symbol(i++); });
  Result<GraphValue> value = computes                 ? factory(request)
                             : request.is_integers(0) ? make_integers(request)
                                                      : make_constant(request);
  // A setting that could not be read explains whatever came of it.
  if (const Status& status = request.config().error(); !status) value = fail(status.error());
  if (!value) {
    return fail("the node \"{}\" ({}): {}", printable(spec.name), printable(spec.op),
                value.error());
  }
  std::vector<GraphValue> outputs{*std::move(value)};
  for (GraphValue& further : request.further_outputs()) outputs.push_back(std::move(further));
  return outputs;
}

}  // namespace convlens::loaders
