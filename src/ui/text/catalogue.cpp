#include "ui/text/catalogue.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "ui/text/embedded_texts.h"
#include "ui/text/pseudo.h"

namespace convlens::ui {
namespace {

constexpr std::uint32_t kMagic = 0x950412de;
constexpr std::size_t kWord = 4;  // bytes of a number
// Where the head of the file has them: how many texts there are, and where the tables begin that
// say of each its length and its place.
constexpr std::size_t kCountAt = 8;
constexpr std::size_t kEnglishAt = 12;
constexpr std::size_t kTranslatedAt = 16;

// 0 behind the end of the file.
std::uint32_t number_at(std::string_view file, std::size_t place) {
  if (place > file.size() || file.size() - place < kWord) return 0;
  std::uint32_t number = 0;
  for (std::size_t i = kWord; i-- > 0;) {
    number = number << 8U | static_cast<unsigned char>(file[place + i]);
  }
  return number;
}

// Empty where it does not lie in the file.
std::string_view text_at(std::string_view file, std::size_t place) {
  const std::size_t length = number_at(file, place);
  const std::size_t start = number_at(file, place + kWord);
  if (start > file.size() || length > file.size() - start) return {};
  return file.substr(start, length);
}

Catalogue pseudo_catalogue(const Catalogue& english) {
  Catalogue all;
  for (const auto& [key, text] : english) all.emplace(key, pseudo(text));
  return all;
}

using Catalogues = std::array<Catalogue, lab::kLanguageCodes.size()>;

Catalogues make_catalogues() {
  Catalogues all;
  for (const EmbeddedText& text : embedded_texts()) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (text.code == lab::kLanguageCodes[i]) all[i] = read_catalogue(text.compiled);
    }
  }
  all[static_cast<std::size_t>(lab::Language::kPseudo)] =
      pseudo_catalogue(all[static_cast<std::size_t>(lab::Language::kEnglish)]);
  return all;
}

}  // namespace

Catalogue read_catalogue(std::string_view compiled) {
  Catalogue all;
  if (number_at(compiled, 0) != kMagic) return all;
  const std::size_t count = number_at(compiled, kCountAt);
  const std::size_t english = number_at(compiled, kEnglishAt);
  const std::size_t translated = number_at(compiled, kTranslatedAt);
  for (std::size_t i = 0; i < count && english + i * 2 * kWord < compiled.size(); ++i) {
    const std::string_view key = text_at(compiled, english + i * 2 * kWord);
    // The one without a key tells of the file.
    if (!key.empty()) all.emplace(key, text_at(compiled, translated + i * 2 * kWord));
  }
  return all;
}

std::string in_context(std::string_view context, std::string_view english) {
  return std::string(context).append("\004").append(english);
}

std::string_view translated(lab::Language language, std::string_view english) {
  if (language == lab::Language::kEnglish) return english;
  static const Catalogues all = make_catalogues();
  const Catalogue& catalogue = all[static_cast<std::size_t>(language)];
  const auto found = catalogue.find(english);
  return found == catalogue.end() ? english : found->second;
}

}  // namespace convlens::ui
