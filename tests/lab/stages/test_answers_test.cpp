#include "lab/stages/test_answers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace convlens::lab {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Six items of three classes; the network is right on 0, 2 and 4, and gives 5 no answer.
const TestSet kSet{"six", {6, 1, 1, 1}, {1, 2, 3, 4, 5, 6}, {0, 1, 2, 0, 1, 2}, {}};
const TestAnswers kAnswers{{0, 2, 2, 1, 1, TestAnswers::kNone}, {0.5, 0.9, 0.7, 0.5, 0.6, kNan}};

std::vector<int> chosen(const ItemChoice& choice) { return chosen_items(kSet, &kAnswers, choice); }

TEST(TestAnswers, ShareThatIsRight) {
  EXPECT_EQ(accuracy_of(kSet, kAnswers), 0.5);
  EXPECT_TRUE(is_right(kSet, kAnswers, 4));
  EXPECT_FALSE(is_right(kSet, kAnswers, 5));
}

TEST(TestAnswers, ConfusionIsCountedByClassAndAnswer) {
  const ConfusionMatrix matrix = confusion_matrix(kSet, kAnswers, 3);
  EXPECT_EQ(matrix.counts, (std::vector{1, 1, 0, 0, 1, 1, 0, 0, 1}));
  EXPECT_EQ(matrix.unanswered, (std::vector{0, 0, 1}));
  EXPECT_EQ(matrix.at(1, 2), 1);
  for (int label = 0; label < 3; ++label) EXPECT_EQ(matrix.items_of(label), 2);
}

TEST(TestAnswers, WhatIsChosen) {
  EXPECT_EQ(chosen({}), (std::vector{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(chosen({.filter = ItemFilter::kRight}), (std::vector{0, 2, 4}));
  EXPECT_EQ(chosen({.filter = ItemFilter::kWrong}), (std::vector{1, 3, 5}));
  EXPECT_EQ(chosen({.label = 1}), (std::vector{1, 4}));
  EXPECT_EQ(chosen({.answer = 1}), (std::vector{3, 4}));
  EXPECT_EQ(chosen({.label = 0, .answer = 1}), (std::vector{3}));
  EXPECT_EQ(chosen({.filter = ItemFilter::kRight, .label = 0, .answer = 1}), (std::vector<int>{}));
}

TEST(TestAnswers, ByCertaintyEqualOnesKeepTheirOrder) {
  EXPECT_EQ(chosen({.order = ItemOrder::kMostCertain}), (std::vector{1, 2, 4, 0, 3, 5}));
  EXPECT_EQ(chosen({.order = ItemOrder::kLeastCertain}), (std::vector{5, 0, 3, 4, 2, 1}));
  EXPECT_EQ(chosen({.filter = ItemFilter::kWrong, .order = ItemOrder::kMostCertain}),
            (std::vector{1, 3, 5}));
}

TEST(TestAnswers, AtRandomIsTheSeeds) {
  const std::vector<int> first = chosen({.order = ItemOrder::kRandom, .seed = 4});
  EXPECT_EQ(first, chosen({.order = ItemOrder::kRandom, .seed = 4}));
  const std::vector<int> all = chosen({});
  EXPECT_TRUE(std::is_permutation(first.begin(), first.end(), all.begin(), all.end()));
  bool differs = false;
  for (std::uint32_t seed = 5; seed < 9; ++seed) {
    differs = differs || chosen({.order = ItemOrder::kRandom, .seed = seed}) != first;
  }
  EXPECT_TRUE(differs);
}

TEST(TestAnswers, WithoutAnswersWhatAsksForThemIsLeftOut) {
  const ItemChoice choice{
      .filter = ItemFilter::kWrong, .order = ItemOrder::kMostCertain, .label = 2, .answer = 0};
  EXPECT_TRUE(choice.asks_network());
  EXPECT_FALSE((ItemChoice{.order = ItemOrder::kRandom, .label = 2}).asks_network());
  EXPECT_EQ(chosen_items(kSet, nullptr, choice), (std::vector{2, 5}));
}

}  // namespace
}  // namespace convlens::lab
