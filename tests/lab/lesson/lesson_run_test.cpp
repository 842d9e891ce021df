// A lesson while somebody is in it.
#include "lab/lesson/lesson_run.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "lab/fixtures.h"
#include "lab/lesson/lesson_reader.h"
#include "lab/networks.h"
#include "lab/shown/map_ranges.h"

namespace convlens::lab {
namespace {

std::shared_ptr<const Lesson> lesson(const std::string& steps) {
  ReadLesson read = read_lesson("---\nlesson: 1\n---\n# T\n" + steps);
  EXPECT_TRUE(read.faults.empty()) << read.faults.front().what.english();
  return std::make_shared<const Lesson>(std::move(read.lesson));
}

class LessonRunTest : public ::testing::Test {
 protected:
  void begin(const std::string& steps) {
    ASSERT_TRUE(run_.begin(lab_, lesson(steps), 0, 100.0));
    run_.follow(lab_, 100.0);
  }

  Lab lab_{testing::small_bench()};
  LessonRun run_;
};

TEST_F(LessonRunTest, AGoalIsReachedByDoingItAndStaysReached) {
  begin("## S\nText.\n```goal\nsum(filter) == 0\n```\n");
  EXPECT_FALSE(run_.done());
  ASSERT_TRUE(lab_.commit(ReplaceWeights{0, std::vector<float>(147, 0.0f)}));
  run_.follow(lab_, 101.0);
  EXPECT_TRUE(run_.done());
  lab_.undo();
  run_.follow(lab_, 102.0);
  EXPECT_TRUE(run_.done());
}

TEST_F(LessonRunTest, AStrokeIsJudgedWhenItHasEnded) {
  begin("## S\nText.\n```goal\nsum(filter) < 21\n```\n");
  const SetWeights stroke{0, {{0, 0, 0, -1.0f}}};
  ASSERT_TRUE(lab_.preview(stroke));
  run_.follow(lab_, 101.0);
  EXPECT_FALSE(run_.done());
  ASSERT_TRUE(lab_.commit(stroke));
  run_.follow(lab_, 101.1);
  EXPECT_TRUE(run_.done());
}

TEST_F(LessonRunTest, TakingItsSettingsBackReachesNoGoal) {
  begin(
      "## S\n```set\npreset: All zero\n```\nText.\n"
      "```goal\napart(filter, before(filter)) > 0\n```\n");
  lab_.undo();
  run_.follow(lab_, 101.0);
  EXPECT_FALSE(run_.done());
  lab_.redo();
  ASSERT_TRUE(lab_.commit(SetWeights{0, {{0, 0, 0, -1.0f}}}));
  run_.follow(lab_, 102.0);
  EXPECT_TRUE(run_.done());
}

TEST_F(LessonRunTest, GoingBackSetsTheLabAsItWasMeantToBeThen) {
  begin(
      "## S\n```set\npreset: Box blur\n```\nText.\n## T\nText.\n## U\n"
      "```set\npreset: All zero\n```\nText.\n");
  ASSERT_TRUE(run_.go_to(lab_, 1, 101.0));
  const std::vector<float> blur = lab_.document().filters[0].weights;
  ASSERT_TRUE(lab_.commit(SetWeights{0, {{0, 0, 0, -1.0f}}}));
  const std::vector<float> painted = lab_.document().filters[0].weights;
  ASSERT_TRUE(run_.go_to(lab_, 2, 102.0));
  lab_.view().brush.tool = Tool::kErase;
  ASSERT_TRUE(run_.go_to(lab_, 1, 103.0));
  EXPECT_EQ(lab_.document().filters[0].weights, blur);
  EXPECT_EQ(lab_.view().brush.tool, Tool::kPaint);
  EXPECT_NE(painted, blur);
}

TEST_F(LessonRunTest, ARangeIsThatOfAllMapsUntilTheNext) {
  begin(
      "## S\n```set\nrange: -1 2.5\n```\nText.\n## T\n"
      "```set\nranges: {\"shared\": true}\n```\nText.\n");
  EXPECT_EQ(shown_range(lab_, MapId::mine(0, 1)), (ValueRange{-1.0f, 2.5f}));
  ASSERT_TRUE(run_.go_to(lab_, 1, 101.0));
  EXPECT_FALSE(lab_.view().ranges.pinned);
}

TEST_F(LessonRunTest, AMapIsDrawnBeforeItIsSeen) {
  begin("## S\n```set\ncurtain: maps\n```\nText.\n```draw\nmap(0, 1)\n```\n");
  ASSERT_NE(run_.pad(), nullptr);
  EXPECT_EQ(run_.drawn(), nullptr);
  EXPECT_TRUE(run_.covers("maps"));
  run_.pad()->draw({3, 3}, {3, 12}, 1.0f);
  ASSERT_TRUE(run_.lift(lab_));
  ASSERT_NE(run_.drawn(), nullptr);
  EXPECT_EQ(run_.drawn()->shape(), run_.pad()->values().shape());
  EXPECT_FALSE(run_.covers("maps"));
  EXPECT_TRUE(run_.done());
  EXPECT_TRUE(run_.likeness() > -1.0 && run_.likeness() < 1.0);
  const auto events = run_.take_events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].kind, LessonEvent::Kind::kSketch);
  EXPECT_TRUE(run_.take_events().empty());
}

