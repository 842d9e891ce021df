#pragma once

#include <array>
#include <nlohmann/json.hpp>

#include "core/result.h"
#include "lab/session/json_fields.h"
#include "lab/view.h"

namespace convlens::lab {

// What files call the speeds of the sum's way over the map, in the enumeration's order.
inline constexpr std::array kSweepSpeedNames{"cell", "cells", "rows", "growing"};

// What of a view is kept: the preferences, and what is shown of the document and how. Not what
// passes: where the pointer is, what a key holds, a cell on its way, a notice.
nlohmann::json json_of(const View& view);
// What the fields do not say is as a view begins.
View view_of(JsonFields fields);
// What some of its fields say, in a view: all others stay. Lessons may say what is looked at, not
// theme, language, sizes or files.
Status take_view(const nlohmann::json& fields, View& view);
bool is_view_word(const std::string& key);

}  // namespace convlens::lab
