// What a right click, a long press and the Menu key offer, with the document and the clipboard as
// witnesses.
#include <imgui_internal.h>

#include <algorithm>
#include <functional>
#include <sstream>
#include <string>

#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::command_item;
using testing::drag;
using testing::move_away;
using testing::stage_cell;

class Menus : public ::testing::Test {
 protected:
  Menus() {
    lab().view().show_hint = false;
    lab().view().pinned.reset();
    bench_.run([](ImGuiTestContext* context) { context->Yield(2); });
  }

  lab::Lab& lab() { return bench_.lab(); }
  const lab::Filter& filter() { return lab().document().filters[0]; }
  static bool is_open() { return ImGui::GetTopMostPopupModal() == nullptr && menu() != nullptr; }
  static ImGuiWindow* menu() {
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    return context.OpenPopupStack.empty() ? nullptr : context.OpenPopupStack.back().Window;
  }
  // Opens the menu there, and looks at it before it closes with the gesture.
  void with_menu(ImVec2 at, const std::function<void(ImGuiTestContext*)>& look) {
    bench_.run([&](ImGuiTestContext* context) {
      context->MouseTeleportToPos(at);
      context->Yield(2);
      context->MouseClick(ImGuiMouseButton_Right);
      context->Yield(3);
      EXPECT_TRUE(is_open());
      look(context);
      move_away(context);  // from what would preview
      context->Yield(3);
    });
  }
  void choose(ImVec2 at, const std::string& item) {
    with_menu(
        at, [&](ImGuiTestContext* context) { context->ItemClick(("//$FOCUSED/" + item).c_str()); });
  }
  bool can_choose(ImVec2 at, const std::string& item) {
    bool can = false;
    with_menu(at, [&](ImGuiTestContext* context) {
      const auto info = context->ItemInfo(("//$FOCUSED/" + item).c_str());
      can = (info.ItemFlags & ImGuiItemFlags_Disabled) == 0;
      context->KeyPress(ImGuiKey_Escape);
    });
    return can;
  }
  // What a line puts on the clipboard.
  std::string copied(ImVec2 at, const std::string& item) {
    std::string text;
    with_menu(at, [&](ImGuiTestContext* context) {
      context->ItemClick(("//$FOCUSED/" + item).c_str());
      context->Yield(2);
      if (const char* clipboard = ImGui::GetClipboardText()) text = clipboard;
    });
    return text;
  }
  ImVec2 cell(int row, int column) {
    ImVec2 at;
    bench_.run([&](ImGuiTestContext* context) { at = stage_cell(context, row, column); });
    return at;
  }
  // Within a cell of my first map.
  ImVec2 map_cell(int row, int column) {
    ImRect map;
    bench_.run([&](ImGuiTestContext* context) {
      map = context->ItemInfo("//###Maps/**/$$0/map").RectFull;
    });
    return ImVec2(map.Min.x + map.GetWidth() * (static_cast<float>(column) + 0.5f) / 120,
                  map.Min.y + map.GetHeight() * (static_cast<float>(row) + 0.5f) / 70);
  }

  BenchDriver bench_;
};

TEST_F(Menus, OfTheStageWritesZeroTakesMutesAndTypes) {
  choose(cell(2, 3), "###pick");
  EXPECT_EQ(filter().at(2, 3, 0), 1.0f) << "a right click alone writes nothing";
  EXPECT_EQ(lab().history().size(), 1u);
  EXPECT_EQ(lab().view().brush.value, 1.0f);
  choose(cell(2, 3), "###zero");
  EXPECT_EQ(filter().at(2, 3, 0), 0.0f);
  EXPECT_EQ(lab().history().size(), 2u);
  choose(cell(3, 3), "###mute");
  EXPECT_TRUE(filter().muted.at(filter().index(3, 3, 1)));
  choose(cell(4, 3), "###solo");
  EXPECT_TRUE(filter().muted.at(filter().index(3, 3, 1)));
  EXPECT_TRUE(filter().muted.at(filter().index(5, 3, 1)));
  EXPECT_FALSE(filter().muted.at(filter().index(4, 3, 1)));
  with_menu(cell(4, 3), [](ImGuiTestContext* context) {
    context->ItemClick("//$FOCUSED/###type");
    context->Yield(3);
    context->KeyCharsReplaceEnter("0.25");
  });
  EXPECT_EQ(filter().at(4, 3, 2), 0.25f);
}

TEST_F(Menus, ARightDragStillWritesZero) {
  bench_.run([&](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 3), stage_cell(context, 2, 3), ImGuiMouseButton_Right);
    context->Yield(3);
    EXPECT_FALSE(is_open());
  });
  EXPECT_EQ(filter().at(0, 3, 0), 0.0f);
  EXPECT_EQ(filter().at(2, 3, 2), 0.0f);
  EXPECT_EQ(filter().at(3, 3, 0), 1.0f);
}