TEST_F(LessonRunTest, AMapThatIsNotThereIsNotLifted) {
  begin("## S\nText.\n```draw\nmap(0, 7)\n```\n");
  EXPECT_FALSE(run_.lift(lab_));
  EXPECT_EQ(run_.drawn(), nullptr);
  EXPECT_FALSE(run_.done());
}

TEST_F(LessonRunTest, TellsWhatWasAnsweredAndReached) {
  begin("## S\nText.\n\n- [ ] a\n- [x] b\n\n```goal\nsum(filter) == 0\n```\n## T\nText.\n");
  run_.follow(lab_, 103.0);
  run_.answer(0);
  run_.answer(1);
  ASSERT_TRUE(lab_.commit(ReplaceWeights{0, std::vector<float>(147, 0.0f)}));
  run_.follow(lab_, 107.0);
  run_.follow(lab_, 108.0);
  const auto events = run_.take_events();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].text, "a");
  EXPECT_FALSE(events[0].right);
  EXPECT_EQ(events[0].after_s, 3.0);
  EXPECT_EQ(events[1].text, "b");
  EXPECT_TRUE(events[1].right);
  EXPECT_EQ(events[2].kind, LessonEvent::Kind::kGoal);
  EXPECT_EQ(events[2].after_s, 7.0);
  EXPECT_EQ(run_.steps_done(), (std::vector<bool>{true, false}));
  ASSERT_TRUE(run_.go_to(lab_, 1, 110.0));
  EXPECT_EQ(run_.steps_done(), (std::vector<bool>{true, false}));
}

TEST_F(LessonRunTest, ACurtainIsLiftedByTheRightAnswer) {
  begin("## S\n```set\ncurtain: maps\n```\nText.\n\n- [ ] a\n- [x] b\n- [ ] c\n");
  EXPECT_TRUE(run_.covers("maps"));
  EXPECT_FALSE(run_.covers("sum"));
  // A speaker lifts it for everybody, and draws it again.
  EXPECT_TRUE(run_.has_curtains());
  run_.lift_curtains(true);
  EXPECT_FALSE(run_.covers("maps"));
  EXPECT_FALSE(run_.answered());
  run_.lift_curtains(false);
  run_.answer(2);
  EXPECT_TRUE(run_.covers("maps"));
  EXPECT_FALSE(run_.done());
  EXPECT_EQ(run_.chosen(), 2u);
  run_.answer(1);
  EXPECT_FALSE(run_.covers("maps"));
  EXPECT_TRUE(run_.done());
  EXPECT_EQ(run_.tried(), (std::vector<bool>{false, true, true}));
  run_.answer(0);
  EXPECT_TRUE(run_.done());
}

TEST_F(LessonRunTest, QuestionAndGoalAreBothNeeded) {
  begin("## S\nText.\n\n- [x] a\n- [ ] b\n\n```goal\nsum(filter) == 0\n```\n");
  run_.answer(0);
  EXPECT_FALSE(run_.done());
  ASSERT_TRUE(lab_.commit(ReplaceWeights{0, std::vector<float>(147, 0.0f)}));
  run_.follow(lab_, 101.0);
  EXPECT_TRUE(run_.done());
}

