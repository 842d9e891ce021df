// The language of goals: what it means, and that nothing else passes.
#include "lab/goals/formula.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "lab/fixtures.h"
#include "lab/lab.h"
#include "lab/networks.h"

namespace convlens::lab::goals {
namespace {

using lab::testing::small_bench;

class FormulaTest : public ::testing::Test {
 protected:
  // "true", "false", or the sentence that says why it cannot be told.
  std::string judged(const std::string& text) const {
    const auto formula = Formula::parse(text, Type::kTruth);
    if (!formula) return "refused: " + formula.error().message;
    const auto value = formula->value(lab_, formula->remember(lab_));
    if (!value) return value.error().message;
    return std::get<bool>(*value) ? "true" : "false";
  }

  Lab lab_{small_bench()};
};

TEST_F(FormulaTest, ArithmeticBindsAsInPython) {
  for (const char* text :
       {"1 + 2 * 3 == 7", "(1 + 2) * 3 == 9", "2 - 3 - 4 == -5", "8 / 4 / 2 == 1", "-2 * -3 == 6",
        "- - 2 == 2", "1 < 2 and 2 < 3", "1 > 2 or 2 > 1 and 3 > 2", "not 1 > 2", "not not 1 < 2",
        "not (1 < 2 and 2 < 1)", "\"a\" == \"a\"", "\"a\" != \"b\"", "0.5 == .5", "1 <= 1",
        "1 >= 1", "abs(-3) == 3", "1<2 and\n2<3"}) {
    EXPECT_EQ(judged(text), "true") << text;
  }
  for (const char* text : {"1 == 2", "not 1 < 2", "1 > 2 or 3 < 2", "\"a\" == \"b\"", "2 < 1"}) {
    EXPECT_EQ(judged(text), "false") << text;
  }
}

TEST_F(FormulaTest, SaysWhereAndWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "character 1: a value was expected"},
      {"1 +", "character 4: a value was expected"},
      {"1 < 2 2", "character 7: an operator or the end was expected"},
      {"1 < 2 < 3", "character 7: an operator or the end was expected"},
      {"(1 < 2", "character 7: \")\" was expected"},
      {"1 + 2", "a condition was expected, such as sum(filter) == 0"},
      {"filter", "a condition was expected, such as sum(filter) == 0"},
      {"fliter == 1", "character 1: there is nothing named \"fliter\""},
      {"1 and 2 < 3", "character 6: and takes a condition, a number was given"},
      {"\"a\" < \"b\"", "character 10: < takes a number, a text was given"},
      {"\"a\" == 1", "character 9: == takes a text, a number was given"},
      {"filter == filter", "character 17: == takes a number, a map or filter was given"},
      {"-\"a\" == 1", "character 5: - takes a number, a text was given"},
      {"not 1", "character 6: not takes a condition, a number was given"},
      {"sum(1) == 1", "character 7: sum is used as sum(map)"},
      {"at(map, 1) == 1",
       "character 11: at is used as at(map, number, number), at(map, number, "
       "number, number)"},
      {"\"a == 1", "character 1: the quotation mark that ends the text is missing"},
      {"1.2.3 == 1", "character 1: a number was expected"},
      {"before(before(1)) == 1", "character 14: before(...) within before(...) says nothing"},
      {"1 == 1 $", "character 8: an operator or the end was expected"},
      {"$", "character 1: a value was expected, found \"$\""},
  };
  for (const auto& [text, sentence] : cases) {
    EXPECT_EQ(judged(text), std::string("refused: ") + sentence) << text;
  }
}

TEST_F(FormulaTest, IsBoundedInLengthAndDepth) {
  const std::string deep = std::string(900, '(') + "1" + std::string(900, ')') + " == 1";
  EXPECT_EQ(judged(deep).substr(0, 8), "refused:");
  EXPECT_NE(judged(deep).find("more than 64 parts within each other"), std::string::npos);
  std::string ahead;
  for (int i = 0; i < 100; ++i) ahead += "before(";
  EXPECT_EQ(judged(ahead + "1").substr(0, 8), "refused:");
  EXPECT_EQ(judged(std::string(3000, '1')), "refused: 3000 characters, at most 2000 expected");
  EXPECT_EQ(judged(std::string(1900, '-') + "1 == 1"), "true");
}

