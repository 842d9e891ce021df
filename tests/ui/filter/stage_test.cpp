// The ways of changing weights on the stage that begin with the mouse, with the document as the
// witness.
#include <algorithm>

#include <imgui.h>
#include <imgui_internal.h>
#include <imgui_te_context.h>
#include <imgui_te_engine.h>
#include <imgui_te_internal.h>
#include "lab/document/presets.h"

#include "ui/filter/stage_fixture.h"

namespace convlens {
namespace {

using testing::click_in_bar;
using testing::drag;
using testing::move_away;
using testing::press;
using testing::stage_cell;
using testing::StageTest;

TEST_F(StageTest, ADragPaintsTheWholeLineAsOneStep) {
  // One jump from the first to the last cell: the cells between are painted all the same.
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 4), stage_cell(context, 6, 4));
  });
  EXPECT_EQ(steps(), 1u);
  for (int row = 0; row < 7; ++row) {
    for (int c = 0; c < 3; ++c) {
      EXPECT_EQ(filter().at(row, 4, c), -1.0f) << row << ", " << c;
      EXPECT_EQ(filter().at(row, 3, c), 1.0f);
      EXPECT_EQ(filter().at(row, 5, c), 0.0f);
    }
  }
}

// As a slow machine or a clicker has it: moved and let go in one frame.
TEST_F(StageTest, AStrokeReachesTheCellWhereTheButtonIsLetGo) {
  bench_.run([](ImGuiTestContext* context) {
    press(context, stage_cell(context, 2, 1));
    context->Yield();
    context->Inputs->MousePosValue = stage_cell(context, 2, 5);
    context->Inputs->MouseButtonsValue = 0;
    context->Yield(2);
  });
  for (int column = 1; column <= 5; ++column) {
    EXPECT_EQ(bench_.lab().document().filters[0].at(2, column, 0), -1.0f) << column;
  }
}

TEST_F(StageTest, ADiagonalJumpPaintsTheDiagonal) {
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 0), stage_cell(context, 6, 6));
  });
  for (int i = 0; i < 7; ++i) EXPECT_EQ(filter().at(i, i, 0), -1.0f) << i;
  EXPECT_EQ(filter().at(0, 1, 0), 0.0f);
}

TEST_F(StageTest, ShiftKeepsToTheRow) {
  bench_.run([](ImGuiTestContext* context) {
    context->KeyDown(ImGuiMod_Shift);
    drag(context, stage_cell(context, 2, 0), stage_cell(context, 4, 6));
    context->KeyUp(ImGuiMod_Shift);
  });
  for (int column = 0; column < 7; ++column) EXPECT_EQ(filter().at(2, column, 1), -1.0f);
  EXPECT_EQ(filter().at(4, 6, 1), 0.0f);
}

TEST_F(StageTest, EscapeLetsAStrokeGo) {
  const lab::Filter before = filter();
  bench_.run([](ImGuiTestContext* context) {
    context->MouseMoveToPos(stage_cell(context, 0, 0));
    context->MouseDown(ImGuiMouseButton_Left);
    context->MouseMoveToPos(stage_cell(context, 6, 0));
    context->KeyPress(ImGuiKey_Escape);
    context->MouseMoveToPos(stage_cell(context, 6, 6));
    context->MouseUp(ImGuiMouseButton_Left);
  });
  EXPECT_EQ(filter().weights, before.weights);
  EXPECT_EQ(steps(), 0u);
  EXPECT_FALSE(bench_.lab().previewing());
}

TEST_F(StageTest, TheRightButtonErases) {
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 3), stage_cell(context, 6, 3), ImGuiMouseButton_Right);
  });
  EXPECT_EQ(lab::weight_sum(filter()), 0.0);
  EXPECT_EQ(steps(), 1u);
}

TEST_F(StageTest, TheEraserErasesAndXFlipsTheSign) {
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_E); });
  EXPECT_TRUE(bench_.lab().view().brush.tool == lab::Tool::kErase);
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 3), stage_cell(context, 1, 3));
    click_in_bar(context, "//###Filter", "brush", "eraser/###eraser");
    context->KeyPress(ImGuiKey_X);
    drag(context, stage_cell(context, 5, 0), stage_cell(context, 5, 1));
  });
  EXPECT_FALSE(bench_.lab().view().brush.tool == lab::Tool::kErase);
  EXPECT_EQ(filter().at(0, 3, 2), 0.0f);
  EXPECT_EQ(filter().at(5, 0, 2), 1.0f);
}

