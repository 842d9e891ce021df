#include "lab/stages/pipeline.h"

#include <gtest/gtest.h>

#include <optional>

#include "lab/fixtures.h"
#include "lab/history.h"
#include "lab/range_of_all.h"

namespace convlens::lab {
namespace {

using testing::after;
using testing::noise_image;
using testing::picture;
using testing::same_bits;
using testing::small_bench;
using testing::uniform_image;

void update(Pipeline& pipeline, const Document& document) {
  const Status status = pipeline.update(document);
  ASSERT_TRUE(status) << status.error().message;
}

std::vector<std::uint64_t> map_revisions(const Pipeline& pipeline) {
  std::vector<std::uint64_t> revisions;
  for (std::size_t s = 0; s < pipeline.source_count(); ++s) {
    for (std::size_t f = 0; f < pipeline.filter_count(); ++f) {
      revisions.push_back(pipeline.map(s, f).revision);
    }
  }
  return revisions;
}

void expect_same_results(const Pipeline& a, const Pipeline& b) {
  ASSERT_EQ(a.source_count(), b.source_count());
  ASSERT_EQ(a.filter_count(), b.filter_count());
  for (std::size_t s = 0; s < a.source_count(); ++s) {
    ASSERT_EQ(a.input(s).pixels.shape(), b.input(s).pixels.shape());
    ASSERT_TRUE(same_bits(a.input(s).pixels.values(), b.input(s).pixels.values()));
    ASSERT_EQ(a.input(s).range, b.input(s).range);
    for (std::size_t f = 0; f < a.filter_count(); ++f) {
      ASSERT_EQ(a.map(s, f).values.shape(), b.map(s, f).values.shape());
      ASSERT_TRUE(same_bits(a.map(s, f).values.values(), b.map(s, f).values.values()))
          << "map of source " << s << " through filter " << f;
      ASSERT_EQ(a.map(s, f).range, b.map(s, f).range);
    }
  }
}

TEST(Pipeline, ComputesEveryMapOfANewDocument) {
  Pipeline pipeline;
  const Document document = small_bench();
  update(pipeline, document);
  EXPECT_EQ(pipeline.source_count(), 2u);
  EXPECT_EQ(pipeline.filter_count(), 2u);
  EXPECT_EQ(pipeline.maps_computed(), 4u);
  EXPECT_EQ(pipeline.updates(), 1u);
  EXPECT_EQ(pipeline.map(1, 1).values.shape(), (Shape{12, 19}));
}

TEST(Pipeline, ScalesTheCropTo0To1) {
  Pipeline pipeline;
  const Document document = small_bench();
  update(pipeline, document);
  const Tensor crop = crop_pixels(document.sources[0].picture->image, document.crop_size,
                                  document.sources[0].origin);
  const InputStage& input = pipeline.input(0);
  ASSERT_EQ(input.pixels.shape(), crop.shape());
  for (std::size_t i = 0; i < crop.size(); ++i) {
    ASSERT_EQ(input.pixels.data()[i], crop.data()[i] * (1.0f / 255.0f));
    ASSERT_GE(input.pixels.data()[i], input.range.lo);
    ASSERT_LE(input.pixels.data()[i], input.range.hi);
  }
  EXPECT_GE(input.range.lo, 0.0f);
  EXPECT_LE(input.range.hi, 1.0f);
}

TEST(Pipeline, RecomputesNothingForAnUnchangedDocument) {
  Pipeline pipeline;
  const Document document = small_bench();
  update(pipeline, document);
  const auto revisions = map_revisions(pipeline);
  const Document equal = small_bench();
  update(pipeline, document);
  update(pipeline, after(document, {MoveCrop{0, document.sources[0].origin}}));
  EXPECT_EQ(pipeline.maps_computed(), 4u);
  EXPECT_EQ(pipeline.updates(), 1u);
  EXPECT_EQ(map_revisions(pipeline), revisions);
  // Pictures are compared by identity: others, though alike, are computed anew.
  update(pipeline, equal);
  EXPECT_EQ(pipeline.maps_computed(), 8u);
}

TEST(Pipeline, RecomputesOnlyTheMapsOfAPaintedFilter) {
  Pipeline pipeline;
  const Document document = small_bench();
  update(pipeline, document);
  const auto before = map_revisions(pipeline);
  const auto input_revision = pipeline.input(0).revision;
  update(pipeline, after(document, {SetWeights{1, {{0, 0, 0, 2.0f}}}}));
  EXPECT_EQ(pipeline.maps_computed(), 6u);
  EXPECT_EQ(pipeline.updates(), 2u);
  const auto now = map_revisions(pipeline);
  EXPECT_EQ(now[0], before[0]);
  EXPECT_NE(now[1], before[1]);
  EXPECT_EQ(now[2], before[2]);
  EXPECT_NE(now[3], before[3]);
  EXPECT_EQ(pipeline.input(0).revision, input_revision);
}

TEST(Pipeline, RecomputesOnlyTheMapsOfAMovedCrop) {
  Pipeline pipeline;
  const Document document = small_bench();
  update(pipeline, document);
  const auto before = map_revisions(pipeline);
  update(pipeline, after(document, {MoveCrop{1, {5, 6}}}));
  EXPECT_EQ(pipeline.maps_computed(), 6u);
  const auto now = map_revisions(pipeline);
  EXPECT_EQ(now[0], before[0]);
  EXPECT_EQ(now[1], before[1]);
  EXPECT_NE(now[2], before[2]);
  EXPECT_NE(now[3], before[3]);
}

TEST(Pipeline, OtherOptionsRecomputeEveryMap) {
  Pipeline pipeline;
  Document document = small_bench();
  update(pipeline, document);
  document.conv.stride_h = 2;
  update(pipeline, document);
  EXPECT_EQ(pipeline.maps_computed(), 8u);
  EXPECT_EQ(pipeline.map(1, 1).values.shape(), (Shape{6, 19}));
  document.conv.padding = conv::Padding::kValid;
  update(pipeline, document);
  EXPECT_EQ(pipeline.map(1, 1).values.shape(), (Shape{3, 13}));
}

TEST(Pipeline, SharedRangeSpansAllMaps) {
  Pipeline pipeline;
  update(pipeline, after(small_bench(), {SetWeights{0, {{3, 3, 0, -60.0f}}}}));
  const ValueRange shared = range_of_all(pipeline);
  ValueRange expected = pipeline.map(0, 0).range;
  for (std::size_t s = 0; s < 2; ++s) {
    for (std::size_t f = 0; f < 2; ++f) {
      for (const float value : pipeline.map(s, f).values.values()) {
        expected.lo = std::min(expected.lo, value);
        expected.hi = std::max(expected.hi, value);
      }
    }
  }
  EXPECT_EQ(shared, expected);
  EXPECT_LT(shared.lo, 0.0f);
}

// A filter that looks one pixel up and two to the left, in one channel only: the map is the
// photograph shifted, so that an exchange of height and width, or of channels, shows.
TEST(Pipeline, RedStaysRedAndHeightStaysHeight) {
  for (int channel = 0; channel < 3; ++channel) {
    Document document = notebook_document({picture("noise", noise_image(9, 14, 4))});
    Filter shift = zero_filter("shift", 3, 5, 3);
    shift.weights[shift.index(0, 0, channel)] = 1.0f;
    document = after(document, {ResizeCrop{0, {9, 14}, {0, 0}}, SetFilters{{shift}}});
    Pipeline pipeline;
    update(pipeline, document);
    const Image& image = document.sources[0].picture->image;
    const FeatureMap& map = pipeline.map(0, 0);
    ASSERT_EQ(map.values.shape(), (Shape{9, 14}));
    for (int y = 0; y < 9; ++y) {
      for (int x = 0; x < 14; ++x) {
        const bool inside = y >= 1 && x >= 2;
        const float expected =
            inside
                ? static_cast<float>(image.pixel(y - 1, x - 2)[static_cast<std::size_t>(channel)]) *
                      (1.0f / 255.0f)
                : 0.0f;
        ASSERT_EQ(map.values.data()[y * 14 + x], expected) << channel << ' ' << y << ' ' << x;
      }
    }
  }
}

TEST(Pipeline, ARedPictureIsSeenByTheRedPlaneAlone) {
  Document document = notebook_document({picture("red", uniform_image(10, 10, {255, 0, 0}))});
  std::vector<Filter> planes;
  for (int c = 0; c < 3; ++c) {
    planes.push_back(zero_filter("plane", 1, 1, 3));
    planes.back().weights[static_cast<std::size_t>(c)] = 1.0f;
  }
  document = after(document, {ResizeCrop{0, {10, 10}, {0, 0}}, SetFilters{planes}});
  Pipeline pipeline;
  update(pipeline, document);
  EXPECT_EQ(pipeline.map(0, 0).range, (ValueRange{1.0f, 1.0f}));
  EXPECT_EQ(pipeline.map(0, 1).range, (ValueRange{0.0f, 0.0f}));
  EXPECT_EQ(pipeline.map(0, 2).range, (ValueRange{0.0f, 0.0f}));
}

TEST(Pipeline, AFailureLeavesTheMapsOfBefore) {
  Document document = small_bench();
  document.conv.padding = conv::Padding::kValid;
  Pipeline pipeline;
  Pipeline untouched;
  update(pipeline, document);
  update(untouched, document);
  // Fewer filters, larger than the crop of 12x19: VALID has nothing to compute.
  const Document impossible = after(document, {SetFilters{{zero_filter("large", 15, 15, 3)}}});
  EXPECT_FALSE(pipeline.update(impossible).has_value());
  expect_same_results(pipeline, untouched);
  update(pipeline, document);
  expect_same_results(pipeline, untouched);
  const Document smaller = after(document, {ResizeCrop{0, {5, 5}, {0, 0}}});
  EXPECT_FALSE(pipeline.update(smaller).has_value());
  update(pipeline, document);
  expect_same_results(pipeline, untouched);
}

class RandomWalk {
 public:
  explicit RandomWalk(unsigned seed) : random_(seed) {}

