#include "lab/lab.h"

#include <gtest/gtest.h>

#include "lab/fixtures.h"
#include "lab/fresh_stages.h"

namespace convlens::lab {
namespace {

using testing::after;
using testing::same_bits;
using testing::small_bench;

Command paint(std::size_t filter, float value) { return SetWeights{filter, {{0, 0, 0, value}}}; }

// The stages are those of the document shown, never of another one. See expect_same_map().
void expect_up_to_date(const Lab& lab) {
  Pipeline fresh;
  ASSERT_TRUE(fresh.update(lab.document()).has_value());
  ASSERT_EQ(lab.pipeline().filter_count(), fresh.filter_count());
  for (std::size_t s = 0; s < fresh.source_count(); ++s) {
    EXPECT_TRUE(same_bits(lab.pipeline().input(s).pixels.values(), fresh.input(s).pixels.values()));
    for (std::size_t f = 0; f < fresh.filter_count(); ++f) {
      testing::expect_same_map(lab, lab.pipeline().map(s, f).values, fresh.map(s, f).values);
    }
  }
}

TEST(Lab, PreviewsWithoutAStepAndCommitsOne) {
  const Document first = small_bench();
  Lab lab(first);
  expect_up_to_date(lab);
  for (const float value : {1.0f, 2.0f, 3.0f}) {
    lab.preview(paint(0, value));
    EXPECT_TRUE(lab.previewing());
    EXPECT_EQ(lab.document(), after(first, {paint(0, value)}));
    EXPECT_EQ(lab.history().size(), 1u);
    expect_up_to_date(lab);
  }
  lab.commit(paint(0, 4.0f));
  EXPECT_FALSE(lab.previewing());
  EXPECT_EQ(lab.document(), after(first, {paint(0, 4.0f)}));
  EXPECT_EQ(lab.history().size(), 2u);
  EXPECT_EQ(lab.history().label(1).english(), "paint vertical line");
  expect_up_to_date(lab);
  lab.undo();
  EXPECT_EQ(lab.document(), first);
  expect_up_to_date(lab);
}

TEST(Lab, APreviewStartsFromTheCommittedDocument) {
  const Document first = small_bench();
  Lab lab(first);
  lab.preview(SetWeights{0, {{0, 0, 0, 9.0f}}});
  lab.preview(SetWeights{0, {{1, 1, 1, 9.0f}}});
  EXPECT_EQ(lab.document(), after(first, {SetWeights{0, {{1, 1, 1, 9.0f}}}}));
}

TEST(Lab, CancellingAPreviewShowsTheCommittedDocument) {
  const Document first = small_bench();
  Lab lab(first);
  lab.preview(MoveCrop{0, {0, 0}});
  lab.cancel_preview();
  EXPECT_FALSE(lab.previewing());
  EXPECT_EQ(lab.document(), first);
  EXPECT_EQ(lab.history().size(), 1u);
  expect_up_to_date(lab);
}

TEST(Lab, UndoAndRedoEndAPreview) {
  const Document first = small_bench();
  Lab lab(first);
  lab.commit(paint(0, 1.0f));
  lab.commit(paint(1, 2.0f));
  lab.preview(paint(0, 7.0f));
  lab.undo();
  EXPECT_FALSE(lab.previewing());
  EXPECT_EQ(lab.document(), after(first, {paint(0, 1.0f)}));
  lab.preview(paint(0, 7.0f));
  lab.redo();
  EXPECT_EQ(lab.document(), after(first, {paint(0, 1.0f), paint(1, 2.0f)}));
  expect_up_to_date(lab);
}

TEST(Lab, UndoingEverythingGivesTheFirstDocumentBitForBit) {
  const Document first = small_bench();
  Lab lab(first);
  lab.commit(paint(0, 0.1f));
  lab.commit(ReplaceWeights{1, std::vector<float>(147, 1.0f / 3.0f), {}});
  lab.commit(ResizeCrop{1, {25, 30}, {1, 1}});
  lab.commit(MoveCrop{0, {9, 9}});
  lab.commit(SetPictures{0, {testing::picture("other", testing::noise_image(30, 30, 8))}});
  lab.commit(SetFilters{{zero_filter("one", 3, 3, 3)}});
  while (lab.history().can_undo()) lab.undo();
  EXPECT_EQ(lab.document(), first);
  for (std::size_t f = 0; f < first.filters.size(); ++f) {
    EXPECT_TRUE(same_bits(lab.document().filters[f].weights, first.filters[f].weights));
  }
  expect_up_to_date(lab);
}

TEST(Lab, CommandsOfOneGestureAreAllCommittedOrNone) {
  const Document first = small_bench();
  Lab lab(first);
  lab.commit(paint(0, 1.0f));
  lab.undo();
  const Status refused = lab.commit_all({paint(0, 2.0f), paint(7, 1.0f)});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "filter 8 was to be painted, there are 2");
  EXPECT_EQ(lab.document(), first);
  EXPECT_TRUE(lab.history().can_redo()) << "not even what could be redone is gone";
  EXPECT_TRUE(lab.error().empty());
  expect_up_to_date(lab);