TEST_F(StageTest, OnlyTheChosenChannelsAreWritten) {
  bench_.run([](ImGuiTestContext* context) {
    click_in_bar(context, "//###Filter", "brush", "write green/###write green");
    drag(context, stage_cell(context, 0, 0), stage_cell(context, 0, 0));
  });
  EXPECT_EQ(filter().at(0, 0, 0), -1.0f);
  EXPECT_EQ(filter().at(0, 0, 1), 0.0f);
  EXPECT_EQ(filter().at(0, 0, 2), -1.0f);
}

TEST_F(StageTest, APlaneOnTheStageIsWrittenAlone) {
  bench_.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Filter/$$2/plane");
    drag(context, stage_cell(context, 6, 6), stage_cell(context, 6, 6));
  });
  EXPECT_EQ(bench_.lab().view().plane, lab::StagePlane::kBlue);
  EXPECT_EQ(filter().at(6, 6, 0), 0.0f);
  EXPECT_EQ(filter().at(6, 6, 1), 0.0f);
  EXPECT_EQ(filter().at(6, 6, 2), -1.0f);
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_0); });
  EXPECT_EQ(bench_.lab().view().plane, lab::StagePlane::kComposite);
}

TEST_F(StageTest, WheelTicksCloseTogetherAreOneStep) {
  bench_.run([](ImGuiTestContext* context) {
    context->MouseTeleportToPos(stage_cell(context, 1, 1));
    for (int i = 0; i < 10; ++i) context->MouseWheelY(1.0f);
    context->Yield(30);  // half a second
  });
  EXPECT_EQ(filter().at(1, 1, 0), 1.0f);  // ten times 0.1, exactly
  EXPECT_EQ(steps(), 1u);
  bench_.run([](ImGuiTestContext* context) {
    context->MouseTeleportToPos(stage_cell(context, 1, 1));
    context->KeyDown(ImGuiMod_Shift);
    context->MouseWheelX(-1.0f);
    context->KeyUp(ImGuiMod_Shift);
    context->Yield(30);
  });
  EXPECT_FLOAT_EQ(filter().at(1, 1, 0), 0.99f);
  EXPECT_EQ(steps(), 2u);
}

TEST_F(StageTest, AStrokeRightAfterTheWheelKeepsBoth) {
  bench_.run([](ImGuiTestContext* context) {
    context->MouseTeleportToPos(stage_cell(context, 1, 1));
    context->MouseWheelY(1.0f);
    drag(context, stage_cell(context, 5, 5), stage_cell(context, 5, 5));
    context->Yield(30);  // longer than a second click may take
  });
  EXPECT_FLOAT_EQ(filter().at(1, 1, 0), 0.1f);
  EXPECT_EQ(filter().at(5, 5, 0), -1.0f);
  EXPECT_EQ(steps(), 2u);
}

TEST_F(StageTest, ADoubleClickTypesAndLeavesOneStep) {
  bench_.run([](ImGuiTestContext* context) {
    context->MouseTeleportToPos(stage_cell(context, 2, 5));
    context->MouseDoubleClick();
    context->Yield(2);
    context->KeyCharsReplaceEnter("0.625");
  });
  for (int c = 0; c < 3; ++c) EXPECT_EQ(filter().at(2, 5, c), 0.625f);
  EXPECT_EQ(steps(), 1u);
}

TEST_F(StageTest, EscapeLeavesTheTypedWeightAsItWas) {
  const lab::Document before = bench_.lab().document();
  bench_.run([](ImGuiTestContext* context) {
    context->MouseTeleportToPos(stage_cell(context, 2, 5));
    context->MouseDoubleClick();
    context->Yield(2);
    context->KeyCharsAppend("7");
    context->KeyPress(ImGuiKey_Escape);
  });
  EXPECT_EQ(bench_.lab().document(), before);
  EXPECT_EQ(steps(), 0u);
}

TEST_F(StageTest, UndoRightAfterTheWheelTakesTheWheelBackAndRedoReturnsIt) {
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 4), stage_cell(context, 6, 4));
    context->MouseTeleportToPos(stage_cell(context, 1, 1));
    context->MouseWheelY(1.0f);
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z);
  });
  EXPECT_EQ(filter().at(1, 1, 0), 0.0f);
  EXPECT_EQ(filter().at(6, 4, 0), -1.0f);
  EXPECT_EQ(steps(), 1u);
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Y); });
  EXPECT_FLOAT_EQ(filter().at(1, 1, 0), 0.1f);
}

