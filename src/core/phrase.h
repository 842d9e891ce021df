#pragma once

#include <fmt/core.h>

#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace convlens {

// A name that another language may have its own word for, such as a preset's. Whoever has no word
// for it shows it as it is.
struct Word {
  std::string text;

  friend bool operator==(const Word&, const Word&) = default;
};

inline Word word(std::string text) { return {std::move(text)}; }

// Something to say to the user that can be said in any language: what it is in English, as a format
// string, and the values in it. A value is text, a word, or a phrase itself.
class Phrase {
 public:
  // Another language's words for English ones, which may be a pattern; the English ones where it
  // has none. Its patterns may name the values in another order, "{1} {0}", and do not say how they
  // are formatted: the English pattern does.
  using Language = std::function<std::string(std::string_view english)>;

  struct Value;

  Phrase() = default;  // says nothing
  // What another process took apart: a field that no value is for says nothing.
  Phrase(std::string pattern, std::vector<Value> values);

  std::string english() const;
  std::string in(const Language& language) const;
  bool empty() const { return pattern_.empty(); }
  const std::string& pattern() const { return pattern_; }
  const std::vector<Value>& values() const { return values_; }

  friend bool operator==(const Phrase&, const Phrase&) = default;

  template <typename... Args>
  friend Phrase phrase(fmt::format_string<Args...> pattern, Args&&... args);

 private:
  // The field of each value, "{}" or "{:.2f}", in the order of the values.
  class Fields {
   public:
    explicit Fields(std::string_view pattern) : rest_(pattern) {}
    std::string_view next();

   private:
    std::string_view rest_;
  };

  template <typename T>
  static Value value(std::string_view field, const T& given);
  void say(const Language& language, std::string& out) const;

  std::string pattern_;
  std::vector<Value> values_;
};

struct Phrase::Value {
  std::variant<std::string, Word, Phrase> said;

  friend bool operator==(const Value&, const Value&) = default;
};

// phrase("crop {}x{}", height, width): as fmt::format takes it, with automatic fields alone.
template <typename... Args>
Phrase phrase(fmt::format_string<Args...> pattern, Args&&... args) {
  Phrase made;
  const fmt::string_view text = pattern;
  made.pattern_.assign(text.data(), text.size());
  [[maybe_unused]] Phrase::Fields fields(made.pattern_);
  made.values_.reserve(sizeof...(Args));
  (made.values_.push_back(Phrase::value(fields.next(), args)), ...);
  return made;
}

template <typename T>
Phrase::Value Phrase::value(std::string_view field, const T& given) {
  if constexpr (std::is_same_v<T, Word> || std::is_same_v<T, Phrase>) {
    return {given};
  } else if constexpr (std::is_convertible_v<const T&, const Phrase&>) {
    return {static_cast<const Phrase&>(given)};
  } else {
    return {
        fmt::vformat(fmt::string_view(field.data(), field.size()), fmt::make_format_args(given))};
  }
}

}  // namespace convlens

// Within a pattern a word and a phrase stand in an empty field, "{}".
template <>
struct fmt::formatter<convlens::Word> : fmt::formatter<fmt::string_view> {
  template <typename Context>
  auto format(const convlens::Word& word, Context& context) const {
    return fmt::formatter<fmt::string_view>::format(word.text, context);
  }
};
template <>
struct fmt::formatter<convlens::Phrase> : fmt::formatter<fmt::string_view> {
  template <typename Context>
  auto format(const convlens::Phrase& phrase, Context& context) const {
    return fmt::formatter<fmt::string_view>::format(phrase.english(), context);
  }
};
