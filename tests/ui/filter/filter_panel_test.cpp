// The strip of my filters and the tabs under the stage, with the document as the witness.
#include <algorithm>
#include <string>

#include "lab/document/band_filters.h"
#include "lab/document/filter_text.h"
#include "lab/document/transforms.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::click_in_bar;
using testing::press;

class FilterPanelTest : public ::testing::Test {
 protected:
  const std::vector<lab::Filter>& filters() { return bench_.lab().document().filters; }
  const lab::Document& document() { return bench_.lab().document(); }
  std::size_t steps() { return bench_.lab().history().position(); }
  std::size_t staged() { return bench_.lab().view().filter; }

  void click(const char* item) {
    bench_.run([&](ImGuiTestContext* context) {
      context->SetRef("//###Filter");
      context->ItemClick(item);
    });
  }
  // Of the list beside the filter's name.
  void click_listed(const std::string& item) {
    bench_.run([&](ImGuiTestContext* context) {
      click_in_bar(context, "//###Filter", "filter list", "###" + item);
    });
  }
  void show_tab(const char* tab) {
    const std::string item = std::string(tab) + "/###" + tab;
    click(item.c_str());
  }
  // Types into a field and presses Enter.
  void type(const char* item, const char* text) {
    bench_.run([&](ImGuiTestContext* context) {
      context->SetRef("//###Filter");
      context->ItemInput(item);
      context->KeyCharsReplaceEnter(text);
    });
  }
  ImVec2 thumbnail(ImGuiTestContext* context, int index) {
    ImGuiWindow* strip = context->WindowInfo("//###Filter/strip").Window;
    if (strip == nullptr) return {};
    return ImVec2(strip->Pos.x + 14 + static_cast<float>(index) * 32, strip->Pos.y + 14);
  }

  BenchDriver bench_;
};

TEST_F(FilterPanelTest, AFilterIsAddedBehindTheOneOnTheStageAndPutThere) {
  click("###add filter");
  ASSERT_EQ(filters().size(), 3u);
  EXPECT_EQ(staged(), 1u);
  EXPECT_EQ(lab::weight_sum(filters()[1]), 0.0);
  EXPECT_EQ(filters()[2].name, "horizontal line");
  EXPECT_EQ(bench_.lab().pipeline().filter_count(), 3u);
}

TEST_F(FilterPanelTest, ACopyIsTheSameInAllButItsPlaceAndItsName) {
  click_listed("duplicate filter");
  ASSERT_EQ(filters().size(), 3u);
  lab::Filter named = filters()[0];
  named.name = "vertical line 2";
  EXPECT_EQ(filters()[1], named);
  EXPECT_EQ(staged(), 1u);
}

TEST_F(FilterPanelTest, FiltersAreDeletedDownToTheLast) {
  click_listed("delete filter");
  ASSERT_EQ(filters().size(), 1u);
  EXPECT_EQ(filters()[0].name, "horizontal line");
  bench_.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Filter/filter list/###more");
    context->Yield(2);
    const auto item = context->ItemInfo("//$FOCUSED/###delete filter");
    EXPECT_NE(item.ItemFlags & ImGuiItemFlags_Disabled, 0);
    context->KeyPress(ImGuiKey_Escape);
  });
}

TEST_F(FilterPanelTest, FiltersMoveByButtonsAndByDragging) {
  click_listed("move right");
  EXPECT_EQ(filters()[1].name, "vertical line");
  EXPECT_EQ(staged(), 1u);
  click_listed("move left");
  EXPECT_EQ(filters()[0].name, "vertical line");
  bench_.run([&](ImGuiTestContext* context) {
    context->MouseMoveToPos(thumbnail(context, 0));
    context->MouseDown();
    context->MouseMoveToPos(thumbnail(context, 1));
    context->MouseUp();
  });
  EXPECT_EQ(filters()[1].name, "vertical line");
  EXPECT_EQ(staged(), 1u);
  EXPECT_EQ(steps(), 3u);
}

TEST_F(FilterPanelTest, ANameIsTypedAfterADoubleClick) {
  bench_.run([&](ImGuiTestContext* context) {
    context->MouseMoveToPos(thumbnail(context, 1));
    context->MouseDoubleClick();
    context->Yield(2);
    context->KeyCharsReplaceEnter("gratings");
    context->Yield(2);
  });
  EXPECT_EQ(filters()[1].name, "gratings");
  EXPECT_EQ(steps(), 1u);
  click_listed("rename filter");
  bench_.run([](ImGuiTestContext* context) {
    context->KeyPress(ImGuiKey_Escape);
    context->Yield(2);
  });
  EXPECT_EQ(steps(), 1u) << "Escape keeps the name";
}

