// The lecture's window: what leads in and out, and what can be done in it.
#include <algorithm>

#include "app/open/open_network.h"
#include "lab/shown/arithmetic.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::drag;
using testing::move_away;

class PresentTest : public ::testing::Test {
 protected:
  PresentTest() {
    lab().view().show_hint = false;
    settle();
  }

  // Splitters take a few frames to their places.
  void settle() {
    bench_.run(&move_away);
    for (int i = 0; i < 6; ++i) bench_.frame();
  }
  lab::Lab& lab() { return bench_.lab(); }
  lab::View& view() { return lab().view(); }
  void key(ImGuiKeyChord chord) {
    bench_.run([=](ImGuiTestContext* context) {
      context->KeyPress(chord);
      context->Yield(3);
    });
  }
  ImVec2 cell(ImGuiTestContext* context, int row, int column) {
    const ImRect stage = context->ItemInfo("//##present/stage").RectFull;
    return {stage.Min.x + stage.GetWidth() * (static_cast<float>(column) + 0.5f) / 7,
            stage.Min.y + stage.GetHeight() * (static_cast<float>(row) + 0.5f) / 7};
  }

  BenchDriver bench_;
};

TEST_F(PresentTest, F11LeadsInAndEscapeOutAndNothingHasMoved) {
  const Image before = bench_.picture();
  const auto pinned = view().pinned;
  key(ImGuiKey_F11);
  EXPECT_TRUE(view().present);
  const Image shown = bench_.picture();
  EXPECT_NE(shown.rgb, before.rgb);
  key(ImGuiKey_Escape);
  EXPECT_FALSE(view().present);
  EXPECT_EQ(view().pinned, pinned);
  settle();
  // Down to the sum, whose large numbers the font's cache draws from another size's glyphs.
  const Image after = bench_.picture();
  const std::size_t columns = std::size_t{1600} * 640 * 3;
  EXPECT_TRUE(std::equal(before.rgb.begin(), before.rgb.begin() + columns, after.rgb.begin()));
}

TEST_F(PresentTest, BeginsOnALightPageAndGivesTheDarkOneBack) {
  view().theme = lab::Theme::kDark;
  key(ImGuiKey_F11);
  EXPECT_EQ(view().theme, lab::Theme::kLight);
  EXPECT_EQ(lab::lasting_preferences(view()).theme, lab::Theme::kDark) << "what is remembered";
  key(ImGuiKey_Escape);
  EXPECT_EQ(view().theme, lab::Theme::kDark);
  key(ImGuiKey_F11);
  view().theme = lab::Theme::kDark;  // the speaker wants it so
  key(ImGuiKey_Escape);
  view().theme = lab::Theme::kLight;
  key(ImGuiKey_F11);
  EXPECT_EQ(view().theme, lab::Theme::kDark) << "a lecture keeps its own page";
}

TEST_F(PresentTest, HasAScaleOfItsOwn) {
  key(ImGuiKey_F11);
  const auto text = [this] {
    settle();
    return ImGui::GetStyle().FontScaleMain * ImGui::GetStyle().FontSizeBase;
  };
  const float before = text();
  key(ImGuiMod_Ctrl | ImGuiKey_Equal);
  EXPECT_GT(text(), before);
  EXPECT_EQ(view().interface_scale, 1.0f) << "the page's is another";
  key(ImGuiMod_Ctrl | ImGuiKey_0);
  EXPECT_EQ(text(), before);
}

TEST_F(PresentTest, LeavesToWhereItCameFrom) {
  auto network = app::open_network({app::bundled_network("fashion_mnist.keras")});
  ASSERT_TRUE(network);
  lab().begin_with(*network);
  view().workspace = lab::Workspace::kNetwork;
  key(ImGuiKey_F11);
  EXPECT_TRUE(view().present);
  EXPECT_EQ(view().workspace, lab::Workspace::kBench);
  key(ImGuiKey_Escape);
  EXPECT_EQ(view().workspace, lab::Workspace::kNetwork);
}

TEST_F(PresentTest, ItsTextsAreLarge) {
  for (const auto& [width, height, least] :
       {std::array{1280, 720, 20}, std::array{1920, 1080, 30}, std::array{3840, 2160, 60}}) {
    view().present = true;
    bench_.resize(width, height, 1.0f);
    const float text = ImGui::GetStyle().FontScaleMain * ImGui::GetStyle().FontSizeBase;
    EXPECT_GE(text + 0.01f, static_cast<float>(least)) << width;
  }
}

TEST_F(PresentTest, AStrokeIsPaintedAndItsSumFollows) {
  key(ImGuiKey_F11);
  bench_.run([&](ImGuiTestContext* context) {
    drag(context, cell(context, 0, 4), cell(context, 6, 4));
    context->Yield(2);
  });
  EXPECT_EQ(lab().document().filters[0].at(3, 4, 1), -1.0f);
  EXPECT_EQ(lab().history().size(), 2u);
  key(ImGuiMod_Ctrl | ImGuiKey_Z);
  EXPECT_EQ(lab().document().filters[0].at(3, 4, 1), 0.0f);
}

TEST_F(PresentTest, ACellIsPinnedByAClick) {
  key(ImGuiKey_F11);
  bench_.run([&](ImGuiTestContext* context) {
    const ImRect map = context->ItemInfo("//##present/$$0/map").RectFull;
    const ImVec2 place(map.Min.x + map.GetWidth() * 40.5f / 120,
                       map.Min.y + map.GetHeight() * 20.5f / 70);
    drag(context, place, place);
    context->Yield(2);
  });
  EXPECT_EQ(view().pinned, (lab::MapCell{lab::MapId::mine(0, 0), 20, 40}));
}

TEST_F(PresentTest, AClickerShowsAndHidesTheTrainedMap) {
  auto network = app::open_network({app::bundled_network("cifar10.keras")});
  ASSERT_TRUE(network.has_value());
  lab().begin_with(*network);
  key(ImGuiKey_F11);
  const auto pinned = view().pinned;
  const Image alone = bench_.picture();
  key(ImGuiKey_PageDown);
  EXPECT_TRUE(view().present_trained);
  EXPECT_NE(bench_.picture().rgb, alone.rgb);
  key(ImGuiKey_PageUp);
  EXPECT_FALSE(view().present_trained);
  EXPECT_EQ(bench_.picture().rgb, alone.rgb);
  EXPECT_EQ(view().pinned, pinned) << "elsewhere these keys step the cell";
}

TEST_F(PresentTest, BBlacksOutAndBack) {
  key(ImGuiKey_F11);
  const Image lit = bench_.picture();
  key(ImGuiKey_B);
  const Image dark = bench_.picture();
  EXPECT_TRUE(std::all_of(dark.rgb.begin(), dark.rgb.end(), [](auto v) { return v == 0; }));
  key(ImGuiKey_B);
  EXPECT_EQ(bench_.picture().rgb, lit.rgb);
}

TEST_F(PresentTest, TheNetworkWorkspaceIsNoLecture) {
  key(ImGuiKey_N);
  ASSERT_EQ(view().workspace, lab::Workspace::kNetwork);
  key(ImGuiKey_F11);
  EXPECT_EQ(view().workspace, lab::Workspace::kBench);
  EXPECT_TRUE(view().present);
}

}  // namespace
}  // namespace convlens
