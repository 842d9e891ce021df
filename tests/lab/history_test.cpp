#include "lab/history.h"

#include <gtest/gtest.h>

#include "lab/fixtures.h"

namespace convlens::lab {
namespace {

using testing::after;
using testing::small_bench;

// Documents that differ in one weight, which tells them apart.
class HistoryTest : public ::testing::Test {
 protected:
  Document numbered(int number) const {
    return after(first_, {SetWeights{0, {{0, 0, 0, static_cast<float>(number)}}}});
  }

  Document first_ = small_bench();
  History history_{first_};
};

TEST_F(HistoryTest, StartsWithOneStep) {
  EXPECT_EQ(history_.current(), first_);
  EXPECT_EQ(history_.size(), 1u);
  EXPECT_EQ(history_.position(), 0u);
  EXPECT_FALSE(history_.can_undo());
  EXPECT_FALSE(history_.can_redo());
}

TEST_F(HistoryTest, UndoAndRedoWalkOverTheSteps) {
  history_.commit(numbered(1), phrase("one"));
  history_.commit(numbered(2), phrase("two"));
  EXPECT_EQ(history_.current(), numbered(2));
  EXPECT_EQ(history_.label(1).english(), "one");
  EXPECT_EQ(history_.label(2).english(), "two");
  history_.undo();
  EXPECT_EQ(history_.current(), numbered(1));
  history_.undo();
  EXPECT_EQ(history_.current(), first_);
  history_.undo();  // nothing left: no change
  EXPECT_EQ(history_.current(), first_);
  EXPECT_EQ(history_.position(), 0u);
  history_.redo();
  history_.redo();
  EXPECT_EQ(history_.current(), numbered(2));
  history_.redo();
  EXPECT_EQ(history_.position(), 2u);
}

TEST_F(HistoryTest, GoesToAnyStepAndForgetsNone) {
  history_.commit(numbered(1), phrase("one"));
  history_.commit(numbered(2), phrase("two"));
  history_.go_to(0);
  EXPECT_EQ(history_.current(), first_);
  EXPECT_EQ(history_.size(), 3u);
  history_.go_to(2);
  EXPECT_EQ(history_.current(), numbered(2));
  history_.go_to(1);
  EXPECT_TRUE(history_.can_undo());
  EXPECT_TRUE(history_.can_redo());
  history_.go_to(99);  // the last there is
  EXPECT_EQ(history_.current(), numbered(2));
}

TEST_F(HistoryTest, ACommitDropsWhatCouldBeRedone) {
  history_.commit(numbered(1), phrase("one"));
  history_.commit(numbered(2), phrase("two"));
  history_.undo();
  history_.undo();
  history_.commit(numbered(3), phrase("three"));
  EXPECT_FALSE(history_.can_redo());
  EXPECT_EQ(history_.size(), 2u);
  EXPECT_EQ(history_.current(), numbered(3));
  EXPECT_EQ(history_.label(1).english(), "three");
  history_.undo();
  EXPECT_EQ(history_.current(), first_);
}

TEST_F(HistoryTest, AnEqualDocumentIsNoStepAndKeepsRedo) {
  history_.commit(numbered(1), phrase("one"));
  history_.undo();
  history_.commit(first_, phrase("nothing"));
  EXPECT_EQ(history_.size(), 2u);
  EXPECT_TRUE(history_.can_redo());
  history_.redo();
  EXPECT_EQ(history_.current(), numbered(1));
}

TEST_F(HistoryTest, ForgetsTheOldestBeyondItsLimit) {
  const auto limit = static_cast<int>(History::kMaxSteps);
  for (int i = 1; i < limit; ++i) history_.commit(numbered(i), phrase("{}", i));
  EXPECT_EQ(history_.size(), History::kMaxSteps);
  EXPECT_EQ(history_.label(0).english(), "start");
  history_.commit(numbered(limit), phrase("over"));
  EXPECT_EQ(history_.size(), History::kMaxSteps);
  EXPECT_EQ(history_.position(), History::kMaxSteps - 1);
  EXPECT_EQ(history_.current(), numbered(limit));
  EXPECT_EQ(history_.label(0).english(), "1");
  while (history_.can_undo()) history_.undo();
  EXPECT_EQ(history_.current(), numbered(1));
}

}  // namespace
}  // namespace convlens::lab
