#include "fuzz/damage/damage_json.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "fuzz/damage/damage_bytes.h"

namespace convlens::fuzz {
namespace {

using nlohmann::json;

void collect(json& value, std::vector<json*>& all) {
  all.push_back(&value);
  if (!value.is_structured()) return;
  for (json& element : value) collect(element, all);
}

// Values that stand for every type, and at the ends of their ranges.
json odd_value(Random& random) {
  static const std::vector<json> kValues{
      nullptr,
      true,
      0,
      -1,
      1,
      2,
      255,
      65536,
      1000000,
      2147483647,
      -2147483648LL,
      9223372036854775807LL,
      18446744073709551615ULL,
      1e300,
      -1e300,
      5e-324,
      -0.0,
      -0.5,
      1.5,
      "",
      "linear",
      "\n",
      "\xC2\x85",
      "..",
      "a/b",
      std::string(300, 'n'),
      "softmax",
      "same",
      "valid",
      "channels_first",
      "Conv2D",
      "Conv3D",
      "Sequential",
      "Functional",
      "InputLayer",
      json::array(),
      {1, 2},
      {-1, 0},
      {0, 0},
      {{1, 2}, {3, 4}},
      {nullptr, 3, 3, 1},
      {nullptr, nullptr, nullptr, 3},
      {nullptr, 1000000, 1000000, 3},
      json::object(),
      {"conv2d", 0, 0},
      {{"class_name", "ReLU"}, {"config", json::object()}},
      {{"class_name", "__keras_tensor__"}, {"config", {{"keras_history", {"conv2d", 0, 0}}}}}};
  return any_of(random, kValues);
}

// As it is, or that and a small step, or another sign, or another size.
void change_number(json& value, Random& random) {
  const double number = value.get<double>();
  constexpr double kFactors[]{-1, 0, 2, 10, 1000, 1e6, 1e9, 0.5};
  if (one_in(random, 2)) {
    value = any_of(random, kFactors) * number;
  } else if (number > -1e9 && number < 1e9) {
    value = static_cast<std::int64_t>(number) + static_cast<std::int64_t>(below(random, 7)) - 3;
  }
}

void change_list(json& list, Random& random) {
  const std::size_t place = below(random, list.size());
  const json element = list[place];
  const auto at = [&list](std::size_t i) { return list.begin() + static_cast<std::ptrdiff_t>(i); };
  switch (below(random, 4)) {
    case 0:
      list.erase(place);
      break;
    case 1:
      list.push_back(element);
      break;
    case 2:
      list.erase(place);
      list.insert(at(below(random, list.size() + 1)), element);
      break;
    default:
      list.insert(at(place), odd_value(random));
  }
}

void change_object(json& object, Random& random) {
  auto member = object.begin();
  std::advance(member, static_cast<std::ptrdiff_t>(below(random, object.size())));
  const json value = *member;
  const std::string key = member.key();
  object.erase(member);
  if (one_in(random, 3)) object[one_in(random, 2) ? key + "_" : std::string()] = value;
}

void wrap(json& value, Random& random) {
  const std::size_t depth = one_in(random, 8) ? 200 : 1 + below(random, 3);
  const bool in_lists = one_in(random, 2);
  for (std::size_t i = 0; i < depth; ++i) {
    json inner = std::move(value);
    value = in_lists ? json::array() : json::object();
    if (in_lists) {
      value.push_back(std::move(inner));
    } else {
      value["config"] = std::move(inner);
    }
  }
}

void change(json& whole, Random& random) {
  std::vector<json*> all;
  collect(whole, all);
  json& chosen = *any_of(random, all);
  if (one_in(random, 3)) {
    chosen = odd_value(random);
  } else if (chosen.is_number() && !one_in(random, 4)) {
    change_number(chosen, random);
  } else if (one_in(random, 10)) {
    wrap(chosen, random);
  } else if (chosen.is_array() && !chosen.empty()) {
    change_list(chosen, random);
  } else if (chosen.is_object() && !chosen.empty()) {
    change_object(chosen, random);
  } else {
    const json other = *any_of(random, all);
    chosen = other;
  }
}

// What no JSON value can hold has to be written into the text.
void write_odd_number(std::string& text, Random& random) {
  static const std::vector<std::string> kNumbers{
      "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "-0", "00", std::string(1000, '9')};
  std::vector<std::size_t> digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] >= '0' && text[i] <= '9') digits.push_back(i);
  }
  if (!digits.empty()) text.replace(any_of(random, digits), 1, any_of(random, kNumbers));
}

}  // namespace

Bytes to_bytes(std::string_view text) {
  const auto* data = reinterpret_cast<const std::byte*>(text.data());
  return {data, data + text.size()};
}

std::string to_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string damage_json(const std::string& text, Random& random) {
  json value = json::parse(text, nullptr, false);
  if (value.is_discarded() || one_in(random, 16)) {
    const Bytes bytes = to_bytes(text);
    return to_text(damage_bytes(bytes, bytes, random));
  }
  for (std::size_t changes = 1 + below(random, 3); changes > 0; --changes) change(value, random);
  std::string changed = value.dump(-1, ' ', false, json::error_handler_t::replace);
  if (one_in(random, 16)) write_odd_number(changed, random);
  return changed;
}

}  // namespace convlens::fuzz
