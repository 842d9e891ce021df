#include "ui/text/phrases.h"

#include <string_view>
#include <unordered_map>

#include "ui/text/preset_names.h"

namespace convlens::ui {
namespace {

using Catalogue = std::unordered_map<std::string_view, std::string_view>;

Catalogue make_catalogue() {
  Catalogue all;
  for (const auto entries : {korean_of_core(), korean_of_nn(), korean_of_loaders(),
                             korean_of_keras(), korean_of_graphs(), korean_of_media(),
                             korean_of_lab(), korean_of_app(), korean_of_system()}) {
    for (const PhraseEntry& entry : entries) all.emplace(entry.english, entry.korean);
  }
  const auto add = [&all](Text text) {
    all.emplace(translate(text, lab::Language::kEnglish), translate(text, lab::Language::kKorean));
  };
  for (const auto& preset : kPresetNames) add(preset.text);
  for (const Text formula : {Text::kLoG, Text::kDoG, Text::kGabor}) add(formula);
  add(Text::kFilter);  // "Filter 3"
  return all;
}

std::string korean(std::string_view english) {
  static const Catalogue all = make_catalogue();
  if (const auto found = all.find(english); found != all.end()) return std::string(found->second);
  // One of several of a name: "pasted 2".
  const std::size_t space = english.find_last_not_of("0123456789");
  if (space == std::string_view::npos || english[space] != ' ') return std::string(english);
  const auto found = all.find(english.substr(0, space));
  if (found == all.end()) return std::string(english);
  return std::string(found->second) + std::string(english.substr(space));
}

}  // namespace

std::string said(const Phrase& phrase, lab::Language language) {
  return language == lab::Language::kKorean ? phrase.in(korean) : phrase.english();
}

std::string said(const Word& word, lab::Language language) {
  return language == lab::Language::kKorean ? korean(word.text) : word.text;
}

}  // namespace convlens::ui
