// What a name is found by.
#include "ui/kit/fuzzy.h"

#include <gtest/gtest.h>

namespace convlens::ui {
namespace {

TEST(FuzzyScore, FindsWordsAndLettersInTheirOrder) {
  EXPECT_TRUE(fuzzy_score("sobel", "Start from: Sobel, left to right"));
  EXPECT_TRUE(fuzzy_score("SOBEL", "Start from: Sobel, left to right"));
  EXPECT_TRUE(fuzzy_score("sbl ltr", "Start from: Sobel, left to right"));
  EXPECT_FALSE(fuzzy_score("lebos", "Sobel"));
  EXPECT_FALSE(fuzzy_score("sobel", ""));
  EXPECT_TRUE(fuzzy_score("", "anything"));
  EXPECT_TRUE(fuzzy_score("지우개", "스테이지: 지우개"));
}

TEST(FuzzyScore, PrefersWhatWasTypedThenBeginningsThenShortNames) {
  EXPECT_GT(fuzzy_score("log", "Log"), fuzzy_score("log", "Input: Log"));
  EXPECT_GT(fuzzy_score("log", "Input: Log"), fuzzy_score("log", "catalogue of networks"));
  EXPECT_GT(fuzzy_score("log", "catalogue"), fuzzy_score("log", "larger online gallery"));
  EXPECT_GT(fuzzy_score("gauss", "Gauss"), fuzzy_score("gauss", "Gaussian blur"));
}

}  // namespace
}  // namespace convlens::ui
