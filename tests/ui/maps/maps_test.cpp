// The Maps column: ranges, the zoom that all maps share, the overlay, what the last step did, and
// many maps.
#include <algorithm>
#include <cmath>
#include <string>

#include "core/colormap.h"
#include "lab/range_of_all.h"
#include "lab/shown/map_ranges.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::click_in_bar;
using testing::drag;
using testing::move_away;
using testing::stage_cell;

// Notebook's bench without a network: a column a filter, a row a picture.
class MapsPanel : public ::testing::Test {
 protected:
  MapsPanel() {
    bench_.lab().view().show_hint = false;
    bench_.lab().view().pinned.reset();  // its mark would lie over cells that are looked at
    bench_.run([](ImGuiTestContext* context) { context->Yield(2); });
  }

  void click(const char* button) {
    bench_.run([&](ImGuiTestContext* context) {
      click_in_bar(context, "//###Maps", "maps bar", button);
      move_away(context);
      context->Yield(12);  // ranges glide for nine frames
    });
  }
  void key(ImGuiKeyChord chord) {
    bench_.run([&](ImGuiTestContext* context) {
      context->KeyPress(chord);
      move_away(context);
      context->Yield(12);
    });
  }
  // Where the map of the first picture and filter stands.
  ImRect map() {
    ImRect rect;
    bench_.run([&](ImGuiTestContext* context) {
      rect = context->ItemInfo("//###Maps/**/$$0/map").RectFull;
    });
    return rect;
  }
  void wheel(ImVec2 at, float steps) {
    bench_.run([&](ImGuiTestContext* context) {
      context->MouseTeleportToPos(at);
      context->Yield(2);
      context->MouseWheelY(steps);
      context->Yield(2);
    });
  }
  lab::Lab& lab() { return bench_.lab(); }

  BenchDriver bench_;
};

TEST_F(MapsPanel, TheChosenFiltersMapIsScrolledTo) {
  lab().commit(lab::AddFilters{2, {30, lab().document().filters.front()}});
  bench_.run([](ImGuiTestContext* context) { context->Yield(2); });
  const auto is_seen = [&](std::size_t filter) {
    bool seen = false;
    bench_.run([&](ImGuiTestContext* context) {
      context->Yield(3);
      const std::string name = "//###Maps/**/$$" + std::to_string(filter) + "/map";
      seen = context->ItemExists(name.c_str());
    });
    return seen;
  };
  EXPECT_TRUE(is_seen(0));
  ASSERT_FALSE(is_seen(31)) << "the test needs more filters";
  lab().view().filter = 31;
  EXPECT_TRUE(is_seen(31));
  lab().view().filter = 0;
  EXPECT_TRUE(is_seen(0));
}

Rgb pixel_at(const Image& image, float x, float y) {
  const auto pixel = image.pixel(static_cast<int>(y), static_cast<int>(x));
  return {pixel[0], pixel[1], pixel[2]};
}

// Every cell in the frame is of its value's colour: a witness that the map is neither shifted nor
// interpolated.
void expect_cells(const Image& image, const ImRect& frame, const lab::Lab& lab,
                  const lab::ZoomFrame& zoom) {
  const lab::ZoomedPart part = lab::zoomed_part(lab.view().map_zoom, zoom);
  const lab::FeatureMap& map = lab.pipeline().map(0, 0);
  const ColormapTable& table = colormap_table(Colormap::kViridis);
  const ValueRange range = lab::shown_range(lab, lab::MapId::mine(0, 0));
  int cells = 0;
  for (int row = 0; row < 70; ++row) {
    for (int column = 0; column < 120; ++column) {
      // Near the cell's corner: its number, if any, stands in the middle.
      const double x = (column - part.left) * part.pixel + 1.5;
      const double y = (row - part.top) * part.pixel + 1.5;
      if (x < 1 || y < 1 || x > double{frame.GetWidth()} - 1 || y > double{frame.GetHeight()} - 1) {
        continue;
      }
      const float value = map.values.values()[static_cast<std::size_t>(row * 120 + column)];
      const Rgb shown =
          pixel_at(image, frame.Min.x + static_cast<float>(x), frame.Min.y + static_cast<float>(y));
      const int wanted = colormap_index(value, range);
      const auto near = [&](int index) {
        return shown == table[static_cast<std::size_t>(std::clamp(index, 0, 255))];
      };
      ASSERT_TRUE(near(wanted) || near(wanted - 1) || near(wanted + 1)) << row << ", " << column;
      ++cells;
    }
  }
  // All but those that an edge cuts.
  const auto whole = [&](float extent) {
    return static_cast<int>(double{extent} / part.pixel) - 1;
  };
  EXPECT_GE(cells, whole(frame.GetWidth()) * whole(frame.GetHeight()));
}

