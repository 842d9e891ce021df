#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"
#include "nn/graph/model.h"
#include "nn/layers/reshaping.h"

// Operators on nothing but arrays that the file holds: worked out while the network is read, so
// that no layer has to. Such an array has no axis of the batch.
namespace convlens::loaders {
namespace {

using Extents = std::vector<std::int64_t>;

Extents extents_of(const Tensor& tensor) {
  const auto extents = tensor.shape().extents();
  return {extents.begin(), extents.end()};
}

Result<GraphValue> with_extents(const Tensor& constant, const Extents& extents) {
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  if (shape.element_count() != constant.size()) {
    return fail("an array of shape {} cannot become {}", to_string(constant.shape()),
                to_string(shape));
  }
  return GraphValue::of(constant.clone().reshaped(shape));
}

Result<std::size_t> axis_of(std::int64_t axis, std::size_t rank) {
  const auto count = static_cast<std::int64_t>(rank);
  if (axis < -count || axis >= count) return fail("axis {} is not one of {}", axis, rank);
  return static_cast<std::size_t>(axis < 0 ? axis + count : axis);
}

Result<GraphValue> transposed_array(NodeRequest& request) {
  TRY_ASSIGN(const auto constant, request.constant(0, word("values")));
  const int rank = constant->shape().rank();
  std::vector<int> order;
  for (const std::int64_t axis : request.config().integers({"perm"})) {
    order.push_back(static_cast<int>(axis));
  }
  for (int axis = rank; request.config().find({"perm"}) == nullptr && axis-- > 0;) {
    order.push_back(axis);
  }
  std::vector<int> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  bool fits = static_cast<int>(order.size()) == rank;
  for (int axis = 0; fits && axis < rank; ++axis) {
    fits = sorted[static_cast<std::size_t>(axis)] == axis;
  }
  if (!fits) return fail("perm should name each of {} axes once", rank);
  TRY_ASSIGN(auto result, transposed(*constant, order));
  return GraphValue::of(std::move(result));
}

Result<GraphValue> reshaped_array(NodeRequest& request) {
  TRY_ASSIGN(const auto constant, request.constant(0, word("values")));
  TRY_ASSIGN(const auto list, request.integer_setting("shape", 1));
  if (!list) return fail("its shape is missing");
  Extents extents = list->values;
  const auto count = static_cast<std::int64_t>(constant->size());
  std::int64_t known = 1;
  auto open = extents.end();
  for (auto extent = extents.begin(); extent != extents.end(); ++extent) {
    const auto axis = static_cast<int>(extent - extents.begin());
    if (*extent == 0 && axis < constant->shape().rank()) *extent = constant->shape()[axis];
    if (*extent == -1 && open == extents.end()) {
      open = extent;
    } else if (*extent < 1 || known > count / *extent) {
      return fail("an array of shape {} cannot become what is asked for",
                  to_string(constant->shape()));
    } else {
      known *= *extent;
    }
  }
  if (open != extents.end()) *open = count / known;
  return with_extents(*constant, extents);
}

Result<GraphValue> unsqueezed_array(NodeRequest& request) {
  TRY_ASSIGN(const auto constant, request.constant(0, word("values")));
  TRY_ASSIGN(const auto axes, request.integer_setting("axes", 1));
  if (!axes) return fail("its axes are missing");
  Extents extents = extents_of(*constant);
  const std::size_t rank = extents.size() + axes->values.size();
  std::vector<std::size_t> sorted;
  for (const std::int64_t axis : axes->values) {
    TRY_ASSIGN(const auto place, axis_of(axis, rank));
    sorted.push_back(place);
  }
  std::sort(sorted.begin(), sorted.end());
  for (const std::size_t axis : sorted) {
    if (axis > extents.size()) return fail("axis {} is named twice", axis);
    extents.insert(extents.begin() + static_cast<std::ptrdiff_t>(axis), 1);
  }
  return with_extents(*constant, extents);
}

Result<GraphValue> squeezed_array(NodeRequest& request) {
  TRY_ASSIGN(const auto constant, request.constant(0, word("values")));
  TRY_ASSIGN(const auto axes, request.integer_setting("axes", 1));
  Extents extents = extents_of(*constant);
  for (const std::int64_t axis : axes ? axes->values : Extents{}) {
    TRY_ASSIGN(const auto place, axis_of(axis, extents.size()));
    if (extents[place] != 1) {
      return fail("axis {} of {} cannot be left out", axis, to_string(constant->shape()));
    }
    extents[place] = 0;  // to be left out
  }
  const std::int64_t leaves = axes ? 0 : 1;
  extents.erase(std::remove(extents.begin(), extents.end(), leaves), extents.end());
  return with_extents(*constant, extents);
}

Result<GraphValue> shape_of_array(NodeRequest& request) {
  TRY_ASSIGN(const auto constant, request.constant(0, word("values")));
  return GraphValue::of({extents_of(*constant), false});
}

Result<GraphValue> joined_arrays(NodeRequest& request) {
  TRY_ASSIGN(const auto first, request.constant(0, word("values")));
  Extents extents = extents_of(*first);
  TRY_ASSIGN(const auto axis, axis_of(request.config().integer({"axis"}, 1), extents.size()));
  const auto behind = static_cast<std::ptrdiff_t>(axis) + 1;
  const std::int64_t blocks = std::accumulate(extents.begin(), extents.begin() + behind - 1,
                                              std::int64_t{1}, std::multiplies<>());
  std::vector<std::shared_ptr<const Tensor>> arrays;
  extents[axis] = 0;
  for (int i = 0; i < request.input_count(); ++i) {
    TRY_ASSIGN(auto array, request.constant(i, word("values")));
    Extents others = extents_of(*array);
    const std::int64_t added =
        axis < others.size() ? std::exchange(others[axis], extents[axis]) : 0;
    if (others != extents) {
      return fail("arrays of shapes {} and {} cannot stand side by side along axis {}",
                  to_string(first->shape()), to_string(array->shape()), axis);
    }
    extents[axis] += added;
    arrays.push_back(std::move(array));
  }
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  Tensor all(shape);
  float* to = all.data();
  for (std::int64_t block = 0; block < blocks; ++block) {
    for (const auto& array : arrays) {
      const auto count = static_cast<std::ptrdiff_t>(array->size()) / blocks;
      to = std::copy_n(array->data() + block * count, count, to);
    }
  }
  return GraphValue::of(std::move(all));
}

Result<GraphValue> gathered_array(NodeRequest& request) {
  TRY_ASSIGN(const auto constant, request.constant(0, word("values")));
  TRY_ASSIGN(const auto list, request.integers(1, word("places")));
  Extents extents = extents_of(*constant);
  TRY_ASSIGN(const auto axis, axis_of(request.config().integer({"axis"}, 0), extents.size()));
  std::vector<nn::Places> places;
  for (const std::int64_t extent : extents) {
    places.emplace_back(static_cast<std::size_t>(extent));
    std::iota(places.back().begin(), places.back().end(), std::int64_t{0});
  }
  places[axis].clear();
  for (const std::int64_t place : list.values) {
    TRY_ASSIGN(const auto at, axis_of(place, static_cast<std::size_t>(extents[axis])));
    places[axis].push_back(static_cast<std::int64_t>(at));
  }
  extents[axis] = static_cast<std::int64_t>(list.values.size());
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  Tensor taken(shape);
  nn::take_places(*constant, places, 0.0f, taken);
  if (list.is_scalar) extents.erase(extents.begin() + static_cast<std::ptrdiff_t>(axis));
  return with_extents(taken, extents);
}

Result<GraphValue> same_array(NodeRequest& request) {
  TRY_ASSIGN(auto constant, request.constant(0, word("values")));
  return GraphValue::of(std::move(constant));
}

// An array with extents of 1 in front, up to `rank` and one more, that of a batch.
Tensor as_batch(const Tensor& constant, std::size_t rank) {
  Extents extents = extents_of(constant);
  extents.insert(extents.begin(), rank + 1 - extents.size(), 1);
  return constant.clone().reshaped(*Shape::checked(extents));
}

// What the layers of the operator compute, the first `count` inputs given as a batch of one.
Result<GraphValue> computed(NodeRequest& request, NodeFactory factory, int count) {
  std::vector<Tensor> arrays;
  std::size_t rank = 0;
  for (int i = 0; i < count; ++i) {
    TRY_ASSIGN(const auto constant, request.constant(i, word("values")));
    rank = std::max(rank, static_cast<std::size_t>(constant->shape().rank()));
    arrays.push_back(constant->clone());
  }
  if (rank >= Shape::kMaxRank) return fail("an array of {} axes is not supported here", rank);
  std::vector<GraphValue> values;
  std::vector<nn::Symbolic> symbols;
  for (Tensor& array : arrays) {
    array = as_batch(array, rank);
    // No node's name, which is also that of its layer, has a line's end in it.
    const std::string name = fmt::format("\n{}", values.size());
    symbols.push_back(nn::input_of(nn::input_layer(array.shape(), name)));
    values.push_back(GraphValue::of(symbols.back(), Layout{}));
  }
  NodeRequest with_symbols = request.with_values(values);
  TRY_ASSIGN(const auto output, factory(with_symbols));
  TRY(with_symbols.config().error());
  TRY_ASSIGN(const auto model, nn::Model::create(std::span<const nn::Symbolic>(symbols),
                                                 *output.symbol, "constants"));
  const std::vector<TensorView> views(arrays.begin(), arrays.end());
  TRY_ASSIGN(auto results, model.compute(views));
  const TensorView result = results[0].view();
  const auto extents = result.shape().extents().subspan(1);
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  return GraphValue::of(Tensor(shape, result.values()));
}

Result<GraphValue> cast_array(NodeRequest& request) {
  TRY_ASSIGN(const auto constant, request.constant(0, word("values")));
  TRY_ASSIGN(const auto type, cast_type(request));
  if (type == CastType::kFloat) return GraphValue::of(constant);
  if (type == CastType::kHalf) return computed(request, find_factory("Cast"), 1);
  constexpr std::size_t kMaxValues = 256;
  if (constant->shape().rank() > 1 || constant->size() > kMaxValues) {
    return fail("an array of shape {} cannot become whole numbers here",
                to_string(constant->shape()));
  }
  IntegerList list{{}, constant->shape().rank() == 0};
  for (const float value : constant->values()) {
    constexpr float kMax = 2147483648.0f;
    if (!(std::fabs(value) < kMax)) return fail("{} cannot become a whole number", value);
    const bool is_truth = type == CastType::kTruth;
    list.values.push_back(is_truth ? (value != 0.0f ? 1 : 0) : static_cast<std::int64_t>(value));
  }
  return GraphValue::of(std::move(list));
}

// One scale for all values, or one for each place along an axis.
Result<GraphValue> unpacked_array(NodeRequest& request) {
  TRY_ASSIGN(const auto packed, request.constant(0, word("values")));
  TRY_ASSIGN(const auto scales, request.constant(1, word("scales")));
  Tensor points(scales->shape());
  if (request.has(2)) {
    TRY_ASSIGN(const auto given, request.constant(2, word("zero points")));
    if (given->size() != scales->size()) {
      return fail("{} zero points were found for {} scales", given->size(), scales->size());
    }
    points = Tensor(scales->shape(), given->values());
  }
  Extents extents = extents_of(*packed);
  std::size_t inner = packed->size();
  if (scales->size() != 1) {
    TRY_ASSIGN(const auto axis, axis_of(request.config().integer({"axis"}, 1), extents.size()));
    if (request.config().integer({"block_size"}, 0) != 0 || scales->shape().rank() != 1 ||
        scales->shape()[0] != extents[axis]) {
      return fail("scales of shape {} do not fit an array of shape {} along axis {}",
                  to_string(scales->shape()), to_string(packed->shape()), axis);
    }
    inner = 1;
    for (std::size_t i = axis + 1; i < extents.size(); ++i) {
      inner *= static_cast<std::size_t>(extents[i]);
    }
  }
  Tensor values = packed->clone();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t place = i / std::max<std::size_t>(inner, 1) % scales->size();
    values.data()[i] = (values.data()[i] - points.data()[place]) * scales->data()[place];
  }
  return GraphValue::of(std::move(values));
}

constexpr std::array kOnArrays{
    NamedNodeFactory{"Transpose", transposed_array},
    NamedNodeFactory{"Reshape", reshaped_array},
    NamedNodeFactory{"Unsqueeze", unsqueezed_array},
    NamedNodeFactory{"Squeeze", squeezed_array},
    NamedNodeFactory{"Shape", shape_of_array},
    NamedNodeFactory{"Concat", joined_arrays},
    NamedNodeFactory{"Gather", gathered_array},
    NamedNodeFactory{"Identity", same_array},
    NamedNodeFactory{"Dropout", same_array},
    NamedNodeFactory{"Cast", cast_array},
    NamedNodeFactory{"DequantizeLinear", unpacked_array},
};

}  // namespace

