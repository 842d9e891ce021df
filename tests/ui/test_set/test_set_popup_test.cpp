// The test set in the window: its pictures chosen, and what a click on one does.
#include <cstdlib>

#include "app/open/open_network.h"
#include "app/open/test_sets.h"
#include "core/temporary_folder.h"
#include "media/picture_file.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::click_in_bar;

class TestSetWindow : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(app::fashion_mnist_test_images())) {
      GTEST_SKIP() << "skipped: dataset-fashion-mnist is not installed";
    }
    auto network = app::open_network({app::bundled_network("fashion_mnist.keras")});
    ASSERT_TRUE(network) << network.error().message;
    lab().begin_with(*network);
    lab().view().workspace = lab::Workspace::kNetwork;
    bench_.run([](ImGuiTestContext* context) { context->Yield(4); });
  }
  void open() {
    lab().test_meter().wait();
    bench_.run([](ImGuiTestContext* context) {
      context->ItemClick("//###Seen/browse/###browse");
      context->Yield(4);
    });
  }
  static bool is_open() { return !ImGui::GetCurrentContext()->OpenPopupStack.empty(); }
  // In the pop-up, wherever its child windows are.
  void click(const std::string& item) {
    bench_.run([&item](ImGuiTestContext* context) {
      context->ItemClick(("//$FOCUSED/**/" + item).c_str());
      context->Yield(3);
    });
  }
  std::vector<int> chosen(const lab::ItemChoice& choice) {
    const auto reading = lab().test_meter().reading();
    EXPECT_TRUE(reading.shown);
    return lab::chosen_items(*network().test_set, reading.shown.get(), choice);
  }
  // Looks for the pictures' first, by its number.
  void take(int item) { click(fmt::format("$${}/###test picture", item)); }

  lab::Lab& lab() { return bench_.lab(); }
  const lab::Network& network() { return *lab().document().network; }

  BenchDriver bench_;
};

TEST_F(TestSetWindow, AClickShowsAPictureToTheNetwork) {
  open();
  ASSERT_TRUE(is_open());
  take(5);
  EXPECT_FALSE(is_open());
  EXPECT_EQ(network().item, 5);
  lab().undo();
  EXPECT_EQ(network().item, 0);
}

TEST_F(TestSetWindow, WrongOnesTheMostCertainFirst) {
  open();
  click("wrong/###wrong");
  click("most certain/###most certain");
  const auto items =
      chosen({.filter = lab::ItemFilter::kWrong, .order = lab::ItemOrder::kMostCertain});
  EXPECT_EQ(items.size(), 884u);
  take(items[1]);
  EXPECT_EQ(network().item, items[1]);
}

TEST_F(TestSetWindow, ACellOfTheMatrixShowsItsPictures) {
  open();
  click("$$60/###cell");  // shirts taken for T-shirts
  const auto items = chosen({.label = 6, .answer = 0});
  EXPECT_EQ(items.size(), 142u);
  take(items[3]);
  EXPECT_EQ(network().item, items[3]);
}

TEST_F(TestSetWindow, FollowsWhatIsPainted) {
  for (std::size_t f = 0; f < 16; ++f) {
    lab().commit(lab::ReplaceWeights{{f, 0}, std::vector<float>(9, 0.0f)});
  }
  bench_.run([](ImGuiTestContext* context) { context->Yield(2); });
  open();
  click("right/###right");
  const auto mine = chosen({.filter = lab::ItemFilter::kRight});
  const auto reading = lab().test_meter().reading();
  const auto trained = lab::chosen_items(*network().test_set, reading.trained.get(),
                                         {.filter = lab::ItemFilter::kRight});
  EXPECT_EQ(trained.size(), 9116u);
  EXPECT_LT(mine.size(), trained.size());
  click("answers of trained/###answers of trained");
  const int first = trained[0];
  take(first);
  EXPECT_EQ(network().item, first);
}

TEST_F(TestSetWindow, EscClosesIt) {
  open();
  ASSERT_TRUE(is_open());
  bench_.run([](ImGuiTestContext* context) {
    context->KeyPress(ImGuiKey_Escape);
    context->Yield(2);
  });
  EXPECT_FALSE(is_open());
}

// Pictures to look at, where somebody wants to: CONVLENS_LOOK names the folder.
TEST_F(TestSetWindow, Look) {
  const char* folder = std::getenv("CONVLENS_LOOK");
  if (folder == nullptr) GTEST_SKIP();
  struct Size {
    int width, height;
    float scale;
  };
  for (const auto language : {lab::Language::kEnglish, lab::Language::kKorean}) {
    for (const auto theme : {lab::Theme::kLight, lab::Theme::kDark}) {
      lab().view().language = language;
      lab().view().theme = theme;
      for (const Size size : {Size{1280, 720, 1}, Size{1600, 900, 1}, Size{2560, 1440, 2}}) {
        bench_.resize(size.width, size.height, size.scale);
        open();
        const auto name = fmt::format("{}/set_{}_{}_{}.png", folder, size.width,
                                      language == lab::Language::kKorean ? "ko" : "en",
                                      theme == lab::Theme::kDark ? "dark" : "light");
        ASSERT_TRUE(media::write_png(name, bench_.picture()));
        bench_.run([](ImGuiTestContext* context) {
          context->KeyPress(ImGuiKey_Escape);
          context->Yield(2);
        });
      }
    }
  }
}

}  // namespace
}  // namespace convlens
