#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"
#include "nn/layers/merging.h"
#include "nn/layers/reshaping.h"

// The operators that give values other shapes, join them, and put their axes in another order.
namespace convlens::loaders {
namespace {

using Extents = std::vector<std::int64_t>;

// The product of extents; kUnknown where one of them is.
std::int64_t product_of(std::span<const std::int64_t> extents) {
  const auto result = nn::product(extents);
  return result ? *result : kUnknown;
}

std::string text_of(const Extents& extents) {
  const auto shape = nn::PartialShape::checked(extents);
  return shape ? to_string(*shape) : "?";
}

// The extents that a list asks for: 0 is that of the input, -1 what is left over.
Result<Extents> asked_extents(const IntegerList& list, const Extents& now) {
  Extents target = list.values;
  if (target.empty()) return fail("a shape without axes is not supported");
  for (std::size_t i = 0; i < target.size(); ++i) {
    const bool copies = target[i] == 0 || (i == 0 && target[i] == IntegerList::kUnknown);
    if (copies && i >= now.size()) return fail("its shape copies an axis that is not there");
    if (copies) {
      target[i] = now[i];
    } else if (target[i] == IntegerList::kUnknown) {
      target[i] = kUnknown;
    } else if (target[i] < kUnknown) {
      return fail("its shape has the extent {}", target[i]);
    }
  }
  // The batch is any number here; a file may write the 1 that it was made with, or -1.
  const Extents item(target.begin() + 1, target.end());
  const std::int64_t wanted = product_of(item);
  const std::int64_t held = product_of(std::span(now).subspan(1));
  const bool fits = wanted == kUnknown || held == kUnknown || wanted == held;
  if (target[0] != kUnknown && target[0] != 1) {
    return fail("a shape of {} whose first axis is not the batch is not supported",
                text_of(target));
  }
  if (held == kUnknown && wanted != kUnknown) {
    return fail("its shape {} is that of pictures of one size only", text_of(target));
  }
  if (!fits) return fail("{} cannot become {}", text_of(now), text_of(target));
  target[0] = kUnknown;
  return target;
}

Result<GraphValue> make_reshape(NodeRequest& request) {
  TRY_ASSIGN(const auto value, request.symbol(0));
  TRY_ASSIGN(const auto list, request.integer_setting("shape", 1));
  if (!list) return fail("its shape is missing");
  // With it, an extent of 0 is one of 0 and not that of the input; without any, it says nothing.
  const bool has_zero =
      std::find(list->values.begin(), list->values.end(), 0) != list->values.end();
  if (has_zero && request.config().integer({"allowzero"}, 0) != 0) {
    return fail("an extent of 0 (allowzero) is not supported");
  }
  TRY_ASSIGN(const auto target, asked_extents(*list, file_extents(value)));
  return reshaped(value, target, request.spec().name);
}

Result<GraphValue> make_flatten(NodeRequest& request) {
  TRY_ASSIGN(const auto value, request.symbol(0));
  const Extents now = file_extents(value);
  const auto rank = static_cast<int>(now.size());
  int axis = request.config().integer({"axis"}, 1);
  if (axis < 0) axis += rank;
  if (axis != 1) return fail("flattening from another axis than the first is not supported");
  return reshaped(value, {kUnknown, product_of(std::span(now).subspan(1))}, request.spec().name);
}

// Axes of 1 away; without a list, all of them.
Result<GraphValue> make_squeeze(NodeRequest& request) {
  TRY_ASSIGN(const auto value, request.symbol(0));
  const Extents now = file_extents(value);
  const auto rank = static_cast<std::int64_t>(now.size());
  TRY_ASSIGN(const auto axes, request.integer_setting("axes", 1));
  std::vector<bool> goes(now.size(), false);
  for (std::size_t i = 1; !axes && i < now.size(); ++i) goes[i] = now[i] == 1;
  for (std::int64_t axis : axes ? axes->values : Extents{}) {
    if (axis < 0) axis += rank;
    if (axis < 1 || axis >= rank || now[static_cast<std::size_t>(axis)] != 1) {
      return fail("axis {} of {} cannot be left out", axis, text_of(now));
    }
    goes[static_cast<std::size_t>(axis)] = true;
  }
  Extents target;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (!goes[i]) target.push_back(now[i]);
  }
  return reshaped(value, target, request.spec().name);
}

Result<GraphValue> make_unsqueeze(NodeRequest& request) {
  TRY_ASSIGN(const auto value, request.symbol(0));
  Extents target = file_extents(value);
  TRY_ASSIGN(const auto axes, request.integer_setting("axes", 1));
  if (!axes) return fail("its axes are missing");
  Extents sorted = axes->values;
  const auto rank = static_cast<std::int64_t>(target.size() + sorted.size());
  for (std::int64_t& axis : sorted) axis += axis < 0 ? rank : 0;
  std::sort(sorted.begin(), sorted.end());
  for (const std::int64_t axis : sorted) {
    if (axis < 1 || axis > static_cast<std::int64_t>(target.size())) {
      return fail("an axis cannot be put in at {} of {}", axis, text_of(target));
    }
    target.insert(target.begin() + axis, 1);
  }
  return reshaped(value, target, request.spec().name);
}

Result<GraphValue> make_transpose(NodeRequest& request) {
  auto value = request.symbol(0);
  if (value && value->layout.order == Order::kFlatMoved) value = request.in_file_order(0);
  if (!value) return value;
  const std::string& name = request.spec().name;
  const int rank = value->symbol->shape().rank();
  auto order = request.config().integers({"perm"});
  const bool turns_all = request.config().find({"perm"}) == nullptr;
  for (int axis = rank; turns_all && axis-- > 0;) order.push_back(axis);
  if (static_cast<int>(order.size()) != rank) {
    return fail("perm should be {} numbers, found {}", rank, order.size());
  }
  // What is held with channels behind is already in the order that is asked for, and the other
  // way round.
  const Layout picture{Order::kMovedLast, {}};
  if (value->layout == picture && order == Extents{0, 2, 3, 1}) {
    return call(nn::identity("Transpose", name), *value, Layout{});
  }
  if (value->layout == Layout{} && order == Extents{0, 3, 1, 2}) {
    return call(nn::identity("Transpose", name), *value, picture);
  }
  std::vector<int> held;
  for (const std::int64_t axis : order) {
    if (axis < 0 || axis >= rank) return fail("perm names axis {} of {}", axis, rank);
    held.push_back(moved_axis(static_cast<int>(axis), rank, value->layout.order));
  }
  return call(nn::permute(std::move(held), name), *value, Layout{});
}

Result<GraphValue> make_concat(NodeRequest& request) {
  std::vector<GraphValue> inputs;
  bool any_picture = false;
  bool all_pictures = true;
  for (int i = 0; i < request.input_count(); ++i) {
    TRY_ASSIGN(const auto input, request.symbol(i));
    const bool is_picture = input.layout.order == Order::kMovedLast;
    any_picture = any_picture || is_picture;
    all_pictures = all_pictures && input.symbol->shape().rank() == 4;
  }
  for (int i = 0; i < request.input_count(); ++i) {
    auto input = any_picture && all_pictures ? request.picture(i) : request.in_file_order(i);
    if (!input) return input;
    inputs.push_back(*std::move(input));
  }
  if (inputs.empty()) return fail("it has no inputs");
  const int rank = inputs[0].symbol->shape().rank();
  const int axis = request.config().integer({"axis"}, 1);
  const int held = moved_axis(axis, rank, inputs[0].layout.order);
  return call(nn::concatenate(held, request.spec().name), inputs, inputs[0].layout);
}

constexpr std::array kReshapingNodes{
    NamedNodeFactory{"Reshape", make_reshape},     NamedNodeFactory{"Flatten", make_flatten},
    NamedNodeFactory{"Squeeze", make_squeeze},     NamedNodeFactory{"Unsqueeze", make_unsqueeze},
    NamedNodeFactory{"Transpose", make_transpose}, NamedNodeFactory{"Concat", make_concat},
};

}  // namespace