TEST_F(FilterPanelTest, EveryTransformIsWhatTheLabComputes) {
  bench_.lab().commit(lab::SetWeights{{0}, {{1, 5, 0, 0.5f}, {6, 0, 2, -2.0f}}});
  show_tab("whole tab");
  const std::vector<std::pair<const char*, lab::Transform>> buttons{
      {"rotate/###rotate", lab::Transform::kRotate},
      {"negate/###negate", lab::Transform::kNegate},
      {"###mirror x", lab::Transform::kMirrorX},
      {"###mirror y", lab::Transform::kMirrorY},
      {"double/###double", lab::Transform::kDouble},
      {"halve/###halve", lab::Transform::kHalve},
      {"normalise/###normalise", lab::Transform::kNormalise},
      {"blur/###blur", lab::Transform::kBlur},
      {"###shift left", lab::Transform::kShiftLeft},
      {"###shift right", lab::Transform::kShiftRight},
      {"###shift up", lab::Transform::kShiftUp},
      {"###shift down", lab::Transform::kShiftDown}};
  for (const auto& [item, transform] : buttons) {
    const auto expected = lab::transformed(transform, filters()[0]);
    const std::size_t before = steps();
    click(item);
    EXPECT_EQ(filters()[0].weights, expected) << item;
    EXPECT_EQ(steps(), before + 1) << item;
  }
}

TEST_F(FilterPanelTest, RandomWeightsAreThoseOfTheSeedAndTheNextPressTakesTheNextSeed) {
  show_tab("whole tab");
  type("##seed", "7");
  const lab::Filter shape = filters()[0];
  click("glorot/###glorot");
  EXPECT_EQ(filters()[0].weights,
            lab::random_weights(lab::Initializer::kGlorotUniform, shape, 2, 7));
  EXPECT_EQ(filters()[0].name, "Glorot uniform 7");
  click("he/###he");
  EXPECT_EQ(filters()[0].weights, lab::random_weights(lab::Initializer::kHeNormal, shape, 2, 8));
}

TEST_F(FilterPanelTest, AFormulaBeginsAsItFitsAndItsSlidersPreviewUntilTheyAreLetGo) {
  show_tab("whole tab");
  const lab::Filter shape = filters()[0];
  lab::BandFilter band = lab::fitting_band_filter(lab::BandKind::kGabor, shape);
  bench_.run([&](ImGuiTestContext* context) {
    context->ItemClick("//###Filter/gabor/###gabor");
    EXPECT_EQ(filters()[0].weights, lab::band_weights(band, shape));
    EXPECT_EQ(filters()[0].name, "Gabor");
    context->SetRef("//$FOCUSED");
    const ImRect slider = context->ItemInfo("##phase").RectFull;
    ASSERT_GT(slider.GetWidth(), 0.0f);
    context->MouseMoveToPos(slider.GetCenter());
    context->MouseDown();
    context->MouseMoveToPos(ImVec2(slider.Max.x - 1, slider.GetCenter().y));
    EXPECT_TRUE(bench_.lab().previewing());
    EXPECT_EQ(steps(), 1u);
    context->MouseUp();
    context->Yield(2);
  });
  EXPECT_EQ(steps(), 2u);
  band.phase = 180.0;
  EXPECT_EQ(filters()[0].weights, lab::band_weights(band, shape));
}

TEST_F(FilterPanelTest, ALockedSumStaysZeroUnderTheBrush) {
  show_tab("whole tab");
  click("zero sum/###zero sum");
  EXPECT_NEAR(lab::weight_sum(filters()[0]), 0.0, 1e-4);
  bench_.run([](ImGuiTestContext* context) {
    testing::drag(context, testing::stage_cell(context, 0, 0), testing::stage_cell(context, 0, 6));
  });
  EXPECT_EQ(filters()[0].at(0, 2, 1), -1.0f);
  EXPECT_NEAR(lab::weight_sum(filters()[0]), 0.0, 1e-4);
  click("unit norm/###unit norm");
  double squares = 0.0;
  for (const float weight : filters()[0].weights) squares += double{weight} * double{weight};
  EXPECT_NEAR(squares, 1.0, 1e-5);
}

