// The table of keys, and the overlay that lists it.
#include <imgui_internal.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ui/bench_driver.h"
#include "ui/shell/keys.h"
#include "ui/window/help_overlay.h"
#include "ui/window/help_table.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::click_in_bar;
using testing::command_item;
using testing::move_away;

std::vector<std::string> row_ids() {
  std::vector<std::string> ids;
  for (const ui::WindowCommand& command : ui::window_commands()) {
    if (ui::key_of(command.action).empty()) continue;
    ids.push_back("action " + std::to_string(static_cast<int>(command.action)));
  }
  for (const ui::HeldKey& held : ui::held_keys()) {
    ids.push_back("held " + std::to_string(static_cast<int>(held.key)));
  }
  for (std::size_t i = 0; i < ui::gesture_help().size(); ++i) {
    ids.push_back("gesture " + std::to_string(i));
  }
  return ids;
}

bool is_open(ImGuiTestContext* context) {
  const ImGuiTestItemInfo window = context->WindowInfo("//###help", ImGuiTestOpFlags_NoError);
  return window.Window != nullptr && window.Window->WasActive;
}

TEST(Keys, NoChordStandsForTwoThings) {
  std::set<ImGuiKeyChord> chords;
  for (const ui::KeyBinding& binding : ui::key_bindings()) {
    EXPECT_TRUE(chords.insert(binding.chord).second) << ui::chord_name(binding.chord);
  }
  for (const ui::HeldKey& held : ui::held_keys()) {
    EXPECT_TRUE(chords.insert(held.key).second) << ui::chord_name(held.key);
  }
}

TEST(Keys, AreNamedAsTheyStandOnAKeyboard) {
  EXPECT_EQ(ui::chord_name(ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Z), "Ctrl+Shift+Z");
  EXPECT_EQ(ui::chord_name(ImGuiKey_PageUp), "Page Up");
  EXPECT_EQ(ui::chord_name(ImGuiKey_Equal), "+");
  EXPECT_EQ(ui::chord_name(ImGuiKey_KeypadSubtract), "Num -");
  EXPECT_EQ(ui::chord_name(ImGuiKey_0), "0");
  EXPECT_EQ(ui::chord_name(ImGuiKey_Comma), ",");
  EXPECT_EQ(ui::chord_name(ImGuiKey_Period), ".");
}

TEST(Help, HasWordsInBothLanguages) {
  const auto has_both = [](const ui::Text& text) {
    const std::string english = ui::said(text, lab::Language::kEnglish);
    return !english.empty() && english != ui::said(text, lab::Language::kKorean);
  };
  for (const ui::WindowCommand& command : ui::window_commands()) {
    const bool language =
        command.action == ui::Action::kEnglish || command.action == ui::Action::kKorean;
    EXPECT_TRUE(language || has_both(command.does)) << command.does.english;
  }
  for (const ui::GestureHelp& help : ui::gesture_help()) {
    EXPECT_TRUE(has_both(help.does)) << help.does.english;
    const std::string gesture = help.gesture.english;
    if (gesture != "F2, I" && gesture != "Enter, Delete") {
      EXPECT_TRUE(has_both(help.gesture)) << gesture;  // those are keys alone
    }
  }
  for (const ui::HeldKey& held : ui::held_keys()) EXPECT_TRUE(has_both(held.shows));
}

TEST(Help, OpensAndClosesInEveryWay) {
  BenchDriver bench;
  bench.lab().view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 3, 4};
  bench.run([](ImGuiTestContext* context) {
    EXPECT_FALSE(is_open(context));
    click_in_bar(context, "//##top", "top", command_item(ui::Action::kHelp));
    context->Yield(2);
    EXPECT_TRUE(is_open(context));
    context->KeyPress(ImGuiKey_F1);
    context->Yield(2);
    EXPECT_FALSE(is_open(context));
    context->KeyPress(ImGuiKey_F1);
    context->Yield(2);
    EXPECT_TRUE(is_open(context));
    context->KeyPress(ImGuiKey_Escape);
    context->Yield(2);
    EXPECT_FALSE(is_open(context));
    context->KeyPress(ImGuiKey_F1);
    context->Yield(2);
    context->MouseTeleportToPos(ImVec2(20, 450));
    context->MouseClick();
    context->Yield(2);
    EXPECT_FALSE(is_open(context));
  });
  // Escape closed the overlay, and did nothing else.
  EXPECT_TRUE(bench.lab().view().pinned.has_value());
  EXPECT_EQ(bench.lab().history().size(), 1u);
}

TEST(Help, ListsEveryKeyAndGestureWithNothingCutOff) {
  BenchDriver bench;
  const struct {
    int width;
    int height;
    float scale;
  } sizes[] = {{1280, 720, 1.0f}, {3840, 2160, 2.0f}};
  for (const auto& size : sizes) {
    for (const lab::Language language :
         {lab::Language::kEnglish, lab::Language::kKorean, lab::Language::kPseudo}) {
      bench.lab().view().language = language;
      bench.lab().view().show_help = true;
      bench.resize(size.width, size.height, size.scale);
      bench.run([&](ImGuiTestContext* context) {
        const ImGuiTestItemInfo help = context->WindowInfo("//###help");
        ASSERT_NE(help.Window, nullptr);
        const ImRect window = help.Window->Rect();
        EXPECT_TRUE(ImRect(0, 0, static_cast<float>(size.width), static_cast<float>(size.height))
                        .Contains(window));
        EXPECT_EQ(help.Window->ScrollMax.y, 0.0f);
        std::vector<std::pair<std::string, ImRect>> rows;
        for (const std::string& id : row_ids()) {
          const ImRect row = context->ItemInfo(("//###help/" + id).c_str()).RectFull;
          EXPECT_TRUE(window.Contains(row)) << id << " at " << size.width;
          for (const auto& [other, place] : rows) {
            EXPECT_FALSE(row.Overlaps(place)) << id << " and " << other;
          }
          rows.emplace_back(id, row);
        }
      });
    }
  }
}

}  // namespace
}  // namespace convlens
