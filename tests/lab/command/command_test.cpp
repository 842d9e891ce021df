#include "lab/command/command.h"

#include <gtest/gtest.h>

#include <limits>

#include "lab/document/presets.h"
#include "lab/fixtures.h"

namespace convlens::lab {
namespace {

using testing::after;
using testing::noise_image;
using testing::picture;
using testing::small_bench;

std::string refusal(const Command& command) {
  const Document document = small_bench();
  const Document copy = document;
  const auto next = lab::apply(document, command);
  EXPECT_EQ(document, copy);
  return next ? std::string("accepted") : next.error().message;
}

TEST(Apply, LeavesTheOldDocumentAlone) {
  const Document document = small_bench();
  const Document copy = document;
  const Filter box{"box", 1, 1, 3, {1, 1, 1}};
  const auto other = picture("other", noise_image(80, 80, 3));
  const std::vector<Command> commands{
      SetWeights{0, {{0, 0, 0, 5.0f}}},
      ReplaceWeights{1, std::vector<float>(147, 0.5f), {}},
      SetFilters{{box}},
      MoveCrop{1, {1, 1}},
      ResizeCrop{0, {8, 8}, {2, 2}},
      SetPictures{0, {other}},
      RemovePicture{1},
  };
  for (std::size_t i = 0; i < commands.size(); ++i) {
    SCOPED_TRACE(i);
    const auto next = lab::apply(document, commands[i]);
    ASSERT_TRUE(next) << next.error().message;
    EXPECT_NE(*next, document);
    EXPECT_EQ(document, copy);
    EXPECT_EQ(*next, *lab::apply(document, commands[i]));
  }
}

TEST(SetWeights, WritesTheWeightsNamedAndNoOthers) {
  const Document before = small_bench();
  const Document next =
      after(before, {SetWeights{0, {{1, 2, 0, -1.0f}, {6, 6, 2, 0.5f}, {1, 2, 0, 4.0f}}}});
  Filter expected = before.filters[0];
  expected.weights[(1 * 7 + 2) * 3 + 0] = 4.0f;  // the later edit wins
  expected.weights[(6 * 7 + 6) * 3 + 2] = 0.5f;
  EXPECT_EQ(next.filters[0], expected);
  EXPECT_EQ(next.filters[1], before.filters[1]);
  EXPECT_EQ(next.sources, before.sources);
}

TEST(SetWeights, SaysWhatDoesNotFit) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(refusal(SetWeights{2, {}}), "filter 3 was to be painted, there are 2");
  for (const auto& [row, column, channel] :
       {std::array{-1, 0, 0}, {7, 0, 0}, {0, -1, 0}, {0, 7, 0}, {0, 0, -1}, {0, 0, 3}}) {
    EXPECT_EQ(refusal(SetWeights{0, {{0, 0, 0, 1.0f}, {row, column, channel, 1.0f}}}),
              fmt::format("the weight at [{}, {}, {}] was to be set, the filter is 7x7x3", row,
                          column, channel));
  }
  EXPECT_EQ(refusal(SetWeights{0, {{1, 2, 0, nan}}}),
            "the weight at [1, 2, 0] was to be nan, a finite number expected");
  EXPECT_EQ(refusal(SetWeights{0, {{1, 2, 0, -infinity}}}),
            "the weight at [1, 2, 0] was to be -inf, a finite number expected");
}

TEST(ReplaceWeights, KeepsNameAndShape) {
  std::vector<float> weights(147);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = static_cast<float>(i);
  const Document next = after(small_bench(), {ReplaceWeights{1, weights, {}}});
  EXPECT_EQ(next.filters[1], (Filter{"horizontal line", 7, 7, 3, weights}));
  EXPECT_EQ(next.filters[0], vertical_line_filter());
}

TEST(ReplaceWeights, BringsANameWhereItHasOne) {
  const std::vector<float> weights(147, 0.25f);
  const Document next = after(small_bench(), {ReplaceWeights{0, weights, "box"}});
  EXPECT_EQ(next.filters[0], (Filter{"box", 7, 7, 3, weights}));
}

TEST(ReplaceWeights, IsAnotherFilterWhereItHasAName) {
  const std::vector<float> weights(147, 0.25f);
  const Document changed =
      after(small_bench(), {SetBias{0, 2.0f}, MuteWeights{0, std::vector<bool>(147, true)}});
  const Filter balanced = after(changed, {ReplaceWeights{0, weights, {}}}).filters[0];
  EXPECT_EQ(balanced.bias, 2.0f);
  EXPECT_TRUE(balanced.is_muted(3));
  EXPECT_EQ(after(changed, {ReplaceWeights{0, weights, "box"}}).filters[0],
            (Filter{"box", 7, 7, 3, weights}));
}

TEST(ReplaceWeights, LeavesANameThatSomebodyGave) {
  const std::vector<float> weights(147, 0.25f);
  const Document next =
      after(small_bench(), {RenameFilter{0, "my edges"}, ReplaceWeights{0, weights, "box"}});
  EXPECT_EQ(next.filters[0].name, "my edges");
  EXPECT_EQ(next.filters[0].weights, weights);
}

TEST(ReplaceWeights, SaysWhatDoesNotFit) {
  std::vector<float> broken(147, 1.0f);
  broken[146] = std::numeric_limits<float>::infinity();
  EXPECT_EQ(refusal(ReplaceWeights{5, {}, {}}), "filter 6 was to be replaced, there are 2");
  EXPECT_EQ(refusal(ReplaceWeights{0, std::vector<float>(146), {}}),
            "146 weights were given, the filter is 7x7x3");
  EXPECT_EQ(refusal(ReplaceWeights{0, broken, {}}),
            "the weights hold NaN or infinity, finite numbers expected");
}

TEST(SetFilters, ReplacesAllOfThem) {
  const std::vector<Filter> filters{zero_filter("a", 3, 5, 3), zero_filter("b", 3, 5, 3),
                                    zero_filter("c", 3, 5, 3)};
  EXPECT_EQ(after(small_bench(), {SetFilters{filters}}).filters, filters);
}

TEST(SetFilters, SaysWhatDoesNotFit) {
  EXPECT_EQ(refusal(SetFilters{}), "no filters were given, at least one expected");
  EXPECT_EQ(refusal(SetFilters{{zero_filter("a", 3, 3, 3), zero_filter("b", 3, 5, 3)}}),
            "the filters have different shapes, one shape expected");
  EXPECT_EQ(refusal(SetFilters{{zero_filter("a", 3, 3, 2)}}),
            "the filters have 2 channels, 3 (red, green, blue) or 1 (grey) expected");
}

TEST(MoveCrop, MovesOneSourceWithinItsPicture) {
  const Document before = small_bench();  // pictures of 40x50 and 33x61, a crop of 12x19
  const Document inside = after(before, {MoveCrop{1, {5, 6}}});
  EXPECT_EQ(inside.sources[1].origin, (CropOrigin{5, 6}));
  EXPECT_EQ(inside.sources[0], before.sources[0]);
  EXPECT_EQ(inside.crop_size, before.crop_size);
  EXPECT_EQ(after(before, {MoveCrop{0, {1000, -1000}}}).sources[0].origin, (CropOrigin{28, 0}));
  EXPECT_EQ(refusal(MoveCrop{2, {}}), "the crop of picture 3 was to be moved, there are 2");
}

TEST(ResizeCrop, KeepsEverySourcesCropInside) {
  const Document far = after(small_bench(), {MoveCrop{0, {28, 31}}, MoveCrop{1, {21, 42}}});
  const Document next = after(far, {ResizeCrop{0, {30, 20}, {10, 30}}});
  EXPECT_EQ(next.crop_size, (CropSize{30, 20}));
  EXPECT_EQ(next.sources[0].origin, (CropOrigin{10, 30}));
  EXPECT_EQ(next.sources[1].origin, (CropOrigin{3, 41}));  // 33 - 30, 61 - 20
}

TEST(ResizeCrop, SaysWhichSidesAreExpected) {
  for (const CropSize size : {CropSize{0, 5}, {5, 0}, {-1, 5}, {4097, 5}, {5, 4097}}) {
    EXPECT_EQ(refusal(ResizeCrop{0, size, {}}),
              fmt::format("a crop of {}x{} was asked for, sides from 1 to 4096 expected",
                          size.height, size.width));
  }
  EXPECT_EQ(after(small_bench(), {ResizeCrop{0, {1, 1}, {}}}).crop_size, (CropSize{1, 1}));
}

TEST(SetPictures, OfAnotherSizeIsFitted) {
  const auto other = picture("other", noise_image(100, 200, 3));
  const Document before = small_bench();
  const Document next = after(before, {SetPictures{1, {other}}});
  EXPECT_EQ(next.sources[1], (Source{other, {44, 90, true}}));  // (100 - 12) / 2, (200 - 19) / 2
  EXPECT_EQ(next.sources[0], before.sources[0]);
  EXPECT_EQ(after(next, {MoveCrop{1, {3, 4}}}).sources[1], (Source{other, {3, 4}}));
  EXPECT_EQ(refusal(SetPictures{3, {other}}), "picture 4 was to be replaced, there are 2");
}

TEST(SetPictures, OfTheSizeThatIsThereIsCroppedWhereThatWas) {
  const auto other = picture("other", noise_image(33, 61, 3));  // as large as the second
  const Document before = after(small_bench(), {MoveCrop{1, {5, 7}}});
  EXPECT_EQ(after(before, {SetPictures{1, {other}}}).sources[1], (Source{other, {5, 7}}));
  EXPECT_EQ(after(before, {SetPictures{0, {other}}}).sources[0], (Source{other, {10, 21}}));
}

TEST(SetPictures, BeyondTheLastSourceBecomeSourcesOfTheirOwn) {
  const auto other = picture("other", noise_image(100, 200, 3));
  const auto third = picture("third", noise_image(12, 19, 4));
  const Document before = small_bench();
  const Document next = after(before, {SetPictures{1, {other, third}}});
  ASSERT_EQ(next.sources.size(), 3u);
  EXPECT_EQ(next.sources[0], before.sources[0]);
  EXPECT_EQ(next.sources[1], (Source{other, {44, 90, true}}));
  EXPECT_EQ(next.sources[2], (Source{third, {0, 0, true}}));
  EXPECT_EQ(after(before, {SetPictures{2, {third}}}).sources.size(), 3u);
}

TEST(RemovePicture, TakesOneOutOfTheBatchDownToTheLast) {
  const Document before = small_bench();
  const Document next = after(before, {RemovePicture{0}});
  ASSERT_EQ(next.sources.size(), before.sources.size() - 1);
  EXPECT_EQ(next.sources[0], before.sources[1]);
  EXPECT_EQ(refusal(RemovePicture{2}), "picture 3 was to be taken away, there are 2");
  const auto last = apply(next, RemovePicture{0});
  ASSERT_FALSE(last.has_value());
  EXPECT_EQ(last.error().message, "the last picture stays: the maps are made of it");
}

TEST(SetPictures, SaysHowManyAreShownAtOnce) {
  const std::vector many(65, picture("one", noise_image(2, 2, 1)));
  EXPECT_EQ(refusal(SetPictures{0, many}), "65 pictures were to be shown at once, at most 64 are");
  EXPECT_EQ(refusal(SetPictures{2, {many.begin(), many.begin() + 63}}),
            "65 pictures were to be shown at once, at most 64 are");
  EXPECT_EQ(
      after(small_bench(), {SetPictures{2, {many.begin(), many.begin() + 62}}}).sources.size(),
      64u);
}

TEST(Describe, NamesWhatWasDone) {
  const Document document = small_bench();
  EXPECT_EQ(describe(document, SetWeights{0, {}}).english(), "paint vertical line");
  EXPECT_EQ(describe(document, SetWeights{9, {}}).english(), "paint filter");
  EXPECT_EQ(describe(document, ReplaceWeights{1, {}, {}}).english(), "replace horizontal line");
  EXPECT_EQ(describe(document, SetFilters{document.filters}).english(), "set 2 filters");
  EXPECT_EQ(describe(document, MoveCrop{}).english(), "move crop");
  EXPECT_EQ(describe(document, ResizeCrop{0, {8, 9}, {}}).english(), "crop 8x9");
  EXPECT_EQ(describe(document, SetPictures{0, {document.sources[0].picture}}).english(),
            "open first");
  const std::vector both{document.sources[0].picture, document.sources[1].picture};
  EXPECT_EQ(describe(document, SetPictures{0, both}).english(), "open 2 pictures");
}

}  // namespace
}  // namespace convlens::lab
