#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"

// The shapes that operators take, where the file computes them. Where the same operators work on
// what the network computes, they are made in the other files.
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
  TRY_ASSIGN(const auto list, request.integers(0, word("values")));
  TRY_ASSIGN(const auto starts, request.integer_setting("starts", 1));
  TRY_ASSIGN(const auto ends, request.integer_setting("ends", 2));
  TRY_ASSIGN(const auto steps, request.integer_setting("steps", 4));
  if (!starts || !ends || starts->values.size() != 1 || ends->values.size() != 1) {
    return fail("a part of a shape should have one start and one end");
  }
  const std::int64_t step = steps && steps->values.size() == 1 ? steps->values[0] : 1;
  if (step != 1 && step != -1) return fail("steps of {} are not supported", step);
  const auto count = static_cast<std::int64_t>(list.values.size());
  const std::int64_t lowest = step > 0 ? 0 : -1;
  const auto place = [&](std::int64_t at) {
    return std::clamp<std::int64_t>(at < 0 ? at + count : at, lowest, count + lowest);
  };
  IntegerList taken;
  const std::int64_t end = place(ends->values[0]);
  for (std::int64_t i = place(starts->values[0]); (end - i) * step > 0; i += step) {
    taken.values.push_back(list.values[static_cast<std::size_t>(i)]);
  }
  return GraphValue::of(std::move(taken));
}

// An extent that is not known stays what it is where nothing changes, and is no negative number;
// another number that hangs on it could be taken for it.
Result<std::int64_t> combined(const std::string& op, std::int64_t a, std::int64_t b) {
  const bool a_unknown = a == IntegerList::kUnknown;
  const bool b_unknown = b == IntegerList::kUnknown;
  if (op == "Equal" && ((a_unknown && b < 0) || (b_unknown && a < 0))) return a == b ? 1 : 0;
  if (a_unknown && op != "Equal" && op != "Min" && b == (op == "Mul" || op == "Div" ? 1 : 0)) {
    return a;
  }
  if (b_unknown && a == (op == "Mul" ? 1 : 0) && (op == "Mul" || op == "Add")) return b;
  if (a_unknown || b_unknown) {
    return fail("its values hang on the size of the picture, which is not known");
  }
  for (const std::int64_t value : {a, b}) {
    if (std::abs(value) > INT32_MAX) return fail("a number of {} is too large for a shape", value);
  }
  if (op == "Add") return a + b;
  if (op == "Sub") return a - b;
  if (op == "Mul") return a * b;
  if (op == "Div" && b == 0) return fail("{} cannot be divided by 0", a);
  if (op == "Div") return a / b;
  if (op == "Max") return std::max(a, b);
  if (op == "Min") return std::min(a, b);
  return a == b ? 1 : 0;  // Equal
}

// Lists as long as each other, or one number with every one of a list.
Result<GraphValue> combined_lists(NodeRequest& request) {
  TRY_ASSIGN(const auto a, request.integers(0, word("values")));
  TRY_ASSIGN(const auto b, request.integers(1, word("values")));
  const std::size_t count = std::max(a.values.size(), b.values.size());
  const auto fits = [count](const IntegerList& list) {
    return list.values.size() == count || list.values.size() == 1;
  };
  if (!fits(a) || !fits(b)) {
    return fail("{} numbers and {} do not fit each other", a.values.size(), b.values.size());
  }
  IntegerList result{{}, a.is_scalar && b.is_scalar};
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t x = a.values[a.values.size() == 1 ? 0 : i];
    const std::int64_t y = b.values[b.values.size() == 1 ? 0 : i];
    TRY_ASSIGN(const auto value, combined(request.spec().op, x, y));
    result.values.push_back(value);
  }
  return GraphValue::of(std::move(result));
}

// Where(condition, those where it holds, the others).
Result<GraphValue> chosen(NodeRequest& request) {
  TRY_ASSIGN(auto which, request.integers(0, word("conditions")));
  TRY_ASSIGN(const auto a, request.integers(1, word("values")));
  TRY_ASSIGN(const auto b, request.integers(2, word("values")));
  const std::size_t count = which.values.size();
  if (a.values.size() != count || b.values.size() != count) {
    return fail("{} numbers and {} do not fit each other", a.values.size(), b.values.size());
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t& value = which.values[i];
    if (value == IntegerList::kUnknown) {
      return fail("its conditions hang on the size of the picture, which is not known");
    }
    value = value != 0 ? a.values[i] : b.values[i];
  }
  return GraphValue::of(std::move(which));
}

Result<GraphValue> multiplied(NodeRequest& request) {
  TRY_ASSIGN(const auto list, request.integers(0, word("values")));
  std::int64_t product = 1;
  for (const std::int64_t value : list.values) {
    TRY_ASSIGN(product, combined("Mul", product, value));
  }
  return GraphValue::of({{product}, request.config().integer({"keepdims"}, 1) == 0});
}

