#include "core/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/printable.h"

namespace convlens {
namespace {

using nlohmann::json;

// The deepest nesting of brackets outside of strings.
int depth_of(std::string_view text) {
  int depth = 0;
  int deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return deepest;
}

constexpr const char* kSaid = "said";
constexpr const char* kValues = "values";
constexpr const char* kWord = "word";

json json_of(const Phrase::Value& value) {
  if (const auto* phrase = std::get_if<Phrase>(&value.said)) return convlens::json_of(*phrase);
  if (const auto* word = std::get_if<Word>(&value.said)) return {{kWord, word->text}};
  return std::get<std::string>(value.said);
}

Phrase::Value value_of(const json& value) {
  if (value.is_string()) return {printable(value.get<std::string>())};
  if (!value.is_object()) return {printable(value.dump())};
  const auto word = value.find(kWord);
  if (word != value.end() && word->is_string()) return {Word{word->get<std::string>()}};
  return {phrase_of(value)};
}

}  // namespace

Result<json> parse_json(std::string_view text) {
  if (depth_of(text) > kMaxJsonDepth) {
    return fail("its JSON nests deeper than {} levels", int{kMaxJsonDepth});
  }
  json value = json::parse(text, nullptr, false);
  if (value.is_discarded()) return fail("its text is not valid JSON");
  return value;
}

json json_of(const Phrase& said) {
  json values = json::array();
  for (const Phrase::Value& value : said.values()) values.push_back(json_of(value));
  return {{kSaid, said.pattern()}, {kValues, std::move(values)}};
}

Phrase phrase_of(const json& said) {
  constexpr std::size_t kMostBytes = 400;
  if (!said.is_object()) return {};
  const auto pattern = said.find(kSaid);
  if (pattern == said.end() || !pattern->is_string()) return {};
  std::string text = pattern->get<std::string>();
  if (text.size() > kMostBytes || !is_printable(text)) return {};
  std::vector<Phrase::Value> values;
  const auto given = said.find(kValues);
  if (given != said.end() && given->is_array()) {
    for (const json& value : *given) values.push_back(value_of(value));
  }
  return {std::move(text), std::move(values)};
}

}  // namespace convlens