  ASSERT_TRUE(lab.commit_all({paint(0, 2.0f), paint(1, 3.0f)}));
  EXPECT_EQ(lab.document(), after(first, {paint(0, 2.0f), paint(1, 3.0f)}));
  EXPECT_EQ(lab.history().position(), 2u);
  expect_up_to_date(lab);
}

// Valid padding leaves no map of a crop that is smaller than the filters: the stages refuse it.
TEST(Lab, WhatTheStagesRefuseIsNoneOfThem) {
  const Document first = small_bench();
  Lab lab(first);
  SetSteps valid;
  valid.padding = conv::Padding::kValid;
  const Status refused = lab.commit_all({paint(0, 2.0f), ResizeCrop{0, {3, 3}, {0, 0}}, valid});
  ASSERT_FALSE(refused);
  EXPECT_EQ(lab.document(), first);
  EXPECT_EQ(lab.history().size(), 1u);
  expect_up_to_date(lab);
}

TEST(Lab, ACommandThatFailsChangesNothingAndLeavesItsSentence) {
  const Document first = small_bench();
  Lab lab(first);
  lab.commit(paint(7, 1.0f));
  EXPECT_EQ(lab.error().english(), "filter 8 was to be painted, there are 2");
  EXPECT_EQ(lab.document(), first);
  EXPECT_EQ(lab.history().size(), 1u);
  expect_up_to_date(lab);
  lab.commit(paint(0, 1.0f));
  EXPECT_FALSE(lab.error().empty()) << "a sentence stays until it is dismissed";
  lab.dismiss_error();
  EXPECT_TRUE(lab.error().empty());
  lab.report(phrase("seen"));
  EXPECT_EQ(lab.error().english(), "seen");
}

TEST(Lab, APreviewThatFailsKeepsTheOneBeforeIt) {
  const Document first = small_bench();
  Lab lab(first);
  lab.preview(paint(0, 5.0f));
  lab.preview(paint(7, 5.0f));
  EXPECT_FALSE(lab.error().empty());
  EXPECT_EQ(lab.document(), after(first, {paint(0, 5.0f)}));
  expect_up_to_date(lab);
}

// The command fits the document, but its convolution cannot be computed.
TEST(Lab, AConvolutionThatFailsChangesNothingEither) {
  Document document = small_bench();
  document.conv.padding = conv::Padding::kValid;
  Lab lab(document);
  for (const bool previewed : {true, false}) {
    lab.dismiss_error();
    const Command impossible = SetFilters{{zero_filter("large", 15, 15, 3)}};
    previewed ? lab.preview(impossible) : lab.commit(impossible);
    EXPECT_FALSE(lab.error().empty());
    EXPECT_FALSE(lab.previewing());
    EXPECT_EQ(lab.document(), document);
    EXPECT_EQ(lab.history().size(), 1u);
    expect_up_to_date(lab);
  }
}

TEST(Lab, GoesToAnyStepOfItsHistoryInOneUpdate) {
  const Document first = small_bench();
  Lab lab(first);
  for (const float value : {1.0f, 2.0f, 3.0f}) lab.commit(paint(0, value));
  lab.preview(paint(0, 4.0f));
  const std::uint64_t updates = lab.pipeline().updates();
  lab.go_to(1);
  EXPECT_EQ(lab.pipeline().updates() - updates, 1u);
  EXPECT_FALSE(lab.previewing());
  EXPECT_EQ(lab.document(), after(first, {paint(0, 1.0f)}));
  expect_up_to_date(lab);
  lab.go_to(3);
  EXPECT_EQ(lab.document(), after(first, {paint(0, 3.0f)}));
  expect_up_to_date(lab);
}

TEST(Lab, TheLogKeepsWhatWasOpenedAndWhatWentWrong) {
  Lab lab(small_bench());
  lab.commit(paint(0, 1.0f));
  EXPECT_TRUE(lab.log().lines().empty());
  lab.commit(SetPictures{0, {testing::picture("boat.png", testing::noise_image(30, 40, 3))}});
  lab.report(phrase("no such file"));
  lab.report(phrase("no such file"));
  lab.dismiss_error();
  EXPECT_EQ(lab.log().lines(), (std::vector{phrase("open {}", word("boat.png")),
                                            phrase("error: {}", phrase("no such file"))}));
  for (std::size_t i = 0; i < 2 * Log::kMaxLines; ++i) lab.report(phrase("{}", i));
  EXPECT_EQ(lab.log().lines().size(), Log::kMaxLines);
  EXPECT_EQ(lab.log().lines().back().english(), "error: 399");
}

TEST(Lab, TheViewStaysWithinTheDocument) {
  Lab lab(small_bench());
  lab.view().filter = 1;
  lab.commit(SetFilters{{zero_filter("only", 3, 3, 3)}});
  EXPECT_EQ(lab.view().filter, 0u);
}

TEST(Lab, ACommandSaysWhetherItWasDone) {
  Lab lab(small_bench());
  EXPECT_TRUE(lab.commit(SetBias{0, 1.0f}).has_value());
  const Status refused = lab.commit(SetBias{99, 1.0f});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().phrase, lab.error());
  EXPECT_EQ(lab.history().position(), 1U);
  EXPECT_FALSE(lab.preview(RemoveFilter{99}).has_value());
  EXPECT_FALSE(lab.previewing());
}

}  // namespace
}  // namespace convlens::lab