Result<GraphValue> reshaped(const GraphValue& given, const Extents& target,
                            const std::string& name) {
  const Extents now = file_extents(given);
  const Extents item(target.begin() + 1, target.end());
  if (target == now) return call(nn::identity("Reshape", name), given);
  if (std::count(item.begin(), item.end(), kUnknown) > 1) {
    return fail("its extents hang on the size of the picture, which is not known");
  }
  if (given.layout.order == Order::kMovedLast) {
    // What the values of one item are one after the other: order does not matter.
    const bool is_flat = item.size() == 1 &&
                         (item[0] == kUnknown || item[0] == product_of(std::span(now).subspan(1)));
    if (is_flat) {
      TRY_ASSIGN(const auto layout, flattened(given.symbol->shape()));
      return call(nn::flatten(name), given, layout);
    }
  }
  TRY_ASSIGN(const auto value, in_file_order(given, name));
  // A picture of one pixel or one channel is the same in either order.
  if (item.size() == 3 && (item[0] == 1 || (item[1] == 1 && item[2] == 1))) {
    return call(nn::reshape({item[1], item[2], item[0]}, name), value,
                Layout{Order::kMovedLast, {}});
  }
  return call(nn::reshape(item, name), value, Layout{});
}

std::span<const NamedNodeFactory> reshaping_nodes() { return kReshapingNodes; }

}  // namespace convlens::loaders
