// The history and the log in the Input column, with the document as the witness.
#include <string>
#include <vector>

#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::click_in_bar;

class HistoryTest : public ::testing::Test {
 protected:
  lab::Lab& lab() { return bench_.lab(); }

  void open(const std::string& tab) {
    bench_.run([&](ImGuiTestContext* context) {
      click_in_bar(context, "//###Input", "input bar", tab + " tab/###" + tab + " tab");
      context->Yield(2);
    });
  }

  BenchDriver bench_;
};

TEST_F(HistoryTest, ATabTakesThePlaceOfThePicturesAndGivesItBack) {
  EXPECT_EQ(lab().view().input_tab, lab::InputTab::kPictures);
  open("history");
  EXPECT_EQ(lab().view().input_tab, lab::InputTab::kHistory);
  open("log");
  EXPECT_EQ(lab().view().input_tab, lab::InputTab::kLog);
  open("input");
  EXPECT_EQ(lab().view().input_tab, lab::InputTab::kPictures);
}

TEST_F(HistoryTest, TwoBenchesAreKeptShownAndFlippedBetween) {
  open("history");
  const auto press = [&](const std::string& item) {
    bench_.run([&](ImGuiTestContext* context) {
      context->SetRef("//###Input");
      context->ItemClick(item.c_str());
      context->SetRef("");
    });
  };
  const auto flip = [&] {
    bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_Q); });
  };
  const lab::Document a = lab().document();
  flip();
  EXPECT_EQ(lab().history().size(), 1u) << "nothing is kept yet";
  press("A/keep/###keep");
  lab().commit(lab::SetWeights{0, {{0, 0, 0, -2.0f}}});
  const lab::Document b = lab().document();
  press("B/keep/###keep");
  press("A/show/###show");
  EXPECT_EQ(lab().document(), a);
  flip();
  EXPECT_EQ(lab().document(), b);
  flip();
  EXPECT_EQ(lab().document(), a);
  press("B/show/###show");
  EXPECT_EQ(lab().document(), b);
}

TEST_F(HistoryTest, AClickInTheHistoryGoesToThatStep) {
  std::vector<lab::Document> steps{lab().document()};
  for (int i = 0; i < 3; ++i) {
    lab().commit(lab::SetWeights{0, {{0, i, 0, -2.0f}}});
    steps.push_back(lab().document());
  }
  open("history");
  const std::uint64_t dropped = bench_.gui().counts().dropped;  // by the commits without frames
  const auto click_step = [&](int step, std::initializer_list<ImGuiKey> keys = {}) {
    bench_.run([&](ImGuiTestContext* context) {
      context->SetRef(context->WindowInfo("//###Input/steps").Window);
      context->ItemClick(("###step " + std::to_string(step)).c_str());
      context->SetRef("");
      for (const ImGuiKey key : keys) context->KeyPress(key);
    });
  };
  const auto expect_step = [&](int step) {
    EXPECT_EQ(lab().history().position(), static_cast<std::size_t>(step));
    EXPECT_EQ(lab().document(), steps[static_cast<std::size_t>(step)]);
  };
  for (const int step : {1, 3, 0}) {
    click_step(step);
    expect_step(step);
  }
  EXPECT_EQ(lab().history().size(), 4u);
  EXPECT_EQ(bench_.gui().counts().dropped, dropped);
  // A click gives the list the keyboard.
  click_step(0, {ImGuiKey_DownArrow, ImGuiKey_DownArrow});
  expect_step(2);
  click_step(2, {ImGuiKey_UpArrow});
  expect_step(1);
  click_step(1, {ImGuiKey_End});
  expect_step(3);
}

TEST_F(HistoryTest, TheLogIsCopied) {
  lab().report(phrase("first"));
  lab().report(phrase("second"));
  open("log");
  std::string text;
  bench_.run([&](ImGuiTestContext* context) {
    click_in_bar(context, "//###Input", "input bar", "copy log/###copy log");
    text = ImGui::GetClipboardText();
  });
  EXPECT_EQ(text, "error: first\nerror: second\n");
}

}  // namespace
}  // namespace convlens
