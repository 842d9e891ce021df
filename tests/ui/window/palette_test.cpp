// Everything by name, with the document and the view as the witness.
#include "ui/window/palette.h"

#include <set>
#include <string>

#include "lab/document/presets.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;

class PaletteTest : public ::testing::Test {
 protected:
  lab::Lab& lab() { return bench_.lab(); }

  // Whether the list is still open afterwards.
  bool type(const char* text, std::initializer_list<ImGuiKey> keys) {
    bool open = false;
    bench_.run([&](ImGuiTestContext* context) {
      context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_K);
      context->Yield(3);
      context->KeyChars(text);
      context->Yield(2);
      for (const ImGuiKey key : keys) context->KeyPress(key);
      context->Yield(2);
      open = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup);
    });
    return open;
  }

  BenchDriver bench_;
};

TEST_F(PaletteTest, APresetIsFoundByItsNameAndTaken) {
  EXPECT_FALSE(type("all zero", {ImGuiKey_Enter}));
  EXPECT_EQ(lab::weight_sum(lab().document().filters[0]), 0.0);
  EXPECT_EQ(lab().history().size(), 2u);
}

TEST_F(PaletteTest, ACommandIsFoundInBothLanguages) {
  type("eraser", {ImGuiKey_Enter});
  EXPECT_EQ(lab().view().brush.tool, lab::Tool::kErase);
  lab().view().language = lab::Language::kKorean;
  type("eraser", {ImGuiKey_Enter});
  EXPECT_EQ(lab().view().brush.tool, lab::Tool::kPaint) << "the key's second press";
  type("지우개", {ImGuiKey_Enter});
  EXPECT_EQ(lab().view().brush.tool, lab::Tool::kErase);
}

TEST_F(PaletteTest, ArrowsChooseAndEscapeDoesNothing) {
  const lab::View before = lab().view();
  EXPECT_FALSE(type("numbers", {ImGuiKey_Escape}));
  EXPECT_EQ(lab().view().sum_depth, before.sum_depth);
  EXPECT_TRUE(lab().view().pinned) << "Esc closed the list and did nothing else";
  // The shortest name first, then in their order: numbers, overview, channels.
  type("this cell", {ImGuiKey_DownArrow, ImGuiKey_DownArrow, ImGuiKey_Enter});
  EXPECT_EQ(lab().view().sum_depth, lab::SumDepth::kChannels);
}

TEST_F(PaletteTest, WhatCannotBeDoneSaysWhyAndStays) {
  lab().commit(lab::SetFilters{{lab::zero_filter("small", 1, 1, 3)}});
  EXPECT_TRUE(type("sobel", {ImGuiKey_Enter}));
  EXPECT_EQ(lab().history().size(), 2u);
}

TEST_F(PaletteTest, NothingWithThatNameIsNoFault) {
  EXPECT_TRUE(type("qqqqzz", {ImGuiKey_DownArrow, ImGuiKey_UpArrow, ImGuiKey_Enter}));
  EXPECT_EQ(lab().history().size(), 1u);
}

}  // namespace
}  // namespace convlens