lab::ZoomFrame zoom_of(const ImRect& frame) {
  return {0, 0, 70, 120, double{frame.GetWidth()} / 120.0, 96};
}

TEST_F(MapsPanel, LPinsWhatIsShownAndTheButtonLetsGo) {
  const ValueRange before = lab::shown_range(lab(), lab::MapId::mine(0, 0));
  key(ImGuiKey_L);
  ASSERT_TRUE(lab().view().ranges.pinned.has_value());
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 4), stage_cell(context, 6, 4));
  });
  EXPECT_EQ(lab::shown_range(lab(), lab::MapId::mine(0, 0)), before);
  EXPECT_NE(lab().pipeline().map(0, 0).range, before);
  click("pin ranges/###pin ranges");
  EXPECT_FALSE(lab().view().ranges.pinned.has_value());
  EXPECT_EQ(lab::shown_range(lab(), lab::MapId::mine(0, 0)), lab().pipeline().map(0, 0).range);
  EXPECT_EQ(lab().history().size(), 2u);
}

TEST_F(MapsPanel, AnotherRangeIsThereAfterAMomentAndNoSooner) {
  const ValueRange own = lab::shown_range(lab(), lab::MapId::mine(0, 0));
  std::vector<float> highs;
  bench_.run([&](ImGuiTestContext* context) {
    bench_.after_each_frame([&](const app::HeadlessFrames&) {
      highs.push_back(lab::shown_range(lab(), lab::MapId::mine(0, 0)).hi);
    });
    context->KeyPress(ImGuiKey_R);
    context->Yield(14);
  });
  bench_.after_each_frame({});
  const float shared = range_of_all(lab().pipeline()).hi;
  ASSERT_NE(shared, own.hi);
  EXPECT_EQ(highs.back(), shared);
  const auto between = std::count_if(highs.begin(), highs.end(), [&](float hi) {
    return hi > std::min(own.hi, shared) && hi < std::max(own.hi, shared);
  });
  EXPECT_GE(between, 6);  // 150 ms at 60 frames a second
  EXPECT_LE(between, 10);
}

TEST_F(MapsPanel, EveryCellIsWhereItsZoomSaysAtEveryStep) {
  const ImRect frame = map();
  const ImVec2 at(frame.Min.x + 101, frame.Min.y + 67);
  for (int i = 0; i < 9; ++i) {
    bench_.run(&move_away);
    expect_cells(bench_.picture(), frame, lab(), zoom_of(frame));
    if (HasFatalFailure()) return;
    wheel(at, 2);
  }
  EXPECT_GT(lab().view().map_zoom.factor, 20.0);
}

TEST_F(MapsPanel, TheHoveredCellIsTheOneUnderThePointerWhenEnlarged) {
  const ImRect frame = map();
  const ImVec2 at(frame.Min.x + 101, frame.Min.y + 67);
  const double pixel = zoom_of(frame).pixel;
  const int row = static_cast<int>(67 / pixel);
  const int column = static_cast<int>(101 / pixel);
  wheel(at, 12);
  ASSERT_GT(lab().view().map_zoom.factor, 5.0);
  // The point under the pointer stayed: so did its cell. Its colour, near the pointer, says so.
  const lab::ZoomedPart part = lab::zoomed_part(lab().view().map_zoom, zoom_of(frame));
  EXPECT_EQ(static_cast<int>(part.top + 67 / part.pixel), row);
  EXPECT_EQ(static_cast<int>(part.left + 101 / part.pixel), column);
  // The receptive field in the Input panel is that of this cell: its upper left corner is white or
  // accent-coloured, three pixels up and left of it.
  const Image hovered = bench_.picture();
  ImRect picture;
  bench_.run([&](ImGuiTestContext* context) {
    picture = context->ItemInfo("//###Input/$$0/picture").RectFull;
    move_away(context);
  });
  const Image away = bench_.picture();
  const float scale = picture.GetWidth() / 640.0f;
  int changed = 0;
  float left = picture.Max.x;
  float top = picture.Max.y;
  for (float y = picture.Min.y; y < picture.Max.y; ++y) {
    for (float x = picture.Min.x; x < picture.Max.x; ++x) {
      if (pixel_at(hovered, x, y) == pixel_at(away, x, y)) continue;
      ++changed;
      left = std::min(left, x);
      top = std::min(top, y);
    }
  }
  ASSERT_GT(changed, 4);
  // A 7x7 window round the cell, its line a pixel or two outside.
  EXPECT_NEAR(left, picture.Min.x + scale * static_cast<float>(260 + column - 3), 2.5f);
  EXPECT_NEAR(top, picture.Min.y + scale * static_cast<float>(178 + row - 3), 2.5f);
}

