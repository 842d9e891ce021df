#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace convlens::lab {

// The numbers as text, "0 -0.5 1": each reads back as the same float.
std::string floats_text(std::span<const float> values);
// Nothing where the text is otherwise, or holds other than `count` numbers.
std::optional<std::vector<float>> floats_of(std::string_view text, std::size_t count);

// The fields of an object that somebody may have edited. The first that is not what it should be
// is kept as the reading's error, and reads as its fallback. A field that is missing is no error
// where it has a fallback: an older program did not know of it.
class JsonFields {
 public:
  // `place` names the object in errors; `error` is shared by all objects of one reading.
  JsonFields(const nlohmann::json& object, std::string place, Status& error);

  bool has(const char* key) const { return find(key) != nullptr; }
  bool flag(const char* key, bool fallback = false);
  int integer(const char* key, int lo, int hi, std::optional<int> fallback = std::nullopt);
  std::size_t index(const char* key, std::size_t count,
                    std::optional<std::size_t> fallback = std::nullopt);
  // A finite one.
  double number(const char* key, std::optional<double> fallback = std::nullopt);
  std::string text(const char* key, std::optional<std::string> fallback = std::nullopt);
  // The place of a name among `names`.
  template <typename Enum>
  Enum one_of(const char* key, std::span<const char* const> names,
              std::optional<Enum> fallback = std::nullopt) {
    const auto place = fallback ? std::optional(static_cast<std::size_t>(*fallback)) : std::nullopt;
    return static_cast<Enum>(name_of(key, names, place));
  }
  // Nothing where there is none.
  Phrase said(const char* key);
  // `count` of them, as floats_text() wrote them.
  std::vector<float> floats(const char* key, std::size_t count);
  // Any number of them, up to `most`.
  std::vector<float> float_list(const char* key, std::size_t most);
  // Numbers of some of `count`; at least one and at most `most`.
  std::vector<std::size_t> indices(const char* key, std::size_t count, std::size_t most);
  std::vector<std::string> texts(const char* key);
  std::vector<Phrase> all_said(const char* key);
  // Empty where there are none.
  std::vector<JsonFields> objects(const char* key);
  JsonFields object(const char* key);

  // Says that a field is wrong.
  void refuse(const char* key, const Phrase& expected);
  Status& error() { return error_; }

 private:
  const nlohmann::json* find(const char* key) const;
  const nlohmann::json* needed(const char* key, bool has_fallback, const Phrase& expected);
  std::size_t name_of(const char* key, std::span<const char* const> names,
                      std::optional<std::size_t> fallback);

  const nlohmann::json& object_;
  std::string place_;
  Status& error_;
};

}  // namespace convlens::lab
