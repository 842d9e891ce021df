// How the maps' values and the weights are distributed, in the Maps column.
#include <optional>

#include "app/open/open_network.h"
#include "lab/shown/panel_code.h"
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
      context->SetRef(context->WindowInfo("//###Maps/measures/measured/histogram").Window);
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

TEST_F(MeasuresTest, ThePointerOnALineIsOnItsCellAndAClickPinsIt) {
  view().measure = lab::Measure::kLine;
  for (const bool down : {false, true}) {
    view().line_down = down;
    view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 20, 50};
    std::optional<lab::MapCell> hovered;
    bench_.after_each_frame([&](const app::HeadlessFrames&) {
      if (view().hovered) hovered = view().hovered;
    });
    bench_.run([&](ImGuiTestContext* context) {
      context->SetRef(context->WindowInfo("//###Maps/measures/measured").Window);
      const ImRect chart = context->ItemInfo("maps/chart").RectFull;
      context->SetRef("");
      context->MouseTeleportToPos(ImVec2(
          chart.Min.x + chart.GetWidth() * (down ? 17.5f / 70 : 30.5f / 120), chart.GetCenter().y));
      context->Yield(2);
      context->MouseClick();
      context->Yield(2);
    });
    bench_.after_each_frame({});
    const lab::MapCell expected{lab::MapId::mine(0, 0), down ? 17 : 20, down ? 50 : 30};
    EXPECT_EQ(hovered, expected);
    EXPECT_EQ(view().pinned, expected);
  }
}

TEST_F(MeasuresTest, EveryInstrumentFollowsAStrokeInBothThemes) {
  for (const auto theme : {lab::Theme::kLight, lab::Theme::kDark}) {
    view().theme = theme;
    for (const auto measure :
         {lab::Measure::kLine, lab::Measure::kFrequencies, lab::Measure::kPooling}) {
      view().measure = measure;
      bench_.run(&move_away);
      const Image before = bench_.picture();
      ASSERT_TRUE(lab().commit(lab::SetWeights{0, {{3, 4, 0, -3.0f}, {3, 4, 1, -3.0f}}}));
      EXPECT_GT(changed_pixels(before, bench_.picture(), 830, 1590), 2000)
          << static_cast<int>(measure);
      lab().undo();
    }
  }
}

TEST_F(MeasuresTest, ACellOfPoolingHasItsWindowInThePhotograph) {
  view().measure = lab::Measure::kPooling;
  view().pooling = {false, 4};
  std::optional<lab::MapCell> hovered;
  bench_.after_each_frame([&](const app::HeadlessFrames&) {
    if (view().hovered) hovered = view().hovered;
  });
  bench_.run([&](ImGuiTestContext* context) {
    context->SetRef(context->WindowInfo("//###Maps/measures/measured").Window);
    const ImRect map = context->ItemInfo("$$5/map").RectFull;  // as PushID(kind) has it
    context->SetRef("");
    context->MouseTeleportToPos(ImVec2(map.Min.x + map.GetWidth() * 0.5f, map.GetCenter().y));
    context->Yield(3);
  });
  bench_.after_each_frame({});
  ASSERT_TRUE(hovered);
  EXPECT_EQ(hovered->map, lab::MapId::pooled(0, 0));
  EXPECT_NEAR(hovered->row, 8, 1);      // of 17
  EXPECT_NEAR(hovered->column, 15, 1);  // of 30
}

TEST_F(MeasuresTest, TheCodeUnderThemIsTheirs) {
  const auto code = [&] { return lab::panel_code(lab(), lab::CodePanel::kMaps); };
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 20, 50};
  view().measure = lab::Measure::kLine;
  EXPECT_EQ(code(), "outputs[0, 20, :, 0]");
  view().line_down = true;
  EXPECT_EQ(code(), "outputs[0, :, 50, 0]");
  view().measure = lab::Measure::kFrequencies;
  EXPECT_EQ(code(), "np.abs(np.fft.fftshift(np.fft.fft2(filters[..., 0].sum(2), (64, 64))))");
  view().measure = lab::Measure::kPooling;
  view().pooling = {true, 3};
  EXPECT_EQ(code(), "keras.layers.AveragePooling2D(3)(outputs)");
  view().measure = lab::Measure::kValues;
  EXPECT_EQ(code().substr(0, 10), "outputs = ");
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