TEST_F(FormulaTest, WhatCannotBeToldIsASentence) {
  EXPECT_EQ(judged("1 / 0 == 1"), "1 is divided by 0");
  EXPECT_EQ(judged("1 / (2 - 2) > 0"), "1 is divided by 0");
  EXPECT_EQ(judged("sum(filter(2)) == 0"), "filter 2 was asked for, 0 to 1 expected");
  EXPECT_EQ(judged("sum(filter(0.5)) == 0"), "filter 0.5 was asked for, 0 to 1 expected");
  EXPECT_EQ(judged("sum(filter(-1)) == 0"), "filter -1 was asked for, 0 to 1 expected");
  EXPECT_EQ(judged("sum(map(5, 0)) == 0"), "picture 5 was asked for, 0 to 1 expected");
  EXPECT_EQ(judged("at(filter, 7, 0) == 0"), "row 7 was asked for, 0 to 6 expected");
  EXPECT_EQ(judged("at(filter, 0, 0, 3) == 0"), "channel 3 was asked for, 0 to 2 expected");
  EXPECT_EQ(judged("apart(filter, map) == 0"),
            "two of one size are compared, 7 x 7 x 3 and 12 x 19 x 1 were given");
  EXPECT_EQ(judged("prediction == \"boot\""), "there is no network now");
  EXPECT_EQ(judged("sum(trained_map(0)) == 0"), "trained filter 0 was asked for, there is none");
  EXPECT_EQ(judged("view(\"colour\") == \"x\""), "there is nothing named colour in the view");
}

TEST_F(FormulaTest, TheSecondPartIsAskedOnlyWhereItMatters) {
  EXPECT_EQ(judged("filters > 5 and sum(filter(5)) == 0"), "false");
  EXPECT_EQ(judged("filters == 2 or sum(filter(5)) == 0"), "true");
}

TEST_F(FormulaTest, LooksAtTheBench) {
  for (const char* text : {"filters == 2 and pictures == 2",
                           "shown_filter == 0 and shown_picture == 0",
                           "sum(filter) == 21",
                           "sum(filter(1)) == 21",
                           "at(filter, 0, 3) == 1",
                           "at(filter, 0, 3, 2) == 1",
                           "at(filter, 0, 2) == 0",
                           "at(filter(1), 3, 0) == 1",
                           "count(filter, 1, 1) == 21",
                           "count(filter, 0, 0) == 126",
                           "max(filter) == 1",
                           "min(filter) == 0",
                           "rows(map) == 12 and columns(map) == 19",
                           "like(map, map) > 0.9999",
                           "apart(map, map) == 0",
                           "apart(map(0), map(1)) > 0",
                           "apart(map(0, 1), map(1)) == 0",
                           "apart(map(1, 1), map(1)) > 0",
                           "like(filter(0), filter(0)) == 1",
                           "rows(crop) == 12",
                           "max(crop) <= 1 and min(crop) >= 0",
                           "crop_top == 3",
                           "crop_left == 4",
                           "stride == 1 and dilation == 1",
                           "padding == \"same\"",
                           "activation == \"none\"",
                           "bias == 0",
                           "view(\"workspace\") == \"bench\"",
                           "view(\"source\") == \"0\"",

                           "apart(crop(0), crop) == 0",
                           "abs(mean(filter) - 1/7) < 0.000001"}) {
    EXPECT_EQ(judged(text), "true") << text;
  }
}

TEST_F(FormulaTest, AMapsCellIsTheSumOfItsWindow) {
  // The vertical line through one column of all three channels, the crop's row 6.
  std::string sum;
  for (int row = 3; row <= 9; ++row) {
    for (int channel = 0; channel < 3; ++channel) {
      sum += (sum.empty() ? "" : " + ");
      sum += "at(crop, " + std::to_string(row) + ", 9, " + std::to_string(channel) + ")";
    }
  }
  EXPECT_EQ(judged("abs(at(map, 6, 9) - (" + sum + ")) < 0.0001"), "true");
}

