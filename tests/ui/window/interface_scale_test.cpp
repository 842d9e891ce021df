// Texts and controls in the size that the user chose, as far as the window has room.
#include "ui/shell/interface_scale.h"

#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;

void press_chord(BenchDriver& bench, ImGuiKeyChord chord, int times = 1) {
  bench.run([=](ImGuiTestContext* context) {
    for (int i = 0; i < times; ++i) {
      context->KeyPress(chord);
      context->Yield(2);
    }
  });
}

float text_px(BenchDriver& bench) {
  bench.frame();
  return ImGui::GetStyle().FontScaleMain * ImGui::GetStyle().FontScaleDpi *
         ImGui::GetStyle().FontSizeBase;
}

TEST(InterfaceScale, TheLargestIsWhatTheWindowHasRoomFor) {
  const auto largest = [](float width, float height, float display) {
    return ui::largest_interface_scale(ImVec2(width, height), display);
  };
  EXPECT_EQ(largest(1024, 640, 1), 1.0f);
  EXPECT_EQ(largest(1280, 720, 1), 1.1f);
  EXPECT_EQ(largest(1920, 1080, 1), 1.5f);
  EXPECT_EQ(largest(1920, 1080, 1.5f), 1.1f) << "the display's own scale takes its part";
  EXPECT_EQ(largest(3840, 2160, 1), 3.0f);
  EXPECT_EQ(largest(3840, 2160, 2), 1.5f);
  EXPECT_EQ(largest(7680, 4320, 1), 3.0f);
  EXPECT_EQ(largest(300, 200, 1), 1.0f) << "not made smaller than as usual";
  EXPECT_EQ(ui::shown_interface_scale(3, ImVec2(1920, 1080), 1), 1.5f);
  EXPECT_EQ(ui::shown_interface_scale(0.75f, ImVec2(1920, 1080), 1), 0.75f);
  EXPECT_EQ(ui::shown_interface_scale(2, ImVec2(-1, -1), 1), 2.0f) << "no window yet";
}

TEST(InterfaceScale, KeysStepThroughTheListAndBack) {
  BenchDriver bench;
  const float usual = text_px(bench);
  press_chord(bench, ImGuiMod_Ctrl | ImGuiKey_Equal);
  EXPECT_EQ(bench.lab().view().interface_scale, 1.1f);
  EXPECT_FLOAT_EQ(text_px(bench), 1.1f * usual);
  press_chord(bench, ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Equal);
  EXPECT_EQ(bench.lab().view().interface_scale, 1.25f);
  press_chord(bench, ImGuiMod_Ctrl | ImGuiKey_Minus, 3);
  EXPECT_EQ(bench.lab().view().interface_scale, 0.9f);
  press_chord(bench, ImGuiMod_Ctrl | ImGuiKey_Minus, 5);
  EXPECT_EQ(bench.lab().view().interface_scale, 0.75f);
  press_chord(bench, ImGuiMod_Ctrl | ImGuiKey_0);
  EXPECT_EQ(bench.lab().view().interface_scale, 1.0f);
  EXPECT_FLOAT_EQ(text_px(bench), usual);
  EXPECT_EQ(bench.lab().history().size(), 1u);
}

TEST(InterfaceScale, MoreThanTheWindowHasRoomForIsSaid) {
  BenchDriver bench;  // 1600x900: 900 / 640 = 1.4
  press_chord(bench, ImGuiMod_Ctrl | ImGuiKey_KeypadAdd, 2);
  EXPECT_EQ(bench.lab().view().interface_scale, 1.25f);
  EXPECT_TRUE(bench.lab().log().lines().empty());
  press_chord(bench, ImGuiMod_Ctrl | ImGuiKey_KeypadAdd);
  EXPECT_EQ(bench.lab().view().interface_scale, 1.25f);
  ASSERT_FALSE(bench.lab().log().lines().empty());
  EXPECT_EQ(bench.lab().log().lines().back().english(),
            "the window has room for texts of 125% at most");
}

TEST(InterfaceScale, ASmallerWindowShowsLessAndALargerOneWhatWasChosen) {
  BenchDriver bench;
  const float usual = text_px(bench);
  bench.resize(1920, 1080, 1.0f);
  press_chord(bench, ImGuiMod_Ctrl | ImGuiKey_Equal, 3);
  ASSERT_EQ(bench.lab().view().interface_scale, 1.5f);
  bench.resize(1280, 720, 1.0f);
  EXPECT_FLOAT_EQ(text_px(bench), 1.1f * usual);
  bench.resize(1920, 1080, 1.0f);
  EXPECT_FLOAT_EQ(text_px(bench), 1.5f * usual);
}

TEST(InterfaceScale, TheWheelWithCtrlWhereNothingTakesIt) {
  BenchDriver bench;
  const auto turn = [&](float ticks, ImVec2 at) {
    bench.run([=](ImGuiTestContext* context) {
      context->MouseTeleportToPos(at);
      context->Yield(2);
      context->KeyDown(ImGuiMod_Ctrl);
      context->MouseWheelY(ticks);
      context->KeyUp(ImGuiMod_Ctrl);
      context->Yield(2);
    });
  };
  const ImVec2 on_the_top_bar(700, 20);
  turn(1, on_the_top_bar);
  EXPECT_EQ(bench.lab().view().interface_scale, 1.1f);
  turn(-1, on_the_top_bar);
  EXPECT_EQ(bench.lab().view().interface_scale, 1.0f);
  ImVec2 on_the_stage;
  bench.run([&](ImGuiTestContext* context) { on_the_stage = testing::stage_cell(context, 3, 3); });
  turn(1, on_the_stage);
  EXPECT_EQ(bench.lab().view().interface_scale, 1.0f) << "the weight under it takes the wheel";
}

}  // namespace
}  // namespace convlens
