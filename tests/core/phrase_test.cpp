#include "core/phrase.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace convlens {
namespace {

std::string french(std::string_view english) {
  if (english == "move {}") return "{} bouge";
  if (english == "{} of {} maps") return "des {1} cartes {0}";
  if (english == "at {:.2f}, {:#x}") return "{1} puis {0}";
  if (english == "box") return "boîte";
  if (english == "{{{}}} is a set") return "l'ensemble {{{}}}";
  return std::string(english);
}

TEST(Phrase, SaysInEnglishWhatFmtSays) {
  EXPECT_EQ(phrase("start").english(), "start");
  EXPECT_EQ(phrase("at {:.2f}, {:#x}", 0.125, 255u).english(),
            fmt::format("at {:.2f}, {:#x}", 0.125, 255u));
  EXPECT_EQ(phrase("{}{}|{:>5}", 0.1f, std::int64_t{-3}, "ab").english(), "0.1-3|   ab");
  EXPECT_EQ(phrase("{{{}}} is a set", 7).english(), "{7} is a set");
  EXPECT_EQ(phrase("{{}} is empty").english(), "{} is empty");
  EXPECT_EQ(Phrase().english(), "");
  EXPECT_TRUE(Phrase().empty());
}

TEST(Phrase, SaysItsValuesInAnotherOrderAndFormatsThemAsTheEnglishPatternDoes) {
  EXPECT_EQ(phrase("{} of {} maps", 64, 96).in(french), "des 96 cartes 64");
  EXPECT_EQ(phrase("at {:.2f}, {:#x}", 0.125, 255u).in(french), "0xff puis 0.12");
  EXPECT_EQ(phrase("{{{}}} is a set", 7).in(french), "l'ensemble {7}");
  EXPECT_EQ(phrase("unknown {}", 1).in(french), "unknown 1");
}

TEST(Phrase, TranslatesWordsAndPhrasesWithinButNoText) {
  EXPECT_EQ(phrase("move {}", word("box")).in(french), "boîte bouge");
  EXPECT_EQ(phrase("move {}", "box").in(french), "box bouge");
  EXPECT_EQ(phrase("a: {}", phrase("move {}", word("box"))).in(french), "a: boîte bouge");
  EXPECT_EQ(phrase("a: {}", phrase("move {}", word("box"))).english(), "a: move box");
}

TEST(Phrase, TakesValuesWithBracesAsTheyAre) {
  EXPECT_EQ(phrase("move {}", word("{0} {")).in(french), "{0} { bouge");
  EXPECT_EQ(phrase("move {}", "}{}").english(), "move }{}");
}

TEST(Phrase, OutlivesItsValues) {
  Phrase kept;
  {
    const std::string name = "a name that is too long to be kept within a string";
    kept = phrase("move {}", name);
  }
  EXPECT_EQ(kept.english(), "move a name that is too long to be kept within a string");
}

TEST(Phrase, TakenApartAndPutTogetherSaysTheSame) {
  const Phrase whole = phrase("{:.2f}: {}", 0.125, phrase("move {}", word("box")));
  const Phrase again(whole.pattern(), whole.values());
  EXPECT_EQ(again, whole);
  EXPECT_EQ(again.in(french), "0.12: boîte bouge");
}

TEST(Phrase, OfAnotherProcessMayNotFitItsValues) {
  for (const char* pattern : {"{", "}", "{}{}", "{9}", "{0", "{}{", "a}b", "{:", "{x}"}) {
    EXPECT_LE(Phrase(pattern, {{std::string("one")}}).english().size(), 8u) << pattern;
    EXPECT_LE(Phrase(pattern, {}).english().size(), 8u) << pattern;
  }
}

TEST(Phrase, IsEqualWhereItSaysTheSameOfTheSame) {
  EXPECT_EQ(phrase("move {}", 1), phrase("move {}", 1));
  EXPECT_NE(phrase("move {}", 1), phrase("move {}", 2));
  EXPECT_NE(phrase("move {}", "box"), phrase("move {}", word("box")));
  EXPECT_NE(phrase("move {}", 1), phrase("moves {}", 1));
}

TEST(Error, IsOneSentenceThatStaysAPhraseWithinAnother) {
  const Status inner = fail("move {}", word("box"));
  EXPECT_EQ(inner.error().message, "move box");
  const Status outer = fail("{}: {}", "a.npy", inner.error());
  EXPECT_EQ(outer.error().message, "a.npy: move box");
  EXPECT_EQ(outer.error().phrase.in(french), "a.npy: boîte bouge");
}

}  // namespace
}  // namespace convlens
