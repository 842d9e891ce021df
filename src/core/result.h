#pragma once

#include <fmt/core.h>

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace convlens {

// One sentence for the user: names the file or value, what was expected and what was found.
// No trailing full stop, so that callers can put a place in front ("convlens: FILE: ...").
struct Error {
  std::string message;
};

template <typename T>
using Result = tl::expected<T, Error>;

using Status = Result<void>;

// fail("{}: expected {} channels, found {}", name, 3, c) -> the unexpected branch of any Result.
template <typename... Args>
tl::unexpected<Error> fail(fmt::format_string<Args...> format, Args&&... args) {
  return tl::unexpected<Error>(Error{fmt::format(format, std::forward<Args>(args)...)});
}

// The same error, passed on from a Result of another type.
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace convlens