  // Any command, now and then one that does not fit.
  Command command() {
    switch (below(8)) {
      case 0:
        return MoveCrop{index(2), {below(80) - 20, below(80) - 20}};
      case 1:
        return ResizeCrop{index(2), {1 + below(40), 1 + below(40)}, {below(40), below(40)}};
      case 2:
        return SetPictures{index(3),
                           {picture("other", noise_image(1 + below(60), 1 + below(60),
                                                         static_cast<unsigned>(below(9))))}};
      case 3:
        return SetFilters{filters(1 + below(5), 1 + below(9), 1 + below(9))};
      case 4:
        return ReplaceWeights{index(3), weights(147), {}};
      default:
        return SetWeights{
            index(3),
            {{below(8), below(8), below(3), weight()}, {below(3), below(3), below(3), weight()}}};
    }
  }
  int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }

 private:
  std::size_t index(int end) { return static_cast<std::size_t>(below(end)); }
  float weight() { return std::uniform_real_distribution<float>(-1.0f, 1.0f)(random_); }
  std::vector<float> weights(std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values) value = weight();
    return values;
  }
  std::vector<Filter> filters(int count, int height, int width) {
    std::vector<Filter> all;
    for (int f = 0; f < count; ++f) {
      Filter filter = zero_filter("random", height, width, 3);
      filter.weights = weights(filter.weights.size());
      all.push_back(std::move(filter));
    }
    return all;
  }

  std::mt19937 random_;
};

// 300 steps of commands, undo and redo; after each, what was updated step by step must be what a
// new pipeline computes at once.
TEST(Pipeline, IncrementalResultsAreThoseOfAFreshPipeline) {
  RandomWalk walk(20240917);
  History history(small_bench());
  Pipeline pipeline;
  int commands_that_fit = 0;
  for (int step = 0; step < 300; ++step) {
    SCOPED_TRACE(fmt::format("step {}", step));
    const int choice = walk.below(6);
    if (choice == 0) {
      history.undo();
    } else if (choice == 1) {
      history.redo();
    } else if (auto next = lab::apply(history.current(), walk.command())) {
      history.commit(std::move(*next), phrase("random"));
      ++commands_that_fit;
    }
    update(pipeline, history.current());
    Pipeline fresh;
    update(fresh, history.current());
    expect_same_results(pipeline, fresh);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(commands_that_fit, 100);
}

}  // namespace
}  // namespace convlens::lab