TEST_F(StageTest, KeysWaitForARightDragToo) {
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 4), stage_cell(context, 6, 4));
    press(context, stage_cell(context, 0, 3), ImGuiMouseButton_Right);
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z);
    context->MouseTeleportToPos(stage_cell(context, 1, 3));
    context->MouseUp(ImGuiMouseButton_Right);
  });
  EXPECT_EQ(steps(), 2u);
  EXPECT_EQ(filter().at(1, 3, 0), 0.0f);
  EXPECT_EQ(filter().at(6, 4, 0), -1.0f);
}

TEST_F(StageTest, AControlDoubleClickTakesNoStepBack) {
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 4), stage_cell(context, 6, 4));
    context->Yield(60);
    context->MouseTeleportToPos(stage_cell(context, 2, 2));
    context->KeyDown(ImGuiMod_Ctrl);
    context->MouseDoubleClick();
    context->KeyUp(ImGuiMod_Ctrl);
    context->Yield(30);
  });
  EXPECT_EQ(steps(), 1u);
  EXPECT_EQ(filter().at(6, 4, 0), -1.0f);
}

TEST_F(StageTest, ACancelledDoubleClickKeepsWhatCanBeRedone) {
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 4), stage_cell(context, 6, 4));
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z);
    context->Yield(60);
    context->MouseTeleportToPos(stage_cell(context, 2, 2));
    context->MouseDoubleClick();
    context->Yield(2);
    context->KeyPress(ImGuiKey_Escape);
    context->Yield(2);
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Y);
  });
  EXPECT_EQ(steps(), 1u);
  EXPECT_EQ(filter().at(6, 4, 0), -1.0f);
}

TEST_F(StageTest, ASingleClickIsAStepOnceItsTimeIsOver) {
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 2, 2), stage_cell(context, 2, 2));
  });
  EXPECT_EQ(filter().at(2, 2, 0), -1.0f);  // shown at once
  bench_.run([](ImGuiTestContext* context) { context->Yield(30); });
  EXPECT_EQ(steps(), 1u);
}

TEST_F(StageTest, ShiftKeepsTheRowThatTheStrokeBeganAlong) {
  bench_.run([](ImGuiTestContext* context) {
    context->KeyDown(ImGuiMod_Shift);
    press(context, stage_cell(context, 0, 0));
    context->MouseTeleportToPos(stage_cell(context, 0, 2));
    context->MouseTeleportToPos(stage_cell(context, 6, 3));
    context->MouseUp();
    context->KeyUp(ImGuiMod_Shift);
  });
  for (int column = 0; column < 4; ++column) EXPECT_EQ(filter().at(0, column, 0), -1.0f);
  for (int row = 1; row < 7; ++row) {
    for (int column = 0; column < 3; ++column) EXPECT_EQ(filter().at(row, column, 0), 0.0f);
  }
}

TEST_F(StageTest, ControlClickPicksTheValue) {
  bench_.run([](ImGuiTestContext* context) {
    context->KeyDown(ImGuiMod_Ctrl);
    press(context, stage_cell(context, 3, 3));
    context->MouseUp();
    context->KeyUp(ImGuiMod_Ctrl);
  });
  EXPECT_EQ(bench_.lab().view().brush.value, 1.0f);
  EXPECT_EQ(steps(), 0u);
}

TEST_F(StageTest, KeysWaitUntilAStrokeIsOver) {
  bench_.run([](ImGuiTestContext* context) {
    press(context, stage_cell(context, 0, 0));
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z);
    context->MouseUp();
    context->Yield(30);
  });
  EXPECT_EQ(filter().at(0, 0, 0), -1.0f);
  EXPECT_EQ(steps(), 1u);
}

void choose_preset(ImGuiTestContext* context, lab::Preset preset) {
  context->ItemClick("//###Filter/presets/###more");
  context->ItemClick(("//$FOCUSED/###preset " + std::to_string(static_cast<int>(preset))).c_str());
}

TEST_F(StageTest, PresetsReplaceTheFilterOnTheStage) {
  bench_.run(
      [](ImGuiTestContext* context) { choose_preset(context, lab::Preset::kHorizontalLine); });
  EXPECT_EQ(filter().weights, lab::horizontal_line_filter().weights);
  bench_.run([](ImGuiTestContext* context) {
    choose_preset(context, lab::Preset::kZero);
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z);
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z);
  });
  EXPECT_EQ(filter(), lab::vertical_line_filter());
}