Result<GraphValue> filled(NodeRequest& request) {
  TRY_ASSIGN(auto extents, request.integers(0, word("extents")));
  const nlohmann::json* value = request.config().find({"value"});
  static const nlohmann::json kZero = {{"number", 0.0}, {"integer", false}};
  SettingsReader reader(value != nullptr ? *value : kZero);
  const float number = reader.number({"number"}, 0.0f);
  const bool is_integer = reader.flag({"integer"}, false);
  TRY(reader.error());
  // One picture's values are those of every picture in the batch.
  if (!extents.values.empty() && extents.values[0] == IntegerList::kUnknown) extents.values[0] = 1;
  TRY_ASSIGN(const auto shape, Shape::checked(extents.values));
  const std::size_t count = shape.element_count();
  if (is_integer && shape.rank() <= 1 && count <= kMaxValues) {
    return GraphValue::of({Integers(count, static_cast<std::int64_t>(number)), shape.rank() == 0});
  }
  constexpr std::size_t kMaxFilled = std::size_t{1} << 22;
  if (count > kMaxFilled) return fail("an array of shape {} is too large", to_string(shape));
  Tensor array(shape);
  std::fill_n(array.data(), count, number);
  return GraphValue::of(std::move(array));
}

Result<GraphValue> cast(NodeRequest& request) {
  TRY_ASSIGN(auto list, request.integers(0, word("values")));
  TRY_ASSIGN(const auto type, cast_type(request));
  if (type == CastType::kInteger) return GraphValue::of(std::move(list));
  if (type == CastType::kTruth) {
    for (std::int64_t& value : list.values) value = value != 0 ? 1 : 0;
    return GraphValue::of(std::move(list));
  }
  TRY_ASSIGN(auto array, request.constant(0, word("values")));
  return GraphValue::of(std::move(array));
}

Result<GraphValue> unchanged(NodeRequest& request) {
  TRY_ASSIGN(auto list, request.integers(0, word("values")));
  return GraphValue::of(std::move(list));
}

Result<GraphValue> counted(NodeRequest& request) {
  TRY_ASSIGN(const auto list, request.integers(0, word("values")));
  if (list.is_scalar) return GraphValue::of(IntegerList{});
  return GraphValue::of({{static_cast<std::int64_t>(list.values.size())}, false});
}

// To one axis: every list is that already.
Result<GraphValue> reshaped_list(NodeRequest& request) {
  TRY_ASSIGN(auto list, request.integers(0, word("values")));
  TRY_ASSIGN(const auto shape, request.integers(1, word("extents")));
  const auto count = static_cast<std::int64_t>(list.values.size());
  if (shape.values != Integers{-1} && shape.values != Integers{count}) {
    return fail("lists of lists are not supported");
  }
  list.is_scalar = false;
  return GraphValue::of(std::move(list));
}

Result<GraphValue> squeezed(NodeRequest& request) { return change_rank(request, true); }
Result<GraphValue> unsqueezed(NodeRequest& request) { return change_rank(request, false); }

// The operators are known, but not on what the network computes.
Result<GraphValue> refuse(NodeRequest&) {
  return fail("this is supported for shapes only, not for what the network computes");
}

constexpr std::array kOnIntegers{
    NamedNodeFactory{"Add", combined_lists},
    NamedNodeFactory{"Sub", combined_lists},
    NamedNodeFactory{"Mul", combined_lists},
    NamedNodeFactory{"Div", combined_lists},
    NamedNodeFactory{"Max", combined_lists},
    NamedNodeFactory{"Min", combined_lists},
    NamedNodeFactory{"Equal", combined_lists},
    NamedNodeFactory{"Where", chosen},
    NamedNodeFactory{"ReduceProd", multiplied},
    NamedNodeFactory{"ConstantOfShape", filled},
    NamedNodeFactory{"Gather", gathered},
    NamedNodeFactory{"Squeeze", squeezed},
    NamedNodeFactory{"Unsqueeze", unsqueezed},
    NamedNodeFactory{"Concat", concatenated},
    NamedNodeFactory{"Slice", sliced},
    NamedNodeFactory{"Identity", unchanged},
    NamedNodeFactory{"Cast", cast},
    NamedNodeFactory{"Shape", counted},
    NamedNodeFactory{"Reshape", reshaped_list},
    NamedNodeFactory{"DequantizeLinear", make_constant},
};

}  // namespace

Result<GraphValue> make_integers(NodeRequest& request) {
  for (const NamedNodeFactory& row : kOnIntegers) {
    if (request.spec().op == row.op) return row.make(request);
  }
  return fail("computing shapes by this operator is not supported");
}

std::span<const NamedNodeFactory> integer_nodes() {
  static constexpr std::array kIntegerNodes{
      NamedNodeFactory{"Shape", make_shape},
      NamedNodeFactory{"ConstantOfShape", refuse},
      NamedNodeFactory{"Equal", refuse},
      NamedNodeFactory{"Where", refuse},
  };
  return kIntegerNodes;
}

}  // namespace convlens::loaders