TEST_F(MapsPanel, ADragMovesAllMapsOnAndADoubleClickShowsAll) {
  const ImRect frame = map();
  wheel(frame.GetCenter(), 8);
  const lab::ZoomedPart before = lab::zoomed_part(lab().view().map_zoom, zoom_of(frame));
  for (const ImGuiMouseButton button : {ImGuiMouseButton_Left, ImGuiMouseButton_Middle}) {
    bench_.run([&](ImGuiTestContext* context) {
      context->MouseTeleportToPos(frame.GetCenter());
      context->MouseDown(button);
      context->MouseTeleportToPos(ImVec2(frame.GetCenter().x - 20, frame.GetCenter().y - 10));
      context->Yield();
      context->MouseUp(button);
    });
  }
  const lab::ZoomedPart after = lab::zoomed_part(lab().view().map_zoom, zoom_of(frame));
  EXPECT_NEAR((after.left - before.left) * before.pixel, 40, 1e-3);
  EXPECT_NEAR((after.top - before.top) * before.pixel, 20, 1e-3);
  EXPECT_EQ(lab().view().filter, 0u);
  EXPECT_EQ(lab().history().size(), 1u);
  bench_.run([&](ImGuiTestContext* context) {
    context->MouseTeleportToPos(frame.GetCenter());
    context->MouseDoubleClick(0);
  });
  EXPECT_EQ(lab().view().map_zoom, lab::Zoom{});
}

TEST_F(MapsPanel, KeysAndButtonsZoomToo) {
  key(ImGuiKey_Equal);
  key(ImGuiKey_KeypadAdd);
  const double twice = lab().view().map_zoom.factor;
  EXPECT_GT(twice, 1.5);
  key(ImGuiKey_Minus);
  EXPECT_LT(lab().view().map_zoom.factor, twice);
  key(ImGuiKey_Home);
  EXPECT_FALSE(lab().view().map_zoom.enlarged());
  click("zoom in/###zoom in");
  EXPECT_TRUE(lab().view().map_zoom.enlarged());
  click("show all/###show all");
  EXPECT_FALSE(lab().view().map_zoom.enlarged());
}

