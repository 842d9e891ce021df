// The test set in the window: its pictures chosen, and what a click on one does.
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "app/open/open_network.h"
#include "app/open/test_sets.h"
#include "media/picture_file.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;

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
    lab().test_meter().wait();
  }
  static bool is_open() { return !ImGui::GetCurrentContext()->OpenPopupStack.empty(); }
  static std::string picture(int item) { return fmt::format("###test picture {}", item); }
  // The pop-up opens, and these are clicked in it, one after the other: it lives no longer than a
  // gesture.
  void browse(const std::vector<std::string>& items, const std::function<void()>& look = {}) {
    bench_.run([&](ImGuiTestContext* context) {
      context->ItemClick("//###Seen/browse/###browse");
      context->Yield(4);
      ASSERT_TRUE(is_open());
      const std::string popup = ImGui::GetCurrentContext()->OpenPopupStack.back().Window->Name;
      for (const std::string& item : items) {
        context->ItemClick(("//" + popup + "/**/" + item).c_str());
        context->Yield(3);
      }
      if (look) look();
    });
  }
  std::vector<int> chosen(const lab::ItemChoice& choice) {
    const auto reading = lab().test_meter().reading();
    EXPECT_TRUE(reading.shown);
    return lab::chosen_items(*network().test_set, reading.shown.get(), choice);
  }

  lab::Lab& lab() { return bench_.lab(); }
  const lab::Network& network() { return *lab().document().network; }

  BenchDriver bench_;
};

TEST_F(TestSetWindow, AClickShowsAPictureToTheNetwork) {
  bool open = true;
  browse({picture(5)}, [&] { open = is_open(); });
  EXPECT_FALSE(open);
  EXPECT_EQ(network().item, 5);
  lab().undo();
  EXPECT_EQ(network().item, 0);
}

TEST_F(TestSetWindow, WrongOnesTheMostCertainFirst) {
  const auto items =
      chosen({.filter = lab::ItemFilter::kWrong, .order = lab::ItemOrder::kMostCertain});
  EXPECT_EQ(items.size(), 884u);
  browse({"###wrong", "###most certain", picture(items[1])});
  EXPECT_EQ(network().item, items[1]);
}

TEST_F(TestSetWindow, ACellOfTheMatrixShowsItsPictures) {
  const auto items = chosen({.label = 6, .answer = 0});  // shirts taken for T-shirts
  EXPECT_EQ(items.size(), 142u);
  browse({"###cell 6 0", picture(items[3])});
  EXPECT_EQ(network().item, items[3]);
  // Once more lets the cell go: all are there again.
  browse({"###cell 6 0", picture(1)});
  EXPECT_EQ(network().item, 1);
  browse({"###class 2", picture(chosen({.label = 2})[4])});
  EXPECT_EQ(network().item, chosen({.label = 2})[4]);
  browse({"###answer 9", picture(chosen({.answer = 9})[2])});
  EXPECT_EQ(network().item, chosen({.answer = 9})[2]);
}

TEST_F(TestSetWindow, AnotherOrderAtRandomWithEachShuffle) {
  const auto first = chosen({.order = lab::ItemOrder::kRandom, .seed = 1});
  const auto second = chosen({.order = lab::ItemOrder::kRandom, .seed = 2});
  browse({"###random", picture(first[0])});
  EXPECT_EQ(network().item, first[0]);
  browse({"###shuffle", picture(second[1])});
  EXPECT_EQ(network().item, second[1]);
}

TEST_F(TestSetWindow, FollowsWhatIsPainted) {
  for (std::size_t f = 0; f < 16; ++f) {
    lab().commit(lab::ReplaceWeights{{f, 0}, std::vector<float>(9, 0.0f)});
  }
  bench_.run([](ImGuiTestContext* context) { context->Yield(2); });
  lab().test_meter().wait();
  const auto reading = lab().test_meter().reading();
  ASSERT_TRUE(reading.shown && reading.trained);
  const lab::ItemChoice wrong{.filter = lab::ItemFilter::kWrong};
  const auto mine = chosen(wrong);
  const auto trained = lab::chosen_items(*network().test_set, reading.trained.get(), wrong);
  EXPECT_EQ(trained.size(), 884u);
  EXPECT_GT(mine.size(), trained.size());
  browse({"###wrong", picture(mine[2])});
  EXPECT_EQ(network().item, mine[2]);
  browse({"###answers of trained", picture(trained[1])});
  EXPECT_EQ(network().item, trained[1]);
}

TEST_F(TestSetWindow, EscClosesIt) {
  bool open = true;
  bench_.run([&open](ImGuiTestContext* context) {
    context->ItemClick("//###Seen/browse/###browse");
    context->Yield(3);
    ASSERT_TRUE(is_open());
    context->KeyPress(ImGuiKey_Escape);
    context->Yield(2);
    open = is_open();
  });
  EXPECT_FALSE(open);
}

}  // namespace
}  // namespace convlens
