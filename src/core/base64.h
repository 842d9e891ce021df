#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace convlens {

// RFC 4648's base 64, padded with "=".
std::string base64(std::span<const std::byte> bytes);
// The same for addresses, without padding: letters, digits, "-" and "_".
std::string base64url(std::span<const std::byte> bytes);
// Nothing where the text has other characters, or ends in the midst of a byte.
std::optional<std::vector<std::byte>> from_base64url(std::string_view text);

}  // namespace convlens