TEST_F(MapsPanel, AnOverlayOfNothingIsTheCropInGrey) {
  const ImRect frame = map();
  click("overlay/###overlay");
  lab().view().overlay_share = 0.0f;
  bench_.run(&move_away);
  const Image image = bench_.picture();
  const Image& china = lab().document().sources[0].picture->image;
  const float pixel = frame.GetWidth() / 120;
  for (int row = 1; row < 69; row += 5) {
    for (int column = 1; column < 119; column += 5) {
      const auto rgb = china.pixel(178 + row, 260 + column);
      const int grey = (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000;
      const Rgb shown = pixel_at(image, frame.Min.x + pixel * (static_cast<float>(column) + 0.5f),
                                 frame.Min.y + pixel * (static_cast<float>(row) + 0.5f));
      ASSERT_EQ(int{shown[0]}, grey) << row << ", " << column;
      ASSERT_EQ(shown[0], shown[2]);
    }
  }
}

TEST_F(MapsPanel, TheLastStepIsShownInSignedColoursAndGoesWithUndo) {
  const ImRect frame = map();
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 4), stage_cell(context, 6, 4));
  });
  key(ImGuiKey_C);
  const lab::FeatureMap* change = lab().map(lab::MapId::change(0, 0));
  ASSERT_NE(change, nullptr);
  // -1 was written into a column of a positive picture: nothing grew.
  EXPECT_LE(change->range.hi, 0.0f);
  const ColormapTable& table = colormap_table(Colormap::kSignedLight);
  const float bound = std::max(-change->range.lo, change->range.hi);
  const float value = change->values.values()[static_cast<std::size_t>(35 * 120 + 60)];
  const Rgb shown = pixel_at(bench_.picture(), frame.Min.x + frame.GetWidth() * 60.5f / 120,
                             frame.Min.y + frame.GetHeight() * 35.5f / 70);
  EXPECT_EQ(shown, table[static_cast<std::size_t>(colormap_index(value, {-bound, bound}))]);
  key(ImGuiMod_Ctrl | ImGuiKey_Z);
  EXPECT_EQ(lab().map(lab::MapId::change(0, 0)), nullptr);
  key(ImGuiMod_Ctrl | ImGuiKey_Y);
  EXPECT_NE(lab().map(lab::MapId::change(0, 0)), nullptr);
}

std::vector<lab::Filter> many_filters(std::size_t count) {
  std::vector<lab::Filter> filters;
  for (std::size_t i = 0; i < count; ++i) {
    filters.push_back(lab::zero_filter("filter " + std::to_string(i), 3, 3, 3));
    filters.back().weights[i % 27] = 1.0f;
  }
  return filters;
}

// Any number of filters and pictures, and crops of any shape, are drawn without an overlap: the
// maps' buttons and what stands under them.
TEST_F(MapsPanel, NoMapOverlapsAnother) {
  for (const lab::CropSize crop :
       {lab::CropSize{70, 120}, {400, 12}, {9, 600}, {1, 1}, {427, 640}}) {
    for (const std::size_t count : {1u, 2u, 3u, 5u, 32u}) {
      lab().commit(lab::SetFilters{many_filters(count)});
      lab().commit(lab::ResizeCrop{0, crop, {0, 0}});
      ASSERT_TRUE(lab().error().empty()) << lab().error().english();
      std::vector<ImRect> maps;
      bench_.run([&](ImGuiTestContext* context) {
        move_away(context);
        ImGuiTestItemList items;
        context->GatherItems(&items, "//###Maps", 3);
        for (int i = 0; i < items.GetSize(); ++i) {
          const ImGuiTestItemInfo* item = items.GetByIndex(i);
          if (std::string_view(item->DebugLabel) != "map") continue;
          maps.push_back(item->RectFull);
          maps.back().Max.y += 20;  // its legend
        }
      });
      EXPECT_GE(maps.size(), 1u);
      for (std::size_t a = 0; a < maps.size(); ++a) {
        for (std::size_t b = a + 1; b < maps.size(); ++b) {
          ASSERT_FALSE(maps[a].Overlaps(maps[b]))
              << count << " of " << crop.height << "x" << crop.width;
        }
      }
    }
  }
}

TEST_F(MapsPanel, OfManyMapsOnlyThoseInSightAreDrawnAndTheRestCanBeScrolledTo) {
  lab().commit(lab::SetFilters{many_filters(256)});
  std::size_t shown = 0;
  bench_.run([&](ImGuiTestContext* context) {
    move_away(context);
    ImGuiTestItemList items;
    context->GatherItems(&items, "//###Maps", 3);
    for (int i = 0; i < items.GetSize(); ++i) {
      shown += std::string_view(items.GetByIndex(i)->DebugLabel) == "map";
    }
    const ImGuiTestItemInfo window = context->WindowInfo("//###Maps/maps");
    ASSERT_NE(window.Window, nullptr);
    EXPECT_GT(window.Window->ScrollMax.y, 2000.0f);
    context->ScrollToBottom(window.ID);
    context->Yield(2);
    EXPECT_TRUE(context->ItemExists("//###Maps/**/$$511/map"));
    EXPECT_FALSE(context->ItemExists("//###Maps/**/$$0/map"));
  });
  EXPECT_GT(shown, 4u);
  EXPECT_LT(shown, 100u);
}

}  // namespace
}  // namespace convlens
