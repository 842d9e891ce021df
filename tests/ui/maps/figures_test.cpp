// The notebook's figures in the window are those of the command line, pixel for pixel.
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "app/figures/figure.h"
#include "app/figures/figure_drawing.h"
#include "app/figures/histogram_figure.h"
#include "app/figures/live_figure.h"
#include "app/open/open_network.h"
#include "core/statistics.h"
#include "lab/document/filter_bank.h"
#include "lab/document/weight_summary.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;

class LiveFigures : public ::testing::Test {
 protected:
  void expect_same(lab::FigureKind kind, const char* name, const char* layer = "") {
    app::FigureOptions options;
    options.name = name;
    options.layer = layer;
    const auto live = app::live_figure(bench_.lab(), kind);
    const auto figure = app::render_figure(options);
    ASSERT_TRUE(live) << live.error().message;
    ASSERT_TRUE(figure) << figure.error().message;
    EXPECT_EQ(app::drawn(*live)->rgb, app::drawn(*figure)->rgb) << name;
  }

  BenchDriver bench_;
};

TEST_F(LiveFigures, OfTheBenchAreTheNotebooks) {
  expect_same(lab::FigureKind::kPictures, "sample-images");
  expect_same(lab::FigureKind::kCrops, "crops");
  expect_same(lab::FigureKind::kMaps, "feature-maps");
}

TEST_F(LiveFigures, OfTheNetworkAreTheNotebooks) {
  const auto& names = bench_.gui().networks().names();
  const auto fashion = std::find(names.begin(), names.end(), "fashion_mnist.keras");
  ASSERT_NE(fashion, names.end());
  bench_.gui().networks().open(static_cast<std::size_t>(fashion - names.begin()));
  for (int i = 0; i < 3; ++i) bench_.frame();
  ASSERT_TRUE(bench_.lab().has_network());
  // The notebook's test item, which set-up's package has, or else what stands there.
  expect_same(lab::FigureKind::kInput, "input");
  expect_same(lab::FigureKind::kFilters, "weights");
  expect_same(lab::FigureKind::kHistogram, "weights-histogram");
  expect_same(lab::FigureKind::kFirstLayer, "maps", "conv1");
  expect_same(lab::FigureKind::kSecondLayer, "maps", "conv2");
}

TEST_F(LiveFigures, TheUntrainedFiltersAreThoseBeforeTheFirstEpoch) {
  const auto network = app::open_network({app::bundled_network("fashion_mnist.keras")});
  ASSERT_TRUE(network);
  bench_.lab().begin_with(*network);
  bench_.frame();
  const auto first = lab::first_convolution((*network)->model);
  ASSERT_TRUE(first);
  const auto kernel = lab::untrained_kernel(**network, first->layer);
  const auto counts = histogram(std::as_const(*kernel).values(), kUsualBins);
  for (int i = 0; i < 3; ++i) {
    const auto live = app::live_figure(bench_.lab(), lab::FigureKind::kUntrainedHistogram);
    ASSERT_TRUE(live) << live.error().message;
    EXPECT_EQ(app::drawn(*live)->rgb, app::drawn(*app::histogram_figure(counts))->rgb);
  }
  const auto before = app::live_figure(bench_.lab(), lab::FigureKind::kUntrained);
  const auto again = app::live_figure(bench_.lab(), lab::FigureKind::kUntrained);
  ASSERT_TRUE(before && again);
  EXPECT_EQ(app::drawn(*before)->rgb, app::drawn(*again)->rgb);
}

TEST_F(LiveFigures, FollowTheBrush) {
  const auto before = app::live_figure(bench_.lab(), lab::FigureKind::kMaps);
  ASSERT_TRUE(bench_.lab().commit(lab::SetWeights{0, {{3, 4, 0, -1.0f}}}));
  const auto after = app::live_figure(bench_.lab(), lab::FigureKind::kMaps);
  ASSERT_TRUE(before && after);
  EXPECT_NE(app::drawn(*before)->rgb, app::drawn(*after)->rgb);
}

TEST_F(LiveFigures, SayWhatThereIsNot) {
  for (const auto kind :
       {lab::FigureKind::kFilters, lab::FigureKind::kInput, lab::FigureKind::kUntrainedHistogram}) {
    const auto none = app::live_figure(bench_.lab(), kind);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().message, "no trained network is open");
  }
}

}  // namespace
}  // namespace convlens