TEST_F(StageTest, BalanceGlidesToASumOfZeroAsOneStep) {
  bench_.run([&](ImGuiTestContext* context) {
    click_in_bar(context, "//###Filter", "tabs", "balance/###balance");
    context->Yield(10);
    const double on_the_way = lab::weight_sum(filter());
    EXPECT_GT(on_the_way, 0.5);
    EXPECT_LT(on_the_way, 20.5);
    EXPECT_TRUE(bench_.lab().previewing());
    context->Yield(30);
  });
  EXPECT_NEAR(lab::weight_sum(filter()), 0.0, 1e-4);
  EXPECT_FLOAT_EQ(filter().at(0, 3, 0) - filter().at(0, 2, 0), 1.0f);
  EXPECT_EQ(steps(), 1u);
}

TEST_F(StageTest, AKeyWhileTheSumGlidesFinishesItFirst) {
  bench_.run([&](ImGuiTestContext* context) {
    click_in_bar(context, "//###Filter", "tabs", "balance/###balance");
    context->Yield(5);
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z);
  });
  EXPECT_EQ(lab::weight_sum(filter()), 21.0);
  EXPECT_EQ(steps(), 0u);
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Y); });
  EXPECT_NEAR(lab::weight_sum(filter()), 0.0, 1e-4);
}

TEST_F(StageTest, AMirroredBrushPaintsBothSides) {
  bench_.run([](ImGuiTestContext* context) {
    click_in_bar(context, "//###Filter", "brush", "###paint mirror x");
    drag(context, stage_cell(context, 0, 0), stage_cell(context, 1, 0));
    click_in_bar(context, "//###Filter", "brush", "###paint mirror y");
    drag(context, stage_cell(context, 2, 1), stage_cell(context, 2, 2));
  });
  const std::vector<std::pair<int, int>> painted{{0, 0}, {1, 0}, {0, 6}, {1, 6}, {2, 1}, {2, 2},
                                                 {2, 5}, {2, 4}, {4, 1}, {4, 2}, {4, 5}, {4, 4}};
  for (const auto& [row, column] : painted) {
    EXPECT_EQ(filter().at(row, column, 1), -1.0f) << row << ", " << column;
  }
  EXPECT_EQ(std::count(filter().weights.begin(), filter().weights.end(), -1.0f),
            static_cast<std::ptrdiff_t>(3 * painted.size()));
  EXPECT_EQ(steps(), 2u);
}

TEST_F(StageTest, MutedWeightsKeepTheirValuesAndLeaveTheMap) {
  bench_.run([](ImGuiTestContext* context) {
    context->KeyPress(ImGuiKey_M);
    drag(context, stage_cell(context, 0, 3), stage_cell(context, 2, 3));
  });
  EXPECT_EQ(lab::weight_sum(filter()), 12.0);
  EXPECT_EQ(filter().at(1, 3, 0), 1.0f);
  EXPECT_EQ(steps(), 1u);
  bench_.run([](ImGuiTestContext* context) {  // takes one back in, then all of them
    drag(context, stage_cell(context, 1, 3), stage_cell(context, 1, 3));
  });
  EXPECT_EQ(lab::weight_sum(filter()), 15.0);
  bench_.run([](ImGuiTestContext* context) {
    click_in_bar(context, "//###Filter", "brush", "hear all/###hear all");
  });
  EXPECT_TRUE(filter().muted.empty());
  EXPECT_EQ(lab::weight_sum(filter()), 21.0);
}

TEST_F(StageTest, OneWeightAloneIsTheShiftedPhotographAndFollowsTheDrag) {
  bench_.run([](ImGuiTestContext* context) {
    click_in_bar(context, "//###Filter", "brush", "solo/###solo");
    drag(context, stage_cell(context, 0, 3), stage_cell(context, 2, 3));
  });
  EXPECT_EQ(lab::weight_sum(filter()), 3.0);
  EXPECT_EQ(steps(), 1u);
  // Weight (2, 3) of SAME padding looks one pixel up.
  const auto input = bench_.lab().pipeline().input(0).pixels.values();
  const auto map = bench_.lab().pipeline().map(0, 0).values.values();
  const auto pixel = [&](std::size_t row, std::size_t column) {
    const std::size_t at = 3 * (row * 120 + column);
    return input[at] + input[at + 1] + input[at + 2];
  };
  EXPECT_FLOAT_EQ(map[20 * 120 + 30], pixel(19, 30));
  EXPECT_FLOAT_EQ(map[0], 0.0f);
  bench_.run([](ImGuiTestContext* context) {  // the same once more: all are heard
    drag(context, stage_cell(context, 2, 3), stage_cell(context, 2, 3));
  });
  EXPECT_TRUE(filter().muted.empty());
}

}  // namespace
}  // namespace convlens
