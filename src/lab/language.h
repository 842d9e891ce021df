#pragma once

#include <array>

namespace convlens::lab {

// What the window speaks. kPseudo is English with accents and longer words: it shows what no
// translation reaches, and where a longer one has no room.
enum class Language { kEnglish, kKorean, kPseudo };
// In their order; assets/text/CODE.po says the English in another language.
inline constexpr std::array kLanguageCodes{"en", "ko", "pseudo"};

}  // namespace convlens::lab
