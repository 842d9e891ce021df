// Names from outside are drawn whole, though Dear ImGui takes "##" for the end of a label.
#include <filesystem>
#include <fstream>

#include "app/open/open_network.h"
#include "core/temporary_folder.h"
#include "ui/bench_driver.h"
#include "ui/drawn_words.h"

namespace convlens {
namespace {

namespace fs = std::filesystem;

using testing::BenchDriver;
using testing::drawn_words;

class NamesTest : public ::testing::Test {
 protected:
  lab::Lab& lab() { return bench_.lab(); }
  void wait() {
    for (int i = 0; i < 4; ++i) bench_.frame();
  }

  TemporaryFolder folder_;
  BenchDriver bench_;
};

TEST_F(NamesTest, OfFilesToOpen) {
  std::ofstream(folder_ / "a##b.npy") << "";
  ASSERT_TRUE(bench_.gui().files().list(folder_.path().string(), ui::FilePurpose::kOpenFilters));
  bench_.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Filter/all tab/###all tab");
    context->ItemClick("//###Filter/open filters/###open filters");
    context->Yield(2);
  });
  EXPECT_EQ(drawn_words().count("a##b.npy"), 1u);
}

TEST_F(NamesTest, OfTheNetwork) {
  fs::copy_file(app::bundled_network("cifar10.keras"), folder_ / "n##m.keras");
  auto network = app::open_network(folder_ / "n##m.keras");
  ASSERT_TRUE(network) << network.error().message;
  lab().begin_with(*network);
  wait();
  EXPECT_EQ(drawn_words().count("n##m.keras"), 1u);
}

TEST_F(NamesTest, InTheHistory) {
  lab().commit(lab::RenameFilter{0, "x##y"});
  lab().commit(lab::SetWeights{0, {{0, 0, 0, 1.0f}}});
  lab().view().drawer = lab::DrawerTab::kHistory;
  ASSERT_EQ(lab().history().label(2).english(), "paint x##y");
  lab().commit(lab::RenameFilter{0, "z"});  // so that only the history has it
  wait();
  EXPECT_EQ(drawn_words().count("x##y"), 1u);
}

}  // namespace
}  // namespace convlens
