// The bench's drawer: tabs, a cell taken apart, the sweep, the history, with the view and the
// document as the witness.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "app/open/open_network.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using lab::DrawerTab;
using testing::BenchDriver;
using testing::drag;
using testing::move_away;
using testing::press;
using testing::stage_cell;

constexpr const char* kContent = "//##drawer body/content";

void click_tab(ImGuiTestContext* context, const std::string& tab) {
  context->ItemClick(("//##drawer/" + tab + " tab/###" + tab + " tab").c_str());
  context->Yield(2);
}

// A button of the drawer's first line, in its child window.
void click_button(ImGuiTestContext* context, const char* key) {
  const ImGuiTestItemInfo content = context->WindowInfo(kContent);
  ASSERT_NE(content.Window, nullptr);
  context->SetRef(content.Window);
  context->ItemClick((std::string(key) + "/###" + key).c_str());
  context->SetRef("");
}

bool operator==(const Image& a, const Image& b) {
  return a.height == b.height && a.width == b.width && a.rgb == b.rgb;
}

// Pixels of the columns between two edges that differ.
int changed(const Image& a, const Image& b, int left, int right) {
  int count = 0;
  for (int y = 70; y < 600; ++y) {
    for (int x = left; x < right; ++x) {
      const auto p = a.pixel(y, x);
      const auto q = b.pixel(y, x);
      if (!std::equal(p.begin(), p.end(), q.begin())) ++count;
    }
  }
  return count;
}

class DrawerTest : public ::testing::Test {
 protected:
  DrawerTest() { lab().view().show_hint = false; }

  lab::Lab& lab() { return bench_.lab(); }
  lab::View& view() { return lab().view(); }

  void open(const std::string& tab) {
    bench_.run([&](ImGuiTestContext* context) { click_tab(context, tab); });
  }
  // What the drawer's Copy button gives; the Test Engine's clipboard ends with the gesture.
  std::string copied() {
    std::string text;
    bench_.run([&](ImGuiTestContext* context) {
      context->ItemClick("//##drawer/copy/###copy");
      const char* clipboard = ImGui::GetClipboardText();
      if (clipboard != nullptr) text = clipboard;
    });
    return text;
  }
  // Of the picture `source` through the filter `filter`, where there is no trained network.
  static ImRect map_of(ImGuiTestContext* context, int source, int filter) {
    const ImGuiTestItemInfo maps = context->WindowInfo("//###Maps/maps");
    context->SetRef(maps.Window);
    const std::string name = "$$" + std::to_string(source * 2 + filter) + "/map";
    const ImRect rect = context->ItemInfo(name.c_str()).RectFull;
    context->SetRef("");
    return rect;
  }
  static ImVec2 cell_of(const ImRect& map, int row, int column) {
    return {map.Min.x + map.GetWidth() * (static_cast<float>(column) + 0.5f) / 120.0f,
            map.Min.y + map.GetHeight() * (static_cast<float>(row) + 0.5f) / 70.0f};
  }
  void click_cell(int source, int filter, int row, int column) {
    bench_.run([&](ImGuiTestContext* context) {
      const ImVec2 place = cell_of(map_of(context, source, filter), row, column);
      drag(context, place, place);
      context->Yield(2);
    });
  }

  BenchDriver bench_;
};

TEST_F(DrawerTest, ATabOpensItAndASecondClickClosesIt) {
  EXPECT_EQ(view().drawer, DrawerTab::kNone);
  open("history");
  EXPECT_EQ(view().drawer, DrawerTab::kHistory);
  open("statistics");
  EXPECT_EQ(view().drawer, DrawerTab::kStatistics);
  open("log");
  EXPECT_EQ(view().drawer, DrawerTab::kLog);
  open("arithmetic");
  EXPECT_EQ(view().drawer, DrawerTab::kArithmetic);
  open("arithmetic");
  EXPECT_EQ(view().drawer, DrawerTab::kNone);
}

TEST_F(DrawerTest, OpenItTakesItsHeightFromTheColumnsAndGivesItBack) {
  const auto bottoms = [&] {
    std::array<float, 2> found{};
    bench_.run([&](ImGuiTestContext* context) {
      context->Yield(2);
      found[0] = context->WindowInfo("//###Filter").Window->Rect().Max.y;
      found[1] = context->WindowInfo("//##status").Window->Rect().Max.y;
    });
    return found;
  };
  EXPECT_EQ(bottoms(), (std::array{900.0f - 28 - 36, 900.0f}));
  open("log");
  EXPECT_EQ(bottoms(), (std::array{900.0f - 28 - 228, 900.0f}));
  open("log");
  EXPECT_EQ(bottoms(), (std::array{900.0f - 28 - 36, 900.0f}));
}

