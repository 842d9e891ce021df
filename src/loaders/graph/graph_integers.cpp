#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"

// What can be worked out without the picture: the shapes that operators take, and arrays that the
// file holds in another form than the operator takes. Where the same operators work on what the
// network computes, they are those of graph_reshaping.cpp.
namespace convlens::loaders {
namespace {

using Integers = std::vector<std::int64_t>;

constexpr std::size_t kMaxValues = 64;  // of a shape, with much to spare

Result<GraphValue> make_shape(NodeRequest& request) {
  const auto value = request.symbol(0);
  if (!value) return value;
  Integers extents = file_extents(*value);
  for (std::int64_t& extent : extents) {
    if (extent == nn::PartialShape::kUnknown) extent = IntegerList::kUnknown;
  }
  const auto rank = static_cast<int>(extents.size());
  const auto place = [rank](int at) { return std::clamp(at < 0 ? at + rank : at, 0, rank); };
  const int begin = place(request.config().integer({"start"}, 0));
  const int end = std::max(begin, place(request.config().integer({"end"}, rank)));
  return GraphValue::of({Integers(extents.begin() + begin, extents.begin() + end), false});
}

Result<GraphValue> gathered(NodeRequest& request) {
  TRY_ASSIGN(const auto list, request.integers(0, word("values")));
  TRY_ASSIGN(const auto places, request.integers(1, word("places")));
  const auto count = static_cast<std::int64_t>(list.values.size());
  IntegerList taken{{}, places.is_scalar};
  for (std::int64_t place : places.values) {
    if (place < 0) place += count;
    if (place < 0 || place >= count) return fail("it takes value {} of {}", place, count);
    taken.values.push_back(list.values[static_cast<std::size_t>(place)]);
  }
  return GraphValue::of(std::move(taken));
}

// A number into a list of one, and back.
Result<GraphValue> change_rank(NodeRequest& request, bool to_scalar) {
  TRY_ASSIGN(auto list, request.integers(0, word("values")));
  if (to_scalar && list.values.size() != 1) {
    return fail("a list of {} numbers cannot become one", list.values.size());
  }
  if (!to_scalar && !list.is_scalar) return fail("lists of lists are not supported");
  list.is_scalar = to_scalar;
  return GraphValue::of(std::move(list));
}

Result<GraphValue> concatenated(NodeRequest& request) {
  IntegerList all;
  for (int i = 0; i < request.input_count(); ++i) {
    TRY_ASSIGN(const auto list, request.integers(i, word("values")));
    all.values.insert(all.values.end(), list.values.begin(), list.values.end());
  }
  if (all.values.size() > kMaxValues) return fail("a shape of so many axes is not supported");
  return GraphValue::of(std::move(all));
}

Result<GraphValue> sliced(NodeRequest& request) {
  const auto list = request.integers(0, word("values"));
  const auto starts = request.integer_setting("starts", 1);
  const auto ends = request.integer_setting("ends", 2);
  const auto steps = request.integer_setting("steps", 4);
  if (!list) return fail(list.error());
  if (!starts || !ends || !steps || !*starts || !*ends || (*starts)->values.size() != 1 ||
      (*ends)->values.size() != 1) {
    return fail("a part of a shape should have one start and one end");
  }
  if (*steps && (*steps)->values != Integers{1}) return fail("steps are not supported");
  const auto count = static_cast<std::int64_t>(list->values.size());
  const auto place = [count](std::int64_t at) {
    return std::clamp<std::int64_t>(at < 0 ? at + count : at, 0, count);
  };
  const std::int64_t begin = place((*starts)->values[0]);
  const std::int64_t end = std::max(begin, place((*ends)->values[0]));
  return GraphValue::of(
      {Integers(list->values.begin() + begin, list->values.begin() + end), false});
}

Result<GraphValue> unchanged(NodeRequest& request) {
  TRY_ASSIGN(auto list, request.integers(0, word("values")));
  return GraphValue::of(std::move(list));
}

// The operators are known, but not on what the network computes.
Result<GraphValue> refuse(NodeRequest&) {
  return fail("this is supported for shapes only, not for what the network computes");
}

Result<GraphValue> transposed_constant(const Tensor& constant, NodeRequest& request) {
  const int rank = constant.shape().rank();
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
  TRY_ASSIGN(auto result, transposed(constant, order));
  return GraphValue::of(std::move(result));
}

Result<GraphValue> reshaped_constant(const Tensor& constant, NodeRequest& request) {
  TRY_ASSIGN(const auto list, request.integer_setting("shape", 1));
  if (!list) return fail("its shape is missing");
  Integers extents = list->values;
  const auto count = static_cast<std::int64_t>(constant.size());
  std::int64_t known = 1;
  auto open = extents.end();
  for (auto extent = extents.begin(); extent != extents.end(); ++extent) {
    const auto axis = static_cast<int>(extent - extents.begin());
    if (*extent == 0 && axis < constant.shape().rank()) *extent = constant.shape()[axis];
    if (*extent == -1 && open == extents.end()) {
      open = extent;
    } else if (*extent < 1 || known > count / *extent) {
      return fail("an array of shape {} cannot become what is asked for",
                  to_string(constant.shape()));
    } else {
      known *= *extent;
    }
  }
  if (open != extents.end()) *open = count / known;
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  if (shape.element_count() != constant.size()) {
    return fail("an array of shape {} cannot become {}", to_string(constant.shape()),
                to_string(shape));
  }
  return GraphValue::of(constant.clone().reshaped(shape));
}

}  // namespace

Result<GraphValue> make_integers(NodeRequest& request) {
  const std::string& op = request.spec().op;
  if (op == "Gather") return gathered(request);
  if (op == "Unsqueeze" || op == "Squeeze") return change_rank(request, op == "Squeeze");
  if (op == "Concat") return concatenated(request);
  if (op == "Slice") return sliced(request);
  if (op == "Identity" || op == "Cast") return unchanged(request);
  return fail("computing shapes by this operator is not supported");
}

Result<GraphValue> make_constant(NodeRequest& request) {
  const std::string& op = request.spec().op;
  TRY_ASSIGN(const auto constant, request.constant(0, word("values")));
  if (op == "Transpose") return transposed_constant(*constant, request);
  if (op == "Reshape") return reshaped_constant(*constant, request);
  if (op == "Identity" || op == "Cast") return GraphValue::of(constant->clone());
  return fail("computing with nothing but arrays that the file holds is not supported");
}

std::span<const NamedNodeFactory> integer_nodes() {
  static constexpr std::array kIntegerNodes{
      NamedNodeFactory{"Shape", make_shape},
      NamedNodeFactory{"Gather", refuse},
      NamedNodeFactory{"Cast", refuse},
  };
  return kIntegerNodes;
}

}  // namespace convlens::loaders