TEST_F(LessonRunTest, HintsComeInTheirTime) {
  begin("## S\nText.\n```goal\n1 > 2\n```\n```hint 5\nA.\n```\n```hint 10\nB.\n```\n");
  EXPECT_EQ(run_.hint(), nullptr);
  EXPECT_EQ(run_.next_hint_in_s(), 5.0);
  run_.follow(lab_, 105.0);
  ASSERT_NE(run_.hint(), nullptr);
  EXPECT_EQ(run_.hint()->text[0].runs[0].text, "A.");
  EXPECT_EQ(run_.next_hint_in_s(), 5.0);
  run_.follow(lab_, 200.0);
  EXPECT_EQ(run_.hint()->text[0].runs[0].text, "B.");
  EXPECT_FALSE(run_.next_hint_in_s());
}

TEST_F(LessonRunTest, WhatMayBeUsedAndWhatIsPointedOut) {
  begin("## S\n```set\nonly: filter\npoint: sum\n```\nText.\n```goal\n1 > 2\n```\n");
  EXPECT_FALSE(run_.closes("filter"));
  EXPECT_TRUE(run_.closes("maps"));
  EXPECT_TRUE(run_.points_at("sum"));
  EXPECT_FALSE(run_.points_at("filter"));
  run_.leave();
  EXPECT_FALSE(run_.closes("maps"));
  EXPECT_FALSE(run_.points_at("sum"));
}

TEST_F(LessonRunTest, AStepSetsTheLabAndUndoTakesItBack) {
  const Document before = lab_.document();
  begin(
      "## S\n```set\nfilter: 1\npreset: All zero\nsum_depth: numbers\n"
      "pinned: {\"row\": 2, \"column\": 3}\n```\nText.\n");
  EXPECT_EQ(lab_.view().filter, 1u);
  EXPECT_EQ(lab_.view().sum_depth, SumDepth::kNumbers);
  EXPECT_EQ(lab_.view().pinned->row, 2);
  EXPECT_EQ(weight_sum(lab_.document().filters[1]), 0.0);
  EXPECT_EQ(lab_.document().filters[1].name, "All zero");
  EXPECT_EQ(weight_sum(lab_.document().filters[0]), 21.0);
  lab_.undo();
  EXPECT_EQ(lab_.document(), before);
}

TEST_F(LessonRunTest, WhatIsSetAlreadyIsNoStepOfTheHistory) {
  ASSERT_TRUE(lab_.commit(SetNetwork{testing::color_network()}));
  const std::size_t steps = lab_.history().size();
  begin("## S\n```set\nworkspace: network\nweights: trained\nfilter: 0\n```\nText.\n");
  EXPECT_EQ(lab_.history().size(), steps);
  EXPECT_EQ(lab_.view().workspace, Workspace::kNetwork);
}

TEST_F(LessonRunTest, AStepThatCannotBeSetChangesNothing) {
  begin("## S\nText.\n\n## Two\n```set\nitem: 3\nfilter: 1\n```\nText.\n");
  const Document before = lab_.document();
  const Status turned = run_.go_to(lab_, 1, 100.0);
  ASSERT_FALSE(turned);
  EXPECT_EQ(run_.place(), 0u);
  EXPECT_EQ(lab_.document(), before);
  EXPECT_EQ(lab_.view().filter, 0u);
}

TEST_F(LessonRunTest, AGoalThatCannotBeJudgedSaysWhy) {
  begin("## S\nText.\n```goal\nsum(filter(9)) == 0\n```\n");
  EXPECT_FALSE(run_.done());
  EXPECT_EQ(run_.trouble().english(), "filter 9 was asked for, 0 to 1 expected");
}

TEST_F(LessonRunTest, BeforeIsTheStepsBeginning) {
  begin(
      "## A\nText.\n```goal\napart(filter, before(filter)) > 0\n```\n"
      "## B\nText.\n```goal\napart(filter, before(filter)) > 0\n```\n");
  ASSERT_TRUE(lab_.commit(SetWeights{0, {{0, 0, 0, 5.0f}}}));
  run_.follow(lab_, 101.0);
  EXPECT_TRUE(run_.done());
  ASSERT_TRUE(run_.go_to(lab_, 1, 102.0));
  run_.follow(lab_, 102.0);
  EXPECT_FALSE(run_.done());
  EXPECT_TRUE(run_.is_last());
}

TEST_F(LessonRunTest, AStepBeyondTheLastIsTheLast) {
  ASSERT_TRUE(run_.begin(lab_, lesson("## A\nText.\n## B\nText.\n"), 7, 0.0));
  EXPECT_EQ(run_.place(), 1u);
}

}  // namespace
}  // namespace convlens::lab