TEST_F(DrawerTest, AClickPinsACellAndASecondOneLetsItGo) {
  click_cell(0, 1, 20, 30);
  EXPECT_FALSE(view().pinned) << "pinned with the drawer closed";
  open("arithmetic");
  click_cell(0, 1, 20, 30);
  EXPECT_EQ(view().pinned, (lab::MapCell{lab::MapId::mine(0, 1), 20, 30}));
  click_cell(1, 0, 69, 119);
  EXPECT_EQ(view().pinned, (lab::MapCell{lab::MapId::mine(1, 0), 69, 119}));
  click_cell(1, 0, 69, 119);
  EXPECT_FALSE(view().pinned);
}

TEST_F(DrawerTest, EscapeAndTheButtonUnpin) {
  open("arithmetic");
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 5, 6};
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_Escape); });
  EXPECT_FALSE(view().pinned);
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 5, 6};
  bench_.run([](ImGuiTestContext* context) { click_button(context, "unpin"); });
  EXPECT_FALSE(view().pinned);
}

TEST_F(DrawerTest, ThePinIsMarkedOnItsMapAndInThePicture) {
  open("arithmetic");
  bench_.run(&move_away);
  const Image before = bench_.picture();
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 35, 60};
  const Image after = bench_.picture();
  EXPECT_GT(changed(before, after, 0, 280), 8);
  EXPECT_GT(changed(before, after, 736, 1600), 20);
  EXPECT_EQ(changed(before, after, 290, 720), 0);  // nothing in the Filter column
}

TEST_F(DrawerTest, ThreeDepthsAreChosenAndShowDifferentPictures) {
  open("arithmetic");
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 0, 0};  // with padding
  std::vector<Image> seen;
  const auto look = [&](const char* button, lab::ArithmeticDepth depth) {
    bench_.run([&](ImGuiTestContext* context) {
      click_button(context, button);
      move_away(context);
    });
    EXPECT_EQ(view().depth, depth);
    seen.push_back(bench_.picture());
  };
  look("one line", lab::ArithmeticDepth::kLine);
  look("groups", lab::ArithmeticDepth::kGroups);
  look("numbers", lab::ArithmeticDepth::kNumbers);
  EXPECT_FALSE(seen[0] == seen[1]);
  EXPECT_FALSE(seen[1] == seen[2]);
  EXPECT_FALSE(seen[0] == seen[2]);
}

// A scroll bar that makes its own need go away would come and go with every frame.
TEST_F(DrawerTest, TheColumnsStandStillBesideIt) {
  open("arithmetic");
  bench_.run(&move_away);
  const Image first = bench_.picture();
  EXPECT_TRUE(bench_.picture() == first);
  EXPECT_TRUE(bench_.picture() == first);
}

TEST_F(DrawerTest, TheCodeLineIsCopied) {
  open("arithmetic");
  view().pinned = lab::MapCell{lab::MapId::mine(0, 1), 15, 43};
  EXPECT_EQ(copied(), "np.sum(x[0, 12:19, 40:47, :] * filters[:, :, :, 1])");
}

TEST_F(DrawerTest, TheSweepGoesByTheClockAndAnyTouchPausesIt) {
  open("arithmetic");
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 3, 118};
  bench_.run([](ImGuiTestContext* context) {
    click_button(context, "sweep");
    move_away(context);
  });
  ASSERT_TRUE(view().sweep);
  const double begun_s = view().sweep->elapsed_s;
  for (int frame = 0; frame < 60; ++frame) bench_.frame();
  ASSERT_TRUE(view().sweep);
  EXPECT_NEAR(view().sweep->elapsed_s - begun_s, 1.0, 0.02);
  EXPECT_EQ(view().pinned->row, 4);  // past the end of its row
  // On the stage: paused, and the stroke painted.
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 0), stage_cell(context, 0, 1));
  });
  EXPECT_FALSE(view().sweep);
  EXPECT_EQ(lab().history().size(), 2u);
  const lab::MapCell there = *view().pinned;
  for (int frame = 0; frame < 60; ++frame) bench_.frame();
  EXPECT_EQ(view().pinned, there);
}

