#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "core/phrase.h"

namespace convlens {

// One sentence for the user: names the file or value, what was expected and what was found.
// No trailing full stop, so that callers can put a place in front ("convlens: FILE: ...").
struct Error {
  Error() = default;
  explicit Error(Phrase said) : message(said.english()), phrase(std::move(said)) {}
  operator const Phrase&() const { return phrase; }

  std::string message;  // in English
  Phrase phrase;        // the same, for any language
};

template <typename T>
using Result = tl::expected<T, Error>;

using Status = Result<void>;

// fail("{}: expected {} channels, found {}", name, 3, c) -> the unexpected branch of any Result.
// A value may be an error itself: "{}: {}" puts a file's name before it.
template <typename... Args>
tl::unexpected<Error> fail(fmt::format_string<Args...> pattern, Args&&... args) {
  return tl::unexpected<Error>(Error(phrase(pattern, std::forward<Args>(args)...)));
}

// The same error, passed on from a Result of another type.
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace convlens

// TRY(status);  returns the error, where there is one, from a function that gives any Result.
// TRY_ASSIGN(const auto value, result);  does the same, or else declares the result's value.
// A macro because only that can return; the commas of an expression are part of it.
#define TRY(...)                                         \
  do {                                                   \
    if (auto tried = (__VA_ARGS__); !tried) {            \
      return ::convlens::fail(std::move(tried.error())); \
    }                                                    \
  } while (false)
#define TRY_ASSIGN(declaration, ...) \
  CONVLENS_TRY_ASSIGN(declaration, CONVLENS_JOINED(tried_, __LINE__), __VA_ARGS__)
#define CONVLENS_TRY_ASSIGN(declaration, tried, ...)             \
  auto tried = (__VA_ARGS__);                                    \
  if (!tried) return ::convlens::fail(std::move(tried.error())); \
  declaration = *std::move(tried)
#define CONVLENS_JOINED(a, b) CONVLENS_JOINED_NOW(a, b)
#define CONVLENS_JOINED_NOW(a, b) a##b

template <>
struct fmt::formatter<convlens::Error> : fmt::formatter<fmt::string_view> {
  template <typename Context>
  auto format(const convlens::Error& error, Context& context) const {
    return fmt::formatter<fmt::string_view>::format(error.message, context);
  }
};
