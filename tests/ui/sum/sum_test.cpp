// The sum of a cell: which cell, its pin, its depths, the sweep, with the view and the document as
// the witness.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "app/open/open_network.h"
#include "lab/shown/arithmetic.h"
#include "lab/shown/sweep.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::changed_pixels;
using testing::click_in_bar;
using testing::drag;
using testing::move_away;
using testing::press;
using testing::stage_cell;

// Of the line over the sum.
void click_button(ImGuiTestContext* context, const std::string& key) {
  click_in_bar(context, "//###Sum", "sum bar", key + "/###" + key);
}

bool operator==(const Image& a, const Image& b) {
  return a.height == b.height && a.width == b.width && a.rgb == b.rgb;
}

class SumTest : public ::testing::Test {
 protected:
  SumTest() { lab().view().show_hint = false; }

  lab::Lab& lab() { return bench_.lab(); }
  lab::View& view() { return lab().view(); }

  // What the list's entry of that key gives; the Test Engine's clipboard ends with the gesture.
  std::string copied(const char* key) {
    std::string text;
    bench_.run([&](ImGuiTestContext* context) {
      click_button(context, key);
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

TEST_F(SumTest, TheMiddleCellIsPinnedAtStart) {
  EXPECT_EQ(view().pinned, (lab::MapCell{lab::MapId::mine(0, 0), 35, 60}));
  EXPECT_EQ(lab::summed_cell(lab()), view().pinned);
}

TEST_F(SumTest, ThePinFollowsWhatIsOnTheStageAndShownLarge) {
  view().filter = 1;
  view().source = 1;
  bench_.frame();
  EXPECT_EQ(view().pinned, (lab::MapCell{lab::MapId::mine(1, 1), 35, 60}));
}

TEST_F(SumTest, TheCellUnderThePointerIsShownAsLongAsItIsThere) {
  std::optional<lab::MapCell> seen;
  bench_.run([&](ImGuiTestContext* context) {
    context->MouseTeleportToPos(cell_of(map_of(context, 1, 0), 12, 40));
    context->Yield(2);
    seen = lab::summed_cell(lab());
  });
  const lab::MapCell hovered{lab::MapId::mine(1, 0), 12, 40};
  EXPECT_EQ(seen, hovered);
  bench_.run(&move_away);
  EXPECT_EQ(lab::summed_cell(lab()), view().pinned);
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_Escape); });
  EXPECT_EQ(lab::summed_cell(lab()), hovered) << "the last that the pointer was on";
}

TEST_F(SumTest, AClickPinsACellAndASecondOneLetsItGo) {
  click_cell(0, 1, 20, 30);
  EXPECT_EQ(view().pinned, (lab::MapCell{lab::MapId::mine(0, 1), 20, 30}));
  click_cell(1, 0, 69, 119);
  EXPECT_EQ(view().pinned, (lab::MapCell{lab::MapId::mine(1, 0), 69, 119}));
  click_cell(1, 0, 69, 119);
  EXPECT_FALSE(view().pinned);
}

TEST_F(SumTest, EscapeAndTheButtonUnpin) {
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 5, 6};
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_Escape); });
  EXPECT_FALSE(view().pinned);
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 5, 6};
  bench_.run([](ImGuiTestContext* context) { click_button(context, "unpin"); });
  EXPECT_FALSE(view().pinned);
}

TEST_F(SumTest, ThePinIsMarkedOnItsMapAndInThePicture) {
  bench_.run(&move_away);
  view().pinned.reset();
  view().rested.reset();
  const Image before = bench_.picture();
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 35, 60};
  const Image after = bench_.picture();
  EXPECT_GT(changed_pixels(before, after, 0, 272), 8);
  EXPECT_GT(changed_pixels(before, after, 818, 1600), 20);
  EXPECT_EQ(changed_pixels(before, after, 276, 814), 0);  // nothing in the Filter column
}

