#pragma once

#include <string>
#include <string_view>

namespace convlens::ui {

// English as it would look in a language of longer words: accents on the letters, and every vowel,
// n and s twice, which makes a text 40% longer. The fields of a pattern, "{:.2f}" or "%d", stay, as
// do keys ("Ctrl+Z"), names that are not spelt like words ("NumPy", "float32", ".npy") and single
// letters.
std::string pseudo(std::string_view english);

}  // namespace convlens::ui
