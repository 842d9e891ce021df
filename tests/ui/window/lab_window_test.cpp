// What the whole window shows, and that every frame shows the newest maps.
#include <malloc.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <random>

#include "app/open/open_files.h"
#include "lab/shown/map_ranges.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::click_in_bar;
using testing::command_item;
using testing::drag;
using testing::move_away;
using testing::press;
using testing::stage_cell;

bool operator==(const Image& a, const Image& b) {
  return a.height == b.height && a.width == b.width && a.rgb == b.rgb;
}

// Pixels that differ within the Maps column's first map, which the vertical line makes.
int changed_map_pixels(const Image& a, const Image& b) {
  int changed = 0;
  for (int y = 230; y < 400; ++y) {
    for (int x = 800; x < 1100; ++x) {
      const auto p = a.pixel(y, x);
      const auto q = b.pixel(y, x);
      if (!std::equal(p.begin(), p.end(), q.begin())) ++changed;
    }
  }
  return changed;
}

TEST(LabWindow, AStrokeIsOnScreenInItsVeryFrame) {
  BenchDriver bench;
  // Of every frame: how many changes the maps had been through when it was drawn, and its picture.
  std::vector<std::pair<std::uint64_t, Image>> frames;
  bench.run([&](ImGuiTestContext* context) {
    context->MouseTeleportToPos(stage_cell(context, 0, 4));
    context->Yield();
    bench.after_each_frame([&](const app::HeadlessFrames& shown) {
      frames.emplace_back(bench.lab().pipeline().updates(), shown.read());
    });
    context->Yield();
    context->MouseDown(0);
    context->Yield();
    context->MouseUp(0);
  });
  bench.after_each_frame({});
  bool seen = false;
  for (std::size_t i = 1; i < frames.size(); ++i) {
    const bool computed = frames[i].first > frames[i - 1].first;
    const int changed = changed_map_pixels(frames[i - 1].second, frames[i].second);
    EXPECT_EQ(changed > 1000, computed) << "frame " << i << " changed " << changed << " pixels";
    seen = seen || computed;
  }
  EXPECT_TRUE(seen);
  EXPECT_EQ(bench.gui().counts().dropped, 0u);
}

TEST(LabWindow, UndoBringsEveryPixelBack) {
  BenchDriver bench;
  bench.lab().view().show_hint = false;  // its pulse moves with the clock
  bench.run(&move_away);
  const Image before = bench.picture();
  bench.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 4), stage_cell(context, 6, 4));
    move_away(context);
  });
  const Image painted = bench.picture();
  EXPECT_GT(changed_map_pixels(before, painted), 10000);
  bench.run([](ImGuiTestContext* context) {
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z);
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Y);
    move_away(context);
  });
  EXPECT_TRUE(bench.picture() == painted);
  bench.run([](ImGuiTestContext* context) {
    context->ItemClick("//##top/undo/###undo");
    move_away(context);
  });
  const Image undone = bench.picture();
  EXPECT_EQ(changed_map_pixels(before, undone), 0);
  // All but the bars at the top (Redo can be pressed now) and the bottom (the step count).
  const std::size_t row = 1600 * 3;
  EXPECT_TRUE(std::equal(before.rgb.begin() + 40 * row, before.rgb.begin() + 870 * row,
                         undone.rgb.begin() + 40 * row));
}

// In malloc's heap, and in the mappings of their own that large blocks have.
std::size_t heap_in_use() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

TEST(LabWindow, AHundredStrokesDropNoFrameAndKeepNoMemory) {
  BenchDriver bench;
  int strokes = 0;
  // Each begins on the next cell of the stage. A cell's turn comes every 49 strokes and X flips the
  // sign after each, so that every stroke changes something.
  const auto stroke = [&](ImGuiTestContext* context) {
    const int cell = strokes++ % 49;
    press(context, stage_cell(context, cell / 7, cell % 7));
    context->MouseTeleportToPos(stage_cell(context, cell / 7, 6));
    context->MouseUp();
    context->KeyPress(ImGuiKey_X);
  };
  bench.run([&](ImGuiTestContext* context) {
    for (int i = 0; i < 20; ++i) stroke(context);
  });
  const std::uint64_t updates = bench.lab().pipeline().updates();
  const std::uint64_t changed = bench.gui().counts().changed;
  // On a busy machine a part may end with megabytes more that the next one gives back: what the
  // software OpenGL has in flight. What every stroke keeps is in every part.
  std::size_t grown = std::numeric_limits<std::size_t>::max();
  for (int part = 0; part < 4; ++part) {
    const std::size_t before = heap_in_use();
    bench.run([&](ImGuiTestContext* context) {
      for (int i = 0; i < 25; ++i) stroke(context);
    });
    const std::size_t after = heap_in_use();
    grown = std::min(grown, after - std::min(before, after));
  }
  EXPECT_EQ(bench.gui().counts().dropped, 0u);
  EXPECT_GE(bench.lab().pipeline().updates() - updates, 100u);
  EXPECT_EQ(bench.gui().counts().changed - changed, bench.lab().pipeline().updates() - updates);
  EXPECT_EQ(bench.lab().history().size(), 121u);
  // What is kept is the history: two filters of 147 weights and their names a step.
  EXPECT_LT(grown, 25u * 6000u);
}

