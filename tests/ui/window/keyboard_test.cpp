// The window by the keyboard alone.
#include <imgui_internal.h>

#include <set>
#include <string>

#include "app/open/open_network.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;

class KeyboardTest : public ::testing::Test {
 protected:
  KeyboardTest() { lab().view().show_hint = false; }

  lab::Lab& lab() { return bench_.lab(); }
  lab::View& view() { return lab().view(); }
  void key(ImGuiKeyChord chord) {
    bench_.run([=](ImGuiTestContext* context) {
      context->KeyPress(chord);
      context->Yield(3);
    });
  }
  static std::string panel_of(ImGuiTestContext* context) {
    const ImGuiWindow* window = context->UiContext->NavWindow;
    return window == nullptr ? "" : window->RootWindow->Name;
  }
  // From control to control of a panel until one is reached; false where it never is.
  static bool tab_to(ImGuiTestContext* context, const char* item) {
    constexpr int kMost = 80;
    const ImGuiID wanted = context->ItemInfo(item).ID;
    for (int i = 0; i < kMost; ++i) {
      if (context->UiContext->NavId == wanted) return true;
      context->KeyPress(ImGuiKey_Tab);
      context->Yield(2);
    }
    return false;
  }

  BenchDriver bench_;
};

TEST_F(KeyboardTest, F6GoesRoundThePanelsForthAndBack) {
  bench_.run([](ImGuiTestContext* context) {
    std::vector<std::string> forth;
    for (int i = 0; i < 6; ++i) {
      context->KeyPress(ImGuiKey_F6);
      context->Yield(3);
      forth.push_back(panel_of(context));
    }
    EXPECT_EQ(forth.front(), "##top");
    EXPECT_EQ(forth.back(), "##top");
    EXPECT_EQ(std::set<std::string>(forth.begin(), forth.end()).size(), 5u);
    context->KeyPress(ImGuiMod_Shift | ImGuiKey_F6);
    context->Yield(3);
    EXPECT_EQ(panel_of(context), forth[4]);
  });
}

TEST_F(KeyboardTest, EnterPressesWhatTabHasComeTo) {
  bench_.run([](ImGuiTestContext* context) {
    for (int i = 0; i < 4; ++i) {
      context->KeyPress(ImGuiKey_F6);
      context->Yield(3);
    }
    ASSERT_TRUE(tab_to(context, "//###Maps/figures/###figures"));
    context->KeyPress(ImGuiKey_Enter);
    context->Yield(3);
  });
  EXPECT_EQ(view().maps_tab, lab::MapsTab::kFigures);
  EXPECT_EQ(lab().history().size(), 1u) << "nothing was painted meanwhile";
}

TEST_F(KeyboardTest, OnTheStageTheKeysAreTheStages) {
  bench_.run([](ImGuiTestContext* context) {
    for (int i = 0; i < 3; ++i) {
      context->KeyPress(ImGuiKey_F6);
      context->Yield(3);
    }
    ASSERT_TRUE(tab_to(context, "//###Filter/stage"));
    const ImGuiID stage = context->UiContext->NavId;
    context->KeyPress(ImGuiKey_RightArrow);
    context->KeyPress(ImGuiKey_RightArrow);
    context->KeyPress(ImGuiKey_Enter);
    context->Yield(3);
    EXPECT_EQ(context->UiContext->NavId, stage) << "arrows do not lead away";
  });
  EXPECT_EQ(lab().document().filters[0].at(3, 4, 0), -1.0f);
}

TEST_F(KeyboardTest, AMapThatItComesToShowsAndPinsACell) {
  view().maps_tab = lab::MapsTab::kMine;
  view().pinned.reset();
  bench_.run([&](ImGuiTestContext* context) {
    for (int i = 0; i < 4; ++i) {
      context->KeyPress(ImGuiKey_F6);
      context->Yield(3);
    }
    context->SetRef(context->WindowInfo("//###Maps/maps").Window);
    ASSERT_TRUE(tab_to(context, "$$1/map"));
    context->SetRef("");
    EXPECT_EQ(view().hovered, (lab::MapCell{lab::MapId::mine(0, 1), 35, 60}));
    context->KeyPress(ImGuiKey_Enter);
    context->Yield(3);
  });
  EXPECT_EQ(view().pinned, (lab::MapCell{lab::MapId::mine(0, 1), 35, 60}));
  EXPECT_EQ(view().filter, 1u);
}

TEST_F(KeyboardTest, EscapeGivesTheKeysBackBeforeItLetsACellGo) {
  ASSERT_TRUE(view().pinned);
  key(ImGuiKey_Tab);
  key(ImGuiKey_Escape);
  EXPECT_TRUE(view().pinned);
  key(ImGuiKey_Enter);
  EXPECT_EQ(lab().history().size(), 1u) << "it shows where the cursor is";
  key(ImGuiKey_Enter);
  EXPECT_EQ(lab().history().size(), 2u) << "and paints there";
  key(ImGuiKey_Escape);
  EXPECT_FALSE(view().pinned);
}

TEST_F(KeyboardTest, ThePointerTakesTheKeysBackToo) {
  key(ImGuiKey_Tab);
  bench_.run([](ImGuiTestContext* context) {
    context->MouseTeleportToPos(ImVec2(1200, 886));
    context->MouseClick();
    context->KeyPress(ImGuiKey_Enter);
    context->KeyPress(ImGuiKey_Enter);
    context->Yield(3);
  });
  EXPECT_EQ(lab().history().size(), 2u);
}

TEST_F(KeyboardTest, ANumberIsTypedIntoAfterOneClick) {
  view().filter_tab = lab::FilterTab::kWhole;
  bench_.run([](ImGuiTestContext* context) {
    context->Yield(2);
    context->ItemClick("//###Filter/##bias");
    context->Yield(2);
    context->KeyCharsReplaceEnter("2");
    context->Yield(2);
  });
  EXPECT_EQ(lab().document().filters[0].bias, 2.0f);
  EXPECT_EQ(view().plane, lab::StagePlane::kComposite) << "the key was the field's alone";
}

TEST_F(KeyboardTest, APageKeyPinsACellWhereThereIsNone) {
  view().pinned.reset();
  key(ImGuiKey_PageDown);
  EXPECT_TRUE(view().pinned);
}

TEST_F(KeyboardTest, EveryPanelOfTheNetworkIsReached) {
  auto network = app::open_network({app::bundled_network("fashion_mnist.keras")});
  ASSERT_TRUE(network);
  lab().begin_with(*network);
  view().workspace = lab::Workspace::kNetwork;
  bench_.run([](ImGuiTestContext* context) {
    context->Yield(4);
    std::set<std::string> panels;
    for (int i = 0; i < 7; ++i) {
      context->KeyPress(ImGuiKey_F6);
      context->Yield(3);
      panels.insert(panel_of(context));
    }
    EXPECT_EQ(panels.size(), 7u);
  });
}

}  // namespace
}  // namespace convlens
