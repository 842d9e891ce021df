// Compiled catalogues, and what is looked up in those of the program.
#include "ui/text/catalogue.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "ui/text/embedded_texts.h"
#include "ui/text/text.h"

namespace convlens {
namespace {

using lab::Language;
using ui::tr;

void append(std::string& file, std::uint32_t number) {
  for (int i = 0; i < 4; ++i) file += static_cast<char>(number >> (8 * i) & 0xFFU);
}

// As msgfmt has it, without its hash table.
std::string compiled(const std::vector<std::pair<std::string, std::string>>& texts) {
  const auto count = static_cast<std::uint32_t>(texts.size());
  std::string file;
  for (const std::uint32_t number : {0x950412deU, 0U, count, 28U, 28U + 8 * count, 0U, 0U}) {
    append(file, number);
  }
  std::string words;
  const auto add = [&](const std::string& text) {
    append(file, static_cast<std::uint32_t>(text.size()));
    append(file, static_cast<std::uint32_t>(28 + 16 * count + words.size()));
    words.append(text).push_back('\0');
  };
  for (const auto& text : texts) add(text.first);
  for (const auto& text : texts) add(text.second);
  return file + words;
}

TEST(Catalogue, HasWhatWasCompiled) {
  const std::string file = compiled({{"", "Language: ko"}, {"Undo", "실행 취소"}, {"a\4b", "c"}});
  const ui::Catalogue catalogue = ui::read_catalogue(file);
  ASSERT_EQ(catalogue.size(), 2u);
  EXPECT_EQ(catalogue.at("Undo"), "실행 취소");
  EXPECT_EQ(catalogue.at(ui::in_context("a", "b")), "c");
}

TEST(Catalogue, OfADamagedFileHasWhatCanBeRead) {
  const std::string whole = compiled({{"Undo", "실행 취소"}, {"Redo", "다시 실행"}});
  EXPECT_TRUE(ui::read_catalogue("").empty());
  EXPECT_TRUE(ui::read_catalogue("no catalogue of anything").empty());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_LE(ui::read_catalogue(whole.substr(0, size)).size(), 2u);
  }
  std::mt19937 random(7);
  for (int i = 0; i < 20000; ++i) {
    std::string damaged = whole;
    for (int change = 0; change < 3; ++change) {
      damaged[random() % damaged.size()] = static_cast<char>(random());
    }
    EXPECT_LE(ui::read_catalogue(damaged).size(), 2u + damaged.size() / 8);
  }
}

TEST(Catalogue, EveryLanguageIsInTheProgram) {
  for (const char* code : {"en", "ko"}) {
    const auto texts = ui::embedded_texts();
    const auto found = std::find_if(texts.begin(), texts.end(), [&](const ui::EmbeddedText& text) {
      return text.code == code;
    });
    ASSERT_NE(found, texts.end()) << code;
    EXPECT_GT(ui::read_catalogue(found->compiled).size(), 900u) << code;
  }
}

TEST(Texts, AreSaidInEveryLanguage) {
  EXPECT_STREQ(ui::said(tr("Undo"), Language::kEnglish), "Undo");
  EXPECT_STREQ(ui::said(tr("Undo"), Language::kKorean), "실행 취소");
  EXPECT_STREQ(ui::said(tr("Undo"), Language::kPseudo), "Üüññðöö");
}

TEST(Texts, OfTheSameEnglishAreToldApartByTheirContext) {
  constexpr ui::Text kAll = tr("what the network sees", "Picture");
  EXPECT_STREQ(ui::said(tr("Picture"), Language::kKorean), "사진");
  EXPECT_STREQ(ui::said(kAll, Language::kKorean), "사진 전체");
  EXPECT_STREQ(ui::said(kAll, Language::kEnglish), "Picture");
}

TEST(Texts, ThatNoCatalogueHasStayAsTheyAre) {
  EXPECT_STREQ(ui::said({"한국어"}, Language::kPseudo), "한국어");
  EXPECT_STREQ(ui::said({"Undo", "no such context"}, Language::kKorean), "Undo");
}

}  // namespace
}  // namespace convlens