Result<CastType> cast_type(NodeRequest& request) {
  constexpr int kFloat = 1;  // of onnx::TensorProto::DataType
  constexpr int kBool = 9;
  constexpr int kHalf = 10;
  constexpr int kDouble = 11;
  constexpr std::array kIntegers{2, 3, 4, 5, 6, 7, 12, 13};
  const int type = request.config().integer({"to"}, 0);
  if (type == kFloat || type == kDouble) return CastType::kFloat;
  if (type == kHalf) return CastType::kHalf;
  if (type == kBool) return CastType::kTruth;
  if (std::find(kIntegers.begin(), kIntegers.end(), type) != kIntegers.end()) {
    return CastType::kInteger;
  }
  return fail("the type {} is not supported", type);
}

Result<GraphValue> make_constant(NodeRequest& request) {
  const std::string& op = request.spec().op;
  for (const NamedNodeFactory& row : kOnArrays) {
    if (op == row.op) return row.make(request);
  }
  // The others count their axes from that of the batch.
  if (keeps_places(op) && op != "PRelu") {
    const auto joining = elementwise_nodes();
    const bool joins = std::any_of(joining.begin(), joining.end(),
                                   [&op](const NamedNodeFactory& row) { return op == row.op; });
    return computed(request, find_factory(op), joins ? request.input_count() : 1);
  }
  return fail("computing with nothing but arrays that the file holds is not supported");
}

}  // namespace convlens::loaders