TEST_F(SumTest, ThreeDepthsAreChosenAndShowDifferentPictures) {
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 0, 0};  // with padding
  std::vector<Image> seen;
  const auto look = [&](const char* button, lab::SumDepth depth) {
    bench_.run([&](ImGuiTestContext* context) {
      click_button(context, button);
      move_away(context);
    });
    EXPECT_EQ(view().sum_depth, depth);
    seen.push_back(bench_.picture());
  };
  look("overview", lab::SumDepth::kOverview);
  look("channels", lab::SumDepth::kChannels);
  look("numbers", lab::SumDepth::kNumbers);
  EXPECT_FALSE(seen[0] == seen[1]);
  EXPECT_FALSE(seen[1] == seen[2]);
  EXPECT_FALSE(seen[0] == seen[2]);
}

// A scroll bar that makes its own need go away would come and go with every frame.
TEST_F(SumTest, TheColumnsStandStillBesideIt) {
  bench_.run(&move_away);
  const Image first = bench_.picture();
  EXPECT_TRUE(bench_.picture() == first);
  EXPECT_TRUE(bench_.picture() == first);
}

TEST_F(SumTest, TheCodeLineIsCopied) {
  view().filter = 1;
  view().pinned = lab::MapCell{lab::MapId::mine(0, 1), 15, 43};
  EXPECT_EQ(copied("copy sum"), "np.sum(x[0, 12:19, 40:47, :] * filters[:, :, :, 1])");
}

TEST_F(SumTest, TheSweepGoesByTheClockAndAnyTouchPausesIt) {
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 3, 118};
  bench_.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Sum/###sweep");
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

TEST_F(SumTest, PlayAndPauseAreOneButtonAndOneKey) {
  const auto click = [&] {
    bench_.run([](ImGuiTestContext* context) { context->ItemClick("//###Sum/###sweep"); });
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

TEST_F(SumTest, TheMapBuildsUpBehindTheRunningCell) {
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 34, 119};
  bench_.run(&move_away);
  const Image whole = bench_.picture();
  ImRect map;
  bench_.run([&](ImGuiTestContext* context) { map = map_of(context, 0, 0); });
  const auto differing = [&](const Image& picture, int from, int to) {
    int count = 0;
    for (int row = from; row < to; ++row) {
      const ImVec2 at = cell_of(map, row, 60);
      const auto a = picture.pixel(static_cast<int>(at.y), static_cast<int>(at.x));
      const auto b = whole.pixel(static_cast<int>(at.y), static_cast<int>(at.x));
      count += std::equal(a.begin(), a.end(), b.begin()) ? 0 : 1;
    }
    return count;
  };
  lab::toggle_sweep(lab());
  const Image building = bench_.picture();
  EXPECT_LT(differing(building, 0, 33), 3) << "the marks of the cell";
  EXPECT_EQ(differing(building, 37, 70), 33);
  lab::toggle_sweep(lab());
  EXPECT_EQ(differing(bench_.picture(), 37, 70), 0) << "a sweep that has ended covers nothing";
}

TEST_F(SumTest, AnotherSpeedGoesOnWhereTheSweepIs) {
  EXPECT_EQ(view().sweep_speed, lab::SweepSpeed::kGrowing);
  const auto choose = [&](const std::string& key) {
    bench_.run([&](ImGuiTestContext* context) {
      context->SetRef("//###Sum");
      context->ItemClick((key + "/###" + key).c_str());
      context->SetRef("");
    });
  };
  choose("rows");
  EXPECT_EQ(view().sweep_speed, lab::SweepSpeed::kRows);
  EXPECT_FALSE(view().sweep) << "it was not running";
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_K); });
  ASSERT_TRUE(view().sweep);
  choose("a cell a second");
  EXPECT_EQ(view().sweep_speed, lab::SweepSpeed::kCell);
  EXPECT_TRUE(view().sweep);
}

TEST_F(SumTest, PageKeysAndButtonsStepByACell) {
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

TEST_F(SumTest, EveryDepthIsDrawnForEveryShapeOfFilterInBothLanguages) {
  for (const int channels : {3, 1}) {
    for (const int side : {1, 2, 7, 15}) {
      lab().commit(lab::SetFilters{{lab::zero_filter("one", side, side, channels)}});
      for (const auto language : {lab::Language::kEnglish, lab::Language::kKorean}) {
        view().language = language;
        for (int depth = 0; depth < 3; ++depth) {
          view().sum_depth = static_cast<lab::SumDepth>(depth);
          bench_.frame();
        }
      }
    }
  }
  EXPECT_TRUE(lab().error().empty());
}

}  // namespace
}  // namespace convlens
