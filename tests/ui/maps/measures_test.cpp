// How the maps' values and the weights are distributed, in the Maps column.
#include "app/open/open_network.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::changed_pixels;
using testing::move_away;

class MeasuresTest : public ::testing::Test {
 protected:
  MeasuresTest() {
    lab().view().show_hint = false;
    lab().view().maps_tab = lab::MapsTab::kMeasures;
  }

  lab::Lab& lab() { return bench_.lab(); }
  lab::View& view() { return lab().view(); }

  BenchDriver bench_;
};

TEST_F(MeasuresTest, ABinUnderThePointerLightsItsWeights) {
  const auto point_at = [&](float across) {
    bench_.run([&](ImGuiTestContext* context) {
      context->SetRef(context->WindowInfo("//###Maps/measures/histogram").Window);
      const ImRect chart = context->ItemInfo("chart").RectFull;
      context->SetRef("");
      context->MouseTeleportToPos(
          ImVec2(chart.Min.x + chart.GetWidth() * across, chart.GetCenter().y));
      context->Yield(2);
    });
  };
  bench_.run(&move_away);
  EXPECT_FALSE(view().lit);
  const Image before = bench_.picture();
  // The pointer is there only as long as the gesture lasts.
  Image lit;
  bench_.after_each_frame([&](const app::HeadlessFrames& shown) {
    if (view().lit) lit = shown.read();
  });
  point_at(0.99f);  // the vertical line's ones
  bench_.after_each_frame({});
  ASSERT_TRUE(view().lit);
  EXPECT_TRUE(view().lit->holds(1.0));
  EXPECT_FALSE(view().lit->holds(0.0));
  ASSERT_EQ(lit.rgb.size(), before.rgb.size());
  EXPECT_GT(changed_pixels(before, lit, 276, 814), 500);  // frames round seven cells of the stage
  point_at(0.01f);
  ASSERT_TRUE(view().lit);
  EXPECT_TRUE(view().lit->holds(0.0));
  EXPECT_FALSE(view().lit->holds(1.0));
}

TEST_F(MeasuresTest, TheyAreDrawnBesideATrainedNetworkInBothLanguages) {
  auto network = app::open_network({app::bundled_network("cifar10.keras")});
  ASSERT_TRUE(network.has_value());
  lab().begin_with(*network);
  for (const auto language : {lab::Language::kEnglish, lab::Language::kKorean}) {
    view().language = language;
    bench_.frame();
  }
  EXPECT_TRUE(lab().error().empty());
}

}  // namespace
}  // namespace convlens
