#pragma once

#include <optional>
#include <string_view>

namespace convlens::ui {

// How well a text answers to what was typed, the larger the better: the words themselves, best at a
// beginning, or all of their letters in their order. Nothing where it does not. Capital letters of
// ASCII count as small ones.
std::optional<int> fuzzy_score(std::string_view typed, std::string_view text);

}  // namespace convlens::ui