TEST_F(FormulaTest, LooksAtThePinnedCell) {
  lab_.view().pinned.reset();
  EXPECT_EQ(judged("pinned_row == -1 and pinned_column == -1"), "true");
  lab_.view().pinned = MapCell{MapId::mine(0, 0), 2, 5};
  EXPECT_EQ(judged("pinned_row == 2 and pinned_column == 5"), "true");
}

TEST_F(FormulaTest, MutedWeightsCountAsTheConvolutionHasThem) {
  std::vector<bool> muted(147, false);
  muted[lab_.document().filters[0].index(3, 3, 0)] = true;
  ASSERT_TRUE(lab_.commit(MuteWeights{0, muted}));
  EXPECT_EQ(judged("sum(filter) == 20"), "true");
}

TEST_F(FormulaTest, BeforeIsWhatItWasWhenTheStepBegan) {
  const auto changed = Formula::parse(
      "apart(filter, before(filter)) == 3 and sum(map) < before(sum(map))", Type::kTruth);
  ASSERT_TRUE(changed);
  const Memory memory = changed->remember(lab_);
  EXPECT_FALSE(std::get<bool>(*changed->value(lab_, memory)));
  ASSERT_TRUE(lab_.commit(SetWeights{0, {{0, 0, 0, -3.0f}}}));
  EXPECT_TRUE(std::get<bool>(*changed->value(lab_, memory)));
  EXPECT_FALSE(std::get<bool>(*changed->value(lab_, changed->remember(lab_))));
}

TEST_F(FormulaTest, AMapsNameIsToldFromOtherGrids) {
  const auto name = [](const char* text) {
    return Formula::parse(text, Type::kGrid).value().map_id();
  };
  EXPECT_EQ(name("map(1, 0)"), MapId::mine(1, 0));
  EXPECT_EQ(name("map(0,1)"), MapId::mine(0, 1));
  EXPECT_FALSE(name("map(0)"));
  EXPECT_FALSE(name("map(0, 1 + 1)"));
  EXPECT_FALSE(name("map(0, 0.5)"));
  EXPECT_FALSE(name("filter"));
  EXPECT_FALSE(Formula::parse("1 < 2", Type::kGrid));
}

TEST_F(FormulaTest, LooksAtTheNetwork) {
  ASSERT_TRUE(lab_.commit(SetNetwork{lab::testing::color_network()}));
  ASSERT_TRUE(lab_.commit(SetActivation{conv::Activation::kRelu}));
  lab_.follow_view();
  for (const char* text : {"weights == \"trained\"", "item == -1", "share(prediction) > 0.3",
                           "rows(kernel(\"conv1\", 4)) == 7", "rows(layer_map(\"conv1\", 4)) == 12",
                           "apart(layer_map(\"conv1\", 0), trained_map(0)) < 0.00001",
                           "min(layer_map(\"relu2\", 0)) >= 0"}) {
    EXPECT_EQ(judged(text), "true") << text;
  }
  EXPECT_NE(judged("sum(kernel(\"conv9\", 0)) == 0").find("conv9"), std::string::npos);
  EXPECT_EQ(judged("sum(kernel(\"pool\", 0)) == 0"), "the layer pool has no filters");
  EXPECT_EQ(judged("sum(kernel(\"conv1\", 5)) == 0"), "filter 5 was asked for, 0 to 4 expected");
  EXPECT_NE(judged("share(\"boot\") > 0").find("no class named boot"), std::string::npos);
}

TEST(Functions, StandInOrderWithOneOfEachKind) {
  for (const Function& function : all_functions()) {
    EXPECT_FALSE(functions_named(function.name).empty());
    EXPECT_EQ(function.takes.find_first_not_of("ntg"), std::string_view::npos);
    int alike = 0;
    for (const Function& other : functions_named(function.name)) {
      alike += other.takes == function.takes ? 1 : 0;
    }
    EXPECT_EQ(alike, 1) << function.name;
  }
  EXPECT_TRUE(functions_named("before").empty());
}

}  // namespace
}  // namespace convlens::lab::goals