TEST_F(Menus, OfAMapPinsItsCellAndCopiesItsValues) {
  choose(map_cell(10, 20), "###pin");
  EXPECT_EQ(lab().view().pinned, (lab::MapCell{lab::MapId::mine(0, 0), 10, 20}));
  const TensorView map = lab().pipeline().map(0, 0).values;
  EXPECT_EQ(std::stof(copied(map_cell(10, 20), "###copy value")), map.values()[10 * 120 + 20]);
  const std::string text = copied(map_cell(10, 20), "###copy values");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 70);
  std::istringstream values(text);
  for (const float expected : map.values()) {
    std::string value;
    values >> value;
    ASSERT_EQ(std::stof(value), expected);
  }
  choose(map_cell(10, 20), "###pin");
  EXPECT_FALSE(lab().view().pinned);
}

TEST_F(Menus, OfAMapHasTheCommandsOfAllMaps) {
  EXPECT_FALSE(can_choose(map_cell(10, 20), command_item(ui::Action::kDifference)))
      << "no network is open";
  choose(map_cell(10, 20), command_item(ui::Action::kSharedRange));
  EXPECT_TRUE(lab().view().ranges.shared);
  choose(map_cell(10, 20), command_item(ui::Action::kZoomIn));
  EXPECT_TRUE(lab().view().map_zoom.enlarged());
}

TEST_F(Menus, ALongPressOnAMapOpensAndPinsNothing) {
  const ImVec2 at = map_cell(30, 40);
  bench_.run([&](ImGuiTestContext* context) {
    context->MouseTeleportToPos(at);
    context->Yield(2);
    context->MouseDown();
    context->SleepNoSkip(0.7f, 1.0f / 30);
    EXPECT_TRUE(is_open());
    context->MouseUp();
    context->Yield(3);
    EXPECT_TRUE(is_open()) << "when the finger is lifted, too";
    EXPECT_FALSE(lab().view().pinned);
    context->ItemClick("//$FOCUSED/###pin");
    context->Yield(3);
  });
  EXPECT_EQ(lab().view().pinned, (lab::MapCell{lab::MapId::mine(0, 0), 30, 40}));
}

TEST_F(Menus, OfASmallFilterIsOfThatFilter) {
  const auto second = [&] {
    ImVec2 at;
    bench_.run([&](ImGuiTestContext* context) {
      const ImGuiWindow* strip = context->WindowInfo("//###Filter/strip").Window;
      at = ImVec2(strip->Pos.x + 14 + 32, strip->Pos.y + 14);
    });
    return at;
  };
  EXPECT_FALSE(can_choose(second(), "###move right")) << "it is the last";
  EXPECT_EQ(lab().view().filter, 1u);
  choose(second(), "###duplicate filter");
  EXPECT_EQ(lab().document().filters.size(), 3u);
  EXPECT_EQ(lab().document().filters[2].weights, lab().document().filters[1].weights);
  choose(second(), "###delete filter");
  EXPECT_EQ(lab().document().filters.size(), 2u);
}

TEST_F(Menus, OfAPhotographCentresItsCropAndTakesItOut) {
  const auto picture = [&] {
    ImVec2 at;
    bench_.run([&](ImGuiTestContext* context) {
      at = context->ItemInfo("//###Input/$$0/picture").RectFull.GetCenter();
    });
    return at;
  };
  lab().commit(lab::MoveCrop{0, {3, 4}});
  choose(picture(), "###centre");
  EXPECT_EQ(lab().document().sources[0].origin, (lab::CropOrigin{178, 260}));
  choose(picture(), "###remove");
  EXPECT_EQ(lab().document().sources.size(), 1u);
  EXPECT_FALSE(can_choose(picture(), "###remove")) << "the last picture stays";
}

TEST_F(Menus, OpenByTheMenuKeyOnTheStage) {
  bench_.run([&](ImGuiTestContext* context) {
    context->MouseTeleportToPos(stage_cell(context, 1, 3));
    context->Yield(2);
    context->NavMoveTo("//###Filter/stage");
    context->KeyPress(ImGuiMod_Shift | ImGuiKey_F10);
    context->Yield(3);
    EXPECT_TRUE(is_open());
  });
}

TEST_F(Menus, CloseByEscapeAndChangeNothing) {
  const lab::Document before = lab().document();
  for (const ImVec2 at : {cell(2, 3), map_cell(5, 5)}) {
    with_menu(at, [](ImGuiTestContext* context) {
      context->KeyPress(ImGuiKey_Escape);
      context->Yield(3);
      EXPECT_FALSE(is_open());
    });
  }
  EXPECT_EQ(lab().document(), before);
}

}  // namespace
}  // namespace convlens