TEST_F(DrawerTest, PlayAndPauseAreOneButtonAndOneKey) {
  open("arithmetic");
  const auto click = [&] {
    bench_.run([](ImGuiTestContext* context) { click_button(context, "sweep"); });
    return view().sweep.has_value();
  };
  const auto key = [&](ImGuiKey pressed) {
    bench_.run([&](ImGuiTestContext* context) { context->KeyPress(pressed); });
    return view().sweep.has_value();
  };
  EXPECT_TRUE(click());
  EXPECT_FALSE(click());
  EXPECT_TRUE(click());
  EXPECT_FALSE(key(ImGuiKey_K));
  EXPECT_TRUE(key(ImGuiKey_K));
  EXPECT_FALSE(key(ImGuiKey_P)) << "another key is a touch, too";
}

TEST_F(DrawerTest, PageKeysAndButtonsStepByACell) {
  open("arithmetic");
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 3, 119};
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_PageDown); });
  EXPECT_EQ(view().pinned, (lab::MapCell{lab::MapId::mine(0, 0), 4, 0}));
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_PageUp); });
  EXPECT_EQ(view().pinned, (lab::MapCell{lab::MapId::mine(0, 0), 3, 119}));
  bench_.run([](ImGuiTestContext* context) { click_button(context, "next cell"); });
  EXPECT_EQ(view().pinned, (lab::MapCell{lab::MapId::mine(0, 0), 4, 0}));
  bench_.run([](ImGuiTestContext* context) { click_button(context, "previous cell"); });
  EXPECT_EQ(view().pinned, (lab::MapCell{lab::MapId::mine(0, 0), 3, 119}));
}

TEST_F(DrawerTest, AClickInTheHistoryGoesToThatStep) {
  std::vector<lab::Document> steps{lab().document()};
  for (int i = 0; i < 3; ++i) {
    lab().commit(lab::SetWeights{0, {{0, i, 0, -2.0f}}});
    steps.push_back(lab().document());
  }
  open("history");
  const std::uint64_t dropped = bench_.gui().counts().dropped;  // by the commits without frames
  const auto click_step = [&](int step, std::initializer_list<ImGuiKey> keys = {}) {
    bench_.run([&](ImGuiTestContext* context) {
      context->SetRef(context->WindowInfo((std::string(kContent) + "/steps").c_str()).Window);
      context->ItemClick(("###step " + std::to_string(step)).c_str());
      context->SetRef("");
      for (const ImGuiKey key : keys) context->KeyPress(key);
    });
  };
  const auto expect_step = [&](int step) {
    EXPECT_EQ(lab().history().position(), static_cast<std::size_t>(step));
    EXPECT_EQ(lab().document(), steps[static_cast<std::size_t>(step)]);
  };
  for (const int step : {1, 3, 0}) {
    click_step(step);
    expect_step(step);
  }
  EXPECT_EQ(lab().history().size(), 4u);
  EXPECT_EQ(bench_.gui().counts().dropped, dropped);
  // A click gives the list the keyboard.
  click_step(0, {ImGuiKey_DownArrow, ImGuiKey_DownArrow});
  expect_step(2);
  click_step(2, {ImGuiKey_UpArrow});
  expect_step(1);
  click_step(1, {ImGuiKey_End});
  expect_step(3);
}

TEST_F(DrawerTest, TheLogIsCopied) {
  lab().report(phrase("first"));
  lab().report(phrase("second"));
  open("log");
  EXPECT_EQ(copied(), "error: first\nerror: second\n");
}

TEST_F(DrawerTest, ABinUnderThePointerLightsItsWeights) {
  open("statistics");
  const auto point_at = [&](float across) {
    bench_.run([&](ImGuiTestContext* context) {
      context->SetRef(context->WindowInfo((std::string(kContent) + "/histogram").c_str()).Window);
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
  EXPECT_GT(changed(before, lit, 290, 720), 500);  // frames round seven cells of the stage
  point_at(0.01f);
  ASSERT_TRUE(view().lit);
  EXPECT_TRUE(view().lit->holds(0.0));
  EXPECT_FALSE(view().lit->holds(1.0));
}

TEST_F(DrawerTest, EveryTabIsDrawnBesideATrainedNetworkInBothLanguages) {
  auto network = app::open_network({app::bundled_network("cifar10.keras")});
  ASSERT_TRUE(network.has_value());
  lab().begin_with(*network);
  view().pinned = lab::MapCell{lab::MapId::mine(1, 1), 69, 0};
  for (const auto language : {lab::Language::kEnglish, lab::Language::kKorean}) {
    view().language = language;
    for (const char* tab : {"arithmetic", "statistics", "history", "log"}) open(tab);
    view().drawer = DrawerTab::kNone;
  }
  EXPECT_TRUE(lab().error().empty());
}

}  // namespace
}  // namespace convlens
