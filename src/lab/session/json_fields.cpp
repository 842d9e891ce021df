#include "lab/session/json_fields.h"

#include <algorithm>
#include <cmath>

#include "core/float_text.h"
#include "core/json.h"

namespace convlens::lab {
namespace {

using nlohmann::json;

const json& nothing() {
  static const json kNothing = json::object();
  return kNothing;
}

}  // namespace

std::string floats_text(std::span<const float> values) {
  std::string text;
  for (const float value : values) {
    if (!text.empty()) text += ' ';
    fmt::format_to(std::back_inserter(text), "{}", value);  // the shortest that reads back
  }
  return text;
}

std::optional<std::vector<float>> floats_of(std::string_view text, std::size_t count) {
  std::vector<float> values;
  values.reserve(std::min(count, text.size() / 2 + 1));
  while (!text.empty()) {
    float value = 0.0f;
    const auto read = read_float(text, value);
    if (read.ec != std::errc() || values.size() == count) return std::nullopt;
    values.push_back(value);
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    if (text.empty()) break;
    if (text.front() != ' ') return std::nullopt;
    text.remove_prefix(1);
  }
  if (values.size() != count) return std::nullopt;
  return values;
}

JsonFields::JsonFields(const json& object, std::string place, Status& error)
    : object_(object.is_object() ? object : nothing()), place_(std::move(place)), error_(error) {
  if (!object.is_object() && error_) {
    error_ = fail("{} should be an object of named fields", place_);
  }
}

const json* JsonFields::find(const char* key) const {
  const auto found = object_.find(key);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

const json* JsonFields::needed(const char* key, bool has_fallback, const Phrase& expected) {
  const json* value = find(key);
  if (value == nullptr && !has_fallback) refuse(key, expected);
  return value;
}

void JsonFields::refuse(const char* key, const Phrase& expected) {
  if (error_) error_ = fail("\"{}\" of {} should be {}", key, place_, expected);
}

bool JsonFields::flag(const char* key, bool fallback) {
  const json* value = find(key);
  if (value == nullptr) return fallback;
  if (value->is_boolean()) return value->get<bool>();
  refuse(key, phrase("true or false"));
  return fallback;
}

int JsonFields::integer(const char* key, int lo, int hi, std::optional<int> fallback) {
  const Phrase expected = phrase("a whole number from {} to {}", lo, hi);
  const json* value = needed(key, fallback.has_value(), expected);
  if (value == nullptr) return fallback.value_or(lo);
  if (value->is_number_integer()) {
    const auto number = value->get<std::int64_t>();
    if (number >= lo && number <= hi) return static_cast<int>(number);
  }
  refuse(key, expected);
  return fallback.value_or(lo);
}

std::size_t JsonFields::index(const char* key, std::size_t count,
                              std::optional<std::size_t> fallback) {
  const Phrase expected = phrase("the number of one of {}", count);
  const json* value = needed(key, fallback.has_value(), expected);
  if (value == nullptr) return fallback.value_or(0);
  if (value->is_number_unsigned() && value->get<std::uint64_t>() < count) {
    return value->get<std::size_t>();
  }
  refuse(key, expected);
  return fallback.value_or(0);
}

double JsonFields::number(const char* key, std::optional<double> fallback) {
  const Phrase expected = phrase("a number");
  const json* value = needed(key, fallback.has_value(), expected);
  if (value == nullptr) return fallback.value_or(0.0);
  if (value->is_number() && std::isfinite(value->get<double>())) return value->get<double>();
  refuse(key, expected);
  return fallback.value_or(0.0);
}

std::string JsonFields::text(const char* key, std::optional<std::string> fallback) {
  const json* value = needed(key, fallback.has_value(), phrase("text"));
  if (value == nullptr) return fallback.value_or(std::string());
  if (value->is_string()) return value->get<std::string>();
  refuse(key, phrase("text"));
  return {};
}

std::size_t JsonFields::name_of(const char* key, std::span<const char* const> names,
                                std::optional<std::size_t> fallback) {
  const std::string name = text(key, fallback ? std::optional<std::string>("") : std::nullopt);
  if (name.empty() && fallback) return *fallback;
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  std::string all;
  for (const char* one : names) all += (all.empty() ? "" : ", ") + std::string(one);
  refuse(key, phrase("one of {}", all));
  return fallback.value_or(0);
}

Phrase JsonFields::said(const char* key) {
  const json* value = find(key);
  return value == nullptr ? Phrase() : phrase_of(*value);
}

std::vector<Phrase> JsonFields::all_said(const char* key) {
  std::vector<Phrase> all;
  const json* value = find(key);
  if (value == nullptr || !value->is_array()) return all;
  for (const json& one : *value) all.push_back(phrase_of(one));
  return all;
}

std::vector<float> JsonFields::floats(const char* key, std::size_t count) {
  if (auto values = floats_of(text(key), count)) return *std::move(values);
  refuse(key, phrase("{} numbers with a space between each two", count));
  return std::vector<float>(count, 0.0f);
}

std::vector<float> JsonFields::float_list(const char* key, std::size_t most) {
  const std::string all = text(key, "");
  if (all.empty()) return {};
  const auto count = static_cast<std::size_t>(std::count(all.begin(), all.end(), ' ')) + 1;
  auto values = count <= most ? floats_of(all, count) : std::nullopt;
  if (values) return *std::move(values);
  refuse(key, phrase("at most {} numbers with a space between each two", most));
  return {};
}

std::vector<std::size_t> JsonFields::indices(const char* key, std::size_t count, std::size_t most) {
  const json* value = find(key);
  std::vector<std::size_t> found;
  bool good = value != nullptr && value->is_array() && !value->empty() && value->size() <= most;
  for (std::size_t i = 0; good && i < value->size(); ++i) {
    const json& one = (*value)[i];
    good = one.is_number_unsigned() && one.get<std::uint64_t>() < count;
    if (good) found.push_back(one.get<std::size_t>());
  }
  if (!good) refuse(key, phrase("a list of numbers below {}, 1 to {} of them", count, most));
  return found;
}

std::vector<std::string> JsonFields::texts(const char* key) {
  const json* value = find(key);
  std::vector<std::string> found;
  if (value == nullptr) return found;
  bool good = value->is_array();
  for (std::size_t i = 0; good && i < value->size(); ++i) {
    good = (*value)[i].is_string();
    if (good) found.push_back((*value)[i].get<std::string>());
  }
  if (!good) refuse(key, phrase("a list of texts"));
  return found;
}

std::vector<JsonFields> JsonFields::objects(const char* key) {
  std::vector<JsonFields> found;
  const json* value = find(key);
  if (value == nullptr) return found;
  if (!value->is_array()) {
    refuse(key, phrase("a list"));
    return found;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    found.emplace_back((*value)[i], fmt::format("{} {}", key, i), error_);
  }
  return found;
}

JsonFields JsonFields::object(const char* key) {
  const json* value = find(key);
  if (value == nullptr) refuse(key, phrase("an object of named fields"));
  return {value == nullptr ? nothing() : *value, key, error_};
}

}  // namespace convlens::lab
