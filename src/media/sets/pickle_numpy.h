#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "media/sets/pickle.h"

// What pickles call to build bytes and NumPy's arrays: the few names that are known, and what each
// makes of its arguments, which is data.
namespace convlens::media {

// The one name of a builder, whatever module a version keeps it in; nothing for any other name.
std::optional<std::string_view> data_builder(std::string_view name);
// What it builds of these; nothing where they do not fit.
std::optional<PickleValue> built_by(std::string_view builder, const PickleItems& arguments);
// An array's or a type's state, which follows its being built. False where it does not fit, as
// where an array has not the bytes that its shape asks for.
bool take_state(PickleValue& value, const PickleItems& state);

// An array of whole numbers with one axis.
bool array_integers(const PickleArray& array, std::vector<std::int64_t>& numbers);

}  // namespace convlens::media
