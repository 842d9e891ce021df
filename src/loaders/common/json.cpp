#include "loaders/common/json.h"

#include <cassert>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "core/printable.h"

namespace convlens::loaders {
namespace {

using nlohmann::json;

std::optional<int> as_int(const json& value) {
  // Whole numbers are also written as floats; Python's True is none.
  if (!value.is_number()) return {};
  const auto number = value.get<double>();
  constexpr double kMax = std::numeric_limits<int>::max();
  if (!(number >= -kMax && number <= kMax) || number != static_cast<int>(number)) return {};
  return static_cast<int>(number);
}

// What is not a number is written as text: JSON has no other word for it.
std::optional<float> as_float(const json& value) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  if (value.is_number()) return value.get<float>();
  if (value == "Infinity") return kInfinity;
  if (value == "-Infinity") return -kInfinity;
  if (value == "NaN") return std::numeric_limits<float>::quiet_NaN();
  return {};
}

std::optional<nn::HeightWidth> as_pair(const json& value) {
  if (const auto both = as_int(value)) return nn::HeightWidth{*both, *both};
  if (!value.is_array() || value.empty() || value.size() > 2) return {};
  const auto height = as_int(value.front());
  const auto width = as_int(value.back());
  if (!height || !width) return {};
  return nn::HeightWidth{*height, *width};
}

}  // namespace

const json* SettingsReader::find(Keys keys) const {
  if (!config_.is_object()) return nullptr;
  for (const char* key : keys) {
    const auto found = config_.find(key);
    if (found != config_.end() && !found->is_null()) return &*found;
  }
  return nullptr;
}

void SettingsReader::refuse(const char* key, const Word& expected, const json& found) {
  if (!error_) return;
  const std::string text = found.dump(-1, ' ', false, json::error_handler_t::replace);
  error_ = fail("its setting \"{}\" should be {}, found {}", key, expected, printable(text));
}

bool SettingsReader::flag(Keys keys, bool fallback) {
  const json* value = find(keys);
  if (value == nullptr) return fallback;
  if (value->is_boolean()) return value->get<bool>();
  // Written by hand: scale=1.
  if (const auto number = as_int(*value); number == 0 || number == 1) return number == 1;
  refuse(*keys.begin(), word("true or false"), *value);
  return fallback;
}

int SettingsReader::integer(Keys keys, int fallback) {
  const json* value = find(keys);
  if (value == nullptr) return fallback;
  if (const auto number = as_int(*value)) return *number;
  refuse(*keys.begin(), word("a whole number"), *value);
  return fallback;
}

std::optional<float> SettingsReader::optional_number(Keys keys) {
  const json* value = find(keys);
  if (value == nullptr) return {};
  // Keras 2 may write an array of one value as {"type": "ndarray", "value": 0.3}.
  if (value->is_object() && value->contains("value")) value = &(*value)["value"];
  if (const auto number = as_float(*value)) return number;
  refuse(*keys.begin(), word("a number"), *value);
  return {};
}

float SettingsReader::number(Keys keys, float fallback) {
  return optional_number(keys).value_or(fallback);
}

std::string SettingsReader::text(Keys keys, const std::string& fallback) {
  const json* value = find(keys);
  if (value == nullptr) return fallback;
  if (value->is_string()) return value->get<std::string>();
  refuse(*keys.begin(), word("text"), *value);
  return fallback;
}

std::optional<nn::HeightWidth> SettingsReader::optional_pair(Keys keys) {
  const json* value = find(keys);
  if (value == nullptr) return {};
  const auto pair = as_pair(*value);
  if (!pair) refuse(*keys.begin(), word("a whole number or two"), *value);
  return pair;
}

nn::HeightWidth SettingsReader::pair(Keys keys, nn::HeightWidth fallback) {
  return optional_pair(keys).value_or(fallback);
}

std::vector<std::int64_t> SettingsReader::integers(Keys keys) {
  const json* value = find(keys);
  std::vector<std::int64_t> list;
  if (value == nullptr) return list;
  if (value->is_array()) {
    for (const json& element : *value) {
      const auto number = as_int(element);
      if (!number) break;
      list.push_back(*number);
    }
    if (list.size() == value->size()) return list;
  } else if (const auto number = as_int(*value)) {
    return {*number};
  }
  refuse(*keys.begin(), word("a list of whole numbers"), *value);
  return {};
}

std::vector<float> SettingsReader::numbers(Keys keys, float fallback) {
  const json* value = find(keys);
  if (value == nullptr || !value->is_array()) return {number(keys, fallback)};
  std::vector<float> list;
  for (const json& element : *value) {
    const auto number = as_float(element);
    if (!number) {
      refuse(*keys.begin(), word("a list of numbers"), *value);
      return {fallback};
    }
    list.push_back(*number);
  }
  return list;
}

nn::Padding SettingsReader::padding() {
  const std::string name = text({"padding", "border_mode"}, "valid");
  if (name == "same") return nn::Padding::kSame;
  if (name != "valid") refuse("padding", word(R"("same" or "valid")"), name);
  return nn::Padding::kValid;
}

bool SettingsReader::is_channels_first() {
  const std::string order = text({"data_format", "dim_ordering"}, "channels_last");
  return order == "channels_first" || order == "th";
}

Result<nn::PartialShape> partial_shape(const json& extents) {
  std::vector<std::int64_t> values;
  if (!extents.is_array()) return fail("a shape should be a list of numbers");
  for (const json& extent : extents) {
    const auto value = as_int(extent);
    if (!value && !extent.is_null()) return fail("a shape should be a list of numbers");
    values.push_back(value.value_or(nn::PartialShape::kUnknown));
  }
  return nn::PartialShape::checked(values);
}

}  // namespace convlens::loaders