TEST_F(FilterPanelTest, ABiasIsAddedToEveryCellOfTheMap) {
  const float before = bench_.lab().pipeline().map(0, 0).values.values()[500];
  show_tab("whole tab");
  bench_.run([](ImGuiTestContext* context) {
    context->SetRef("//###Filter");
    context->ItemDoubleClick("##bias");
    context->KeyCharsReplaceEnter("2.5");
    context->Yield(2);
  });
  EXPECT_EQ(filters()[0].bias, 2.5f);
  EXPECT_EQ(steps(), 1u);
  EXPECT_FLOAT_EQ(bench_.lab().pipeline().map(0, 0).values.values()[500], before + 2.5f);
}

TEST_F(FilterPanelTest, TheShapeOfAllFiltersIsTyped) {
  show_tab("all tab");
  type("shape/##height", "3");
  type("shape/##width", "15");
  EXPECT_EQ(filters()[1].height, 3);
  EXPECT_EQ(filters()[1].width, 15);
  click("one channel/###one channel");
  EXPECT_EQ(filters()[0].channels, 1);
  EXPECT_EQ(bench_.lab().pipeline().map(1, 1).values.shape(), (Shape{70, 120}));
  type("shape/##width", "16");  // too wide: said, and nothing changes
  EXPECT_EQ(filters()[1].width, 15);
  EXPECT_FALSE(bench_.lab().error().empty());
  EXPECT_EQ(steps(), 3u);
}

TEST_F(FilterPanelTest, StrideDilationAndPaddingChangeTheMapsShape) {
  show_tab("all tab");
  type("stride/##height", "2");
  type("stride/##width", "3");
  EXPECT_EQ(bench_.lab().pipeline().map(0, 0).values.shape(), (Shape{35, 40}));
  click("valid/###valid");
  EXPECT_EQ(bench_.lab().pipeline().map(0, 0).values.shape(), (Shape{32, 38}));
  type("stride/##height", "1");
  type("stride/##width", "1");
  type("dilation/##width", "2");
  EXPECT_EQ(bench_.lab().pipeline().map(0, 0).values.shape(), (Shape{64, 108}));
}

TEST_F(FilterPanelTest, AFilterGoesThroughTheClipboardBitForBit) {
  bench_.lab().commit(lab::SetWeights{{0}, {{1, 5, 0, 0.1f}, {6, 0, 2, -1.0f / 3.0f}}});
  show_tab("all tab");
  bench_.run([](ImGuiTestContext* context) {  // the Test Engine has a clipboard for each
    context->SetRef("//###Filter");
    context->ItemClick("copy filter/###copy filter");
    context->ItemClick("paste filters/###paste filters");
  });
  ASSERT_EQ(filters().size(), 3u) << bench_.lab().error().english();
  EXPECT_EQ(filters()[1].weights, filters()[0].weights);
  EXPECT_EQ(staged(), 1u);
}

TEST_F(FilterPanelTest, PastedRowsOfASmallerFilterStandInTheMiddle) {
  bench_.run([](ImGuiTestContext* context) {
    ImGui::SetClipboardText("1 0 -1\n2 0 -2\n1 0 -1");
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_V);
  });
  ASSERT_EQ(filters().size(), 3u);
  EXPECT_FLOAT_EQ(filters()[1].at(3, 2, 0) * 3.0f, 2.0f);
  EXPECT_FLOAT_EQ(filters()[1].at(3, 4, 1) * 3.0f, -2.0f);
  EXPECT_EQ(filters()[1].at(0, 0, 0), 0.0f);
}

TEST_F(FilterPanelTest, TextThatIsNoFilterIsSaidAndChangesNothing) {
  const lab::Document before = document();
  for (const char* text : {"", "hello", "1 2\n3", "nan 1\n2 3", "[[1, 2], [3, 4]"}) {
    bench_.run([&](ImGuiTestContext* context) {
      ImGui::SetClipboardText(text);
      context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_V);
    });
    EXPECT_EQ(document(), before) << text;
    EXPECT_FALSE(bench_.lab().error().empty()) << text;
    bench_.lab().dismiss_error();
  }
}

}  // namespace
}  // namespace convlens
