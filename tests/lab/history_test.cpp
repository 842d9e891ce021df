#include "lab/history.h"

#include <gtest/gtest.h>

#include "lab/document/held_data.h"
#include "lab/fixtures.h"
#include "lab/networks.h"

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

// Pictures of 30 MB, a step each: the oldest go when the others hold 256 MB.
TEST_F(HistoryTest, ForgetsTheOldestWhereTheyHoldTooMuch) {
  const auto with_picture = [this](int number, std::size_t megabytes) {
    Document document = first_;
    Image image{1, 1, std::vector<std::uint8_t>(megabytes << 20)};
    document.sources[0].picture = testing::picture(std::to_string(number), std::move(image));
    return document;
  };
  for (int i = 1; i <= 12; ++i) history_.commit(with_picture(i, 30), phrase("{}", i));
  // The one that is shown does not count: eight more of 30 MB are 240.
  EXPECT_EQ(history_.size(), 9u);
  EXPECT_EQ(history_.label(0).english(), "4");
  EXPECT_EQ(history_.position(), 8u);
  EXPECT_EQ(history_.forgotten(), 4u);
  // What many steps share counts once.
  Document shared = history_.current();
  for (int i = 0; i < 50; ++i) {
    shared = after(shared, {SetWeights{0, {{0, 0, 0, static_cast<float>(i + 2)}}}});
    history_.commit(shared, phrase("paint"));
  }
  EXPECT_EQ(history_.size(), 59u);
  // The last step can be taken back.
  history_.commit(with_picture(99, 1), phrase("small"));
  history_.commit(with_picture(100, 300), phrase("large"));
  history_.commit(with_picture(101, 1), phrase("small again"));
  EXPECT_EQ(history_.size(), 2u);
  history_.undo();
  EXPECT_EQ(history_.label(history_.position()).english(), "large");
}

// A painted layer is a copy of its weights.
TEST(HeldDataTest, CountsWhatIsNewOfADocument) {
  Document document = small_bench();
  const auto pixels = [](const Document& of) {
    return of.sources[0].picture->image.rgb.size() + of.sources[1].picture->image.rgb.size();
  };
  const std::size_t filters = document.filters.size() * 147 * sizeof(float);
  HeldData held;
  EXPECT_EQ(held.add(document), pixels(document) + filters);
  EXPECT_EQ(held.add(document), filters);
  const auto trained = testing::color_network();
  document = after(document, {SetNetwork{trained}});
  EXPECT_EQ(held.add(document), filters + trained->model.parameter_count() * sizeof(float));
  const FilterBank bank = *filter_bank(trained->model, testing::kConv1, false);
  const std::vector<float> weights = filter_of(bank, 0).weights;
  std::vector<float> painted = weights;
  painted.front() += 1.0f;
  document = after(document, {ReplaceWeights{{0, testing::kConv1}, painted}});
  EXPECT_EQ(held.add(document), filters + bank.kernel.values().size() * sizeof(float));
}

}  // namespace
}  // namespace convlens::lab
