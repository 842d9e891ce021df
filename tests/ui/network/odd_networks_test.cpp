// What a network's file holds beside good weights: told in the window.
#include <set>
#include <span>
#include <string>

#include "app/open/open_network.h"
#include "ui/bench_driver.h"
#include "ui/drawn_words.h"

namespace convlens {
namespace {

using testing::BenchDriver;

class OddNetworks : public ::testing::Test {
 protected:
  // Of the golden files.
  void open(const std::string& name) {
    auto network = app::open_network({std::string(CONVLENS_TEST_DIR) + "/golden/" + name});
    ASSERT_TRUE(network) << network.error().message;
    ASSERT_TRUE(lab().commit(lab::SetNetwork{*network}));
    wait();
  }
  void wait() {
    bench_.run([](ImGuiTestContext* context) { context->Yield(4); });
  }
  lab::Lab& lab() { return bench_.lab(); }

  BenchDriver bench_;
};

bool is_magenta(std::span<const std::uint8_t> pixel) {
  return pixel[0] == 255 && pixel[1] == 0 && pixel[2] == 255;
}

int magenta_pixels(const Image& picture) {
  int count = 0;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) count += is_magenta(picture.pixel(y, x)) ? 1 : 0;
  }
  return count;
}

// A layer with 28 NaN and 2 infinite weights, behind it one of nothing else.
TEST_F(OddNetworks, WeightsThatAreNotFiniteAreCountedAndHaveTheirOwnColour) {
  open("input_cases/not_finite.keras");
  lab().view().workspace = lab::Workspace::kNetwork;
  lab().view().network_tab = lab::NetworkTab::kWeights;
  lab().view().layer = 0;
  lab().view().trained_filter = 1;  // 27 NaN
  wait();
  const auto words = testing::drawn_words();
  EXPECT_EQ(words.count("NaN,"), 1u) << "in the weights' panel";
  EXPECT_EQ(words.count("28"), 1u);
  EXPECT_EQ(words.count("27"), 1u) << "beside the sum";
  EXPECT_EQ(words.count("negative"), 0u);
  EXPECT_GT(magenta_pixels(bench_.picture()), 1000);

  lab().view().layer = 1;
  lab().view().trained_filter = 0;
  wait();
  EXPECT_EQ(testing::drawn_words().count("72"), 1u);

  open("input_cases/one_sigmoid.keras");
  EXPECT_EQ(magenta_pixels(bench_.picture()), 0);
}

TEST_F(OddNetworks, WhatThereIsToKnowOfTheFileIsShown) {
  open("input_cases/not_finite.keras");
  lab().view().language = lab::Language::kKorean;
  bench_.run([](ImGuiTestContext* context) {
    context->ItemClick("//##top/###about network");
    context->Yield(3);
  });
  const auto words = testing::drawn_words();
  EXPECT_EQ(words.count("some:"), 1u);
  EXPECT_EQ(words.count("all:"), 1u);
  EXPECT_EQ(words.count("유한하지"), 1u) << "not finite";
  EXPECT_GE(words.count("not_finite.keras"), 1u);
}

// What a reader says is told in the language of the moment, too.
TEST_F(OddNetworks, WhatIsSaidOfTheFileIsTranslated) {
  open("keras_files/bfloat16.keras");
  const auto opened_in = [this](lab::Language language) {
    lab().view().language = language;
    bench_.run([](ImGuiTestContext* context) {
      context->ItemClick("//##top/###about network");
      context->Yield(3);
    });
    const auto words = testing::drawn_words();
    bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_Escape); });
    return words;
  };
  EXPECT_EQ(opened_in(lab::Language::kEnglish).count("bfloat16,"), 1u);
  EXPECT_EQ(opened_in(lab::Language::kKorean).count("케라스에서는"), 1u);
}

}  // namespace
}  // namespace convlens
