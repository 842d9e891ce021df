// Everything on the stage from the keyboard alone, with the document as the witness.
#include "ui/filter/stage_fixture.h"

namespace convlens {
namespace {

using testing::move_away;
using testing::StageTest;

TEST_F(StageTest, ArrowsMoveACursorAndEnterPaintsAsLongAsItIsDown) {
  bench_.run([](ImGuiTestContext* context) {
    move_away(context);
    context->KeyPress(ImGuiKey_RightArrow);  // shows the cursor in the middle
    context->KeyPress(ImGuiKey_RightArrow);
    context->KeyPress(ImGuiKey_UpArrow);
    context->KeyPress(ImGuiKey_Enter);
  });
  EXPECT_EQ(filter().at(2, 4, 0), -1.0f);
  EXPECT_EQ(filter().at(3, 4, 0), 0.0f);
  EXPECT_EQ(steps(), 1u);
  bench_.run([](ImGuiTestContext* context) {
    context->KeyDown(ImGuiKey_Enter);
    context->Yield();
    for (int i = 0; i < 9; ++i) context->KeyPress(ImGuiKey_DownArrow);  // past the edge
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z);                      // waits
    context->KeyUp(ImGuiKey_Enter);
    context->Yield(2);
  });
  for (int row = 2; row < 7; ++row) EXPECT_EQ(filter().at(row, 4, 1), -1.0f) << row;
  EXPECT_EQ(filter().at(1, 4, 1), 0.0f);
  EXPECT_EQ(steps(), 2u);
}

TEST_F(StageTest, DeleteErasesAndControlArrowsChangeAWeight) {
  bench_.run([](ImGuiTestContext* context) {
    move_away(context);
    context->KeyPress(ImGuiKey_UpArrow);
    context->KeyPress(ImGuiKey_Delete);
  });
  EXPECT_EQ(filter().at(3, 3, 2), 0.0f);
  EXPECT_EQ(filter().at(2, 3, 2), 1.0f);
  bench_.run([](ImGuiTestContext* context) {
    for (int i = 0; i < 3; ++i) context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_UpArrow);
    context->KeyPress(ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_DownArrow);
    context->Yield(30);
  });
  EXPECT_FLOAT_EQ(filter().at(3, 3, 2), 0.29f);
  EXPECT_EQ(steps(), 2u) << "ticks close together are one step";
}

TEST_F(StageTest, F2TypesAndITakesTheValueOfTheCursor) {
  bench_.run([](ImGuiTestContext* context) {
    move_away(context);
    context->KeyPress(ImGuiKey_LeftArrow);
    context->KeyPress(ImGuiKey_LeftArrow);
    context->KeyPress(ImGuiKey_F2);
    context->Yield(2);
    context->KeyCharsReplaceEnter("0.375");
    context->Yield(2);
  });
  EXPECT_EQ(filter().at(3, 2, 0), 0.375f);
  EXPECT_EQ(steps(), 1u);
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_I); });
  EXPECT_EQ(bench_.lab().view().brush.value, 0.375f);
}

TEST_F(StageTest, AfterAClickOnThePhotographTheArrowsMoveItsCropAndNotTheCursor) {
  const lab::Document before = bench_.lab().document();
  bench_.run([](ImGuiTestContext* context) {
    context->MouseTeleportToPos(ImVec2(60, 200));
    context->MouseClick();
    context->KeyPress(ImGuiKey_DownArrow);
    context->KeyPress(ImGuiKey_Delete);
  });
  EXPECT_EQ(bench_.lab().document().filters, before.filters);
  EXPECT_EQ(bench_.lab().document().sources[0].origin.top, before.sources[0].origin.top + 1);
}

}  // namespace
}  // namespace convlens