TEST(LabWindow, TheCropIsDraggedAndTheMapsFollow) {
  BenchDriver bench;
  bench.resize(1648, 1000, 1.0f);  // 256 pixels show 640
  bench.run([](ImGuiTestContext* context) {
    const ImRect picture = context->ItemInfo("//###Input/$$0/picture").RectFull;
    const ImVec2 center = picture.GetCenter();
    const float pixel = picture.GetWidth() / 640;
    drag(context, center, ImVec2(center.x - 100 * pixel, center.y - 50 * pixel));
  });
  EXPECT_EQ(bench.lab().document().sources[0].origin, (lab::CropOrigin{128, 160}));
  EXPECT_EQ(bench.lab().document().sources[1].origin, (lab::CropOrigin{178, 260}));
  EXPECT_EQ(bench.lab().history().size(), 2u);
  bench.run([](ImGuiTestContext* context) {
    const ImRect picture = context->ItemInfo("//###Input/$$0/picture").RectFull;
    drag(context, picture.GetCenter(), ImVec2(picture.Min.x - 300, picture.Min.y - 300));
  });
  EXPECT_EQ(bench.lab().document().sources[0].origin, (lab::CropOrigin{0, 0}));
}

TEST(LabWindow, TheCropsCornerResizesIt) {
  BenchDriver bench;
  bench.resize(1648, 1000, 1.0f);  // 256 pixels show 640
  bench.run([](ImGuiTestContext* context) {
    const ImRect picture = context->ItemInfo("//###Input/$$0/picture").RectFull;
    const float pixel = picture.GetWidth() / 640;
    const ImVec2 corner(picture.Min.x + 380 * pixel, picture.Min.y + 248 * pixel);
    drag(context, corner, ImVec2(corner.x + 40 * pixel, corner.y + 30 * pixel));
  });
  EXPECT_EQ(bench.lab().document().crop_size, (lab::CropSize{100, 160}));
  EXPECT_EQ(to_string(bench.lab().pipeline().map(1, 1).values.shape()), "(100, 160)");
}

TEST(LabWindow, AClickOnAPictureOnlyChoosesIt) {
  BenchDriver bench;
  bench.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Input/$$1/small picture");
    context->Yield(2);
    const ImRect picture = context->ItemInfo("//###Input/$$1/picture").RectFull;
    drag(context, ImVec2(picture.Min.x + 10, picture.Min.y + 10),
         ImVec2(picture.Min.x + 10, picture.Min.y + 10));
  });
  EXPECT_EQ(bench.lab().view().source, 1u);
  EXPECT_EQ(bench.lab().history().size(), 1u);
}

// The hovered cell is of the frame before: the map that it was in may be gone.
TEST(LabWindow, AMapMayVanishUnderThePointer) {
  BenchDriver bench;
  bench.lab().commit(
      lab::SetFilters{std::vector<lab::Filter>(12, lab::zero_filter("one of many", 3, 3, 3))});
  bench.run([](ImGuiTestContext* context) {
    context->MouseTeleportToPos(ImVec2(1500, 700));
    context->Yield(2);
  });
  bench.lab().undo();
  bench.run([](ImGuiTestContext* context) { context->Yield(2); });
  EXPECT_EQ(bench.lab().document().filters.size(), 2u);
}

TEST(LabWindow, ManyFiltersOfOddShapesAreDrawn) {
  BenchDriver bench;
  for (const auto& [height, width, count] :
       {std::array{15, 15, 64}, std::array{15, 3, 5}, std::array{1, 1, 256}}) {
    bench.lab().commit(lab::SetFilters{std::vector<lab::Filter>(
        static_cast<std::size_t>(count),
        lab::zero_filter("a name that is much longer than its column", height, width, 3))});
    bench.lab().view().filter = static_cast<std::size_t>(count - 1);
    bench.run([](ImGuiTestContext* context) { context->Yield(4); });
    EXPECT_TRUE(bench.lab().error().empty());
  }
}

TEST(LabWindow, APictureSmallerThanTheCropIsNotDragged) {
  BenchDriver bench;
  auto small = std::make_shared<lab::Picture>();
  small->name = "small.png";
  small->image = {50, 60, std::vector<std::uint8_t>(50 * 60 * 3, 90)};
  bench.lab().commit(lab::SetPictures{0, {small}});
  bench.run([](ImGuiTestContext* context) {
    const ImRect picture = context->ItemInfo("//###Input/$$0/picture").RectFull;
    drag(context, picture.GetCenter(), picture.Min);
  });
  EXPECT_EQ(bench.lab().history().size(), 2u);
}

