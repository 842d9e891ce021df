#pragma once

#include <string>

#include "fuzz/driver/target.h"

namespace convlens::fuzz {

// A few changes of JSON text: values of every type and at the ends of their ranges in place of
// others, elements and members taken out, doubled, renamed, moved and wrapped into deep nests, and
// numbers that JSON has no form for (NaN, 1e999, a thousand digits). Text that is no JSON is
// damaged as bytes.
std::string damage_json(const std::string& text, Random& random);

Bytes to_bytes(std::string_view text);
std::string to_text(std::span<const std::byte> bytes);

}  // namespace convlens::fuzz
