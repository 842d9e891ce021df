// The commands on my filters: what each makes of the document, and what it refuses.
#include <gtest/gtest.h>

#include "lab/fixtures.h"
#include "lab/stages/pipeline.h"

namespace convlens::lab {
namespace {

using testing::small_bench;

std::vector<std::string> names(const Document& document) {
  std::vector<std::string> result;
  for (const Filter& filter : document.filters) result.push_back(filter.name);
  return result;
}

Document next(const Document& document, const Command& command) {
  auto result = apply(document, command);
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  return result ? *result : document;
}

std::string refusal(const Document& document, const Command& command) {
  const auto result = apply(document, command);
  return result ? "accepted" : result.error().message;
}

using Names = std::vector<std::string>;

TEST(FilterCommands, AddDeleteMoveRename) {
  const Document first = small_bench();
  const Document three = next(first, AddFilters{1, {zero_filter("new", 7, 7, 3)}});
  EXPECT_EQ(names(three), (Names{"vertical line", "new", "horizontal line"}));
  EXPECT_EQ(names(next(three, MoveFilter{0, 2})),
            (Names{"new", "horizontal line", "vertical line"}));
  EXPECT_EQ(names(next(three, MoveFilter{2, 0})),
            (Names{"horizontal line", "vertical line", "new"}));
  EXPECT_EQ(next(three, RemoveFilter{1}), first);
  EXPECT_EQ(names(next(first, RenameFilter{0, "edge"})), (Names{"edge", "horizontal line"}));
}

TEST(AddFilters, HaveNamesOfTheirOwn) {
  const Document bench = testing::small_bench();
  const Filter& first = bench.filters[0];
  Document next = testing::after(bench, {AddFilters{1, {first}}, AddFilters{2, {first, first}}});
  EXPECT_EQ(next.filters[0].name, "vertical line");
  EXPECT_EQ(next.filters[1].name, "vertical line 2");
  EXPECT_EQ(next.filters[2].name, "vertical line 3");
  EXPECT_EQ(next.filters[3].name, "vertical line 4");
  next = testing::after(next, {RemoveFilter{2}, TakeFilter{FilterRef{1}}});
  EXPECT_EQ(next.filters.back().name, "vertical line 5");
}

TEST(FilterCommands, SayWhatDoesNotFit) {
  const Document bench = small_bench();
  EXPECT_EQ(refusal(bench, AddFilters{3, {zero_filter("new", 7, 7, 3)}}),
            "filters were to be put behind filter 3, there are 2");
  EXPECT_EQ(refusal(bench, AddFilters{0, {zero_filter("new", 3, 3, 3)}}),
            "the filter is 3x3x3, mine are 7x7x3: only filters of one shape stand together");
  EXPECT_EQ(refusal(bench, RemoveFilter{2}), "filter 3 was to be deleted, there are 2");
  EXPECT_EQ(refusal(next(bench, RemoveFilter{0}), RemoveFilter{0}),
            "the last filter stays: the maps are made by it");
  EXPECT_EQ(refusal(bench, RenameFilter{0, ""}), "a name of 0 bytes was given, 1 to 80 expected");
  EXPECT_EQ(refusal(bench, ShapeFilters{16, 7, 3}),
            "filters of 16x7x3 were asked for, sides from 1 to 15 expected");
  EXPECT_EQ(refusal(bench, ShapeFilters{7, 7, 2}),
            "the filters have 2 channels, 3 (red, green, blue) or 1 (grey) expected");
  EXPECT_EQ(refusal(bench, SetSteps{0, 1, 1, 1, {}}),
            "a stride or dilation of 0 was asked for, 1 to 64 expected");
}

TEST(FilterCommands, AMutedWeightIsNotHeardAndComesBack) {
  const Document bench = small_bench();
  std::vector<bool> muted(147, true);
  muted[0] = false;
  const Document quiet = next(bench, MuteWeights{0, muted});
  EXPECT_EQ(weight_sum(quiet.filters[0]), 0.0);  // the first weight of the line is 0
  EXPECT_EQ(quiet.filters[0].weights, bench.filters[0].weights);
  EXPECT_EQ(next(quiet, MuteWeights{0, std::vector<bool>(147, false)}), bench);
}

TEST(FilterCommands, ABiasMovesTheWholeMap) {
  Document bench = small_bench();
  Pipeline before;
  ASSERT_TRUE(before.update(bench).has_value());
  Pipeline after;
  ASSERT_TRUE(after.update(next(bench, SetBias{1, 2.0f})).has_value());
  for (std::size_t i = 0; i < before.map(0, 1).values.size(); ++i) {
    EXPECT_NEAR(after.map(0, 1).values.data()[i], before.map(0, 1).values.data()[i] + 2.0f, 1e-5f);
  }
}

TEST(FilterCommands, FiltersOfOneChannelSeeTheGreyPicture) {
  Pipeline pipeline;
  const Document grey = next(small_bench(), ShapeFilters{3, 3, 1});
  ASSERT_TRUE(pipeline.update(grey).has_value());
  EXPECT_EQ(pipeline.input(0).pixels.shape()[3], 1);
  const Tensor luma = luma_of(pipeline.crop(0).pixels);
  const auto seen = pipeline.input(0).pixels.values();
  EXPECT_TRUE(std::equal(seen.begin(), seen.end(), luma.values().begin()));
  EXPECT_EQ(grey.filters[0].at(1, 1, 0), 3.0f);  // the sum over the channels
}

}  // namespace
}  // namespace convlens::lab