TEST(LabWindow, SignedColoursKeepZeroInTheMiddle) {
  BenchDriver bench;
  bench.lab().view().colormap = Colormap::kSignedLight;
  const ValueRange range = lab::shown_range(bench.lab(), lab::MapId::mine(0, 0));
  EXPECT_EQ(range.lo, -range.hi);
  EXPECT_EQ(range.hi, bench.lab().pipeline().map(0, 0).range.hi);
  bench.lab().view().theme = lab::Theme::kDark;
  EXPECT_EQ(lab::shown_colormap(bench.lab().view()), Colormap::kSignedDark);
}

TEST(LabWindow, KeysAndButtonsChangeTheViewAlone) {
  BenchDriver bench;
  const lab::Document before = bench.lab().document();
  bench.run([](ImGuiTestContext* context) {
    context->KeyPress(ImGuiKey_P);
    context->KeyPress(ImGuiKey_F);
    context->KeyPress(ImGuiKey_R);
    context->KeyPress(ImGuiKey_2);
    click_in_bar(context, "//##top", "top", command_item(ui::Action::kDark));
    click_in_bar(context, "//##top", "top", command_item(ui::Action::kKorean));
    context->ItemClick("//##hint/close hint/###close hint");
    click_in_bar(context, "//##top", "top", command_item(ui::Action::kResetLayout));
    context->Yield(3);
  });
  const lab::View& view = bench.lab().view();
  EXPECT_EQ(view.source, 1u);
  EXPECT_EQ(view.filter, 1u);
  EXPECT_TRUE(view.ranges.shared);
  EXPECT_EQ(view.plane, lab::StagePlane::kGreen);
  EXPECT_EQ(view.theme, lab::Theme::kDark);
  EXPECT_EQ(view.language, lab::Language::kKorean);
  EXPECT_FALSE(view.show_hint);
  EXPECT_EQ(bench.lab().document(), before);
  EXPECT_EQ(bench.lab().history().size(), 1u);
}

TEST(LabWindow, AnErrorStaysUntilItIsRead) {
  BenchDriver bench;
  bench.lab().commit(lab::SetWeights{9, {}});
  bench.run([](ImGuiTestContext* context) { context->Yield(60); });
  EXPECT_FALSE(bench.lab().error().empty());
  bench.run([](ImGuiTestContext* context) { context->ItemClick("//##error/dismiss/###dismiss"); });
  EXPECT_TRUE(bench.lab().error().empty());
}

TEST(LabWindow, ARandomWalkIsUndoneToTheFirstDocument) {
  BenchDriver bench;
  const lab::Document first = bench.lab().document();
  std::mt19937 random(20);
  bench.run([&](ImGuiTestContext* context) {
    for (int i = 0; i < 120; ++i) {
      const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
      const ImVec2 cell = stage_cell(context, below(7), below(7));
      switch (below(7)) {
        case 0:
        case 1:
          drag(context, cell, stage_cell(context, below(7), below(7)), below(2));
          break;
        case 2:
          context->MouseTeleportToPos(cell);
          context->MouseWheelY(below(2) == 0 ? 1.0f : -1.0f);
          break;
        case 3:
          context->KeyPress(below(2) == 0 ? ImGuiKey_F : ImGuiKey_X);
          break;
        case 4:
          context->KeyPress(ImGuiMod_Ctrl | (below(3) == 0 ? ImGuiKey_Y : ImGuiKey_Z));
          break;
        case 5:
          context->KeyPress(static_cast<ImGuiKey>(ImGuiKey_0 + below(4)));
          break;
        default: {
          const ImRect picture = context->ItemInfo("//###Input/$$0/picture").RectFull;
          drag(context, picture.GetCenter(),
               ImVec2(picture.Min.x + static_cast<float>(below(256)),
                      picture.Min.y + static_cast<float>(below(170))));
        }
      }
    }
    context->Yield(30);  // a wheel turn may still wait for its pause
  });
  ASSERT_GT(bench.lab().history().size(), 10u);
  const lab::Document last = bench.lab().document();
  lab::Pipeline fresh;
  ASSERT_TRUE(fresh.update(last).has_value());
  for (std::size_t s = 0; s < 2; ++s) {
    for (std::size_t f = 0; f < 2; ++f) {
      const auto shown = bench.lab().pipeline().map(s, f).values.values();
      const auto expected = fresh.map(s, f).values.values();
      EXPECT_TRUE(std::equal(shown.begin(), shown.end(), expected.begin(), expected.end()));
    }
  }
  while (bench.lab().history().can_undo()) bench.lab().undo();
  EXPECT_EQ(bench.lab().document(), first);
}

TEST(StartOfTheWindow, IsInTheStagesCodeOfSignsOverTheMiddleValues) {
  auto document = app::open_document({});
  ASSERT_TRUE(document);
  auto frames = app::HeadlessFrames::create(*std::move(document), 1280, 720, 1.0f);
  ASSERT_TRUE(frames);
  frames->frame();
  const lab::View& view = frames->gui().lab().view();
  EXPECT_TRUE(is_signed(view.colormap));
  EXPECT_TRUE(view.ranges.percentiles);
}

}  // namespace
}  // namespace convlens
