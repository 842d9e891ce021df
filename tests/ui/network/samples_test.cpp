// The sample pictures of a network's classes in the Network workspace.
#include <cstdlib>
#include <fstream>

#include "app/open/open_network.h"
#include "core/temporary_folder.h"
#include "media/picture_file.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;

class SampleStrip : public ::testing::Test {
 protected:
  SampleStrip() {
    setenv("CONVLENS_SAMPLES", folder_.path().c_str(), 1);
    std::ofstream list(folder_.path() / "samples.txt");
    for (const char* of : {"ship", "cat"}) {
      const Image image{64, 64, std::vector<std::uint8_t>(64 * 64 * 3, of[0])};
      EXPECT_TRUE(media::write_png(folder_.path() / fmt::format("{}.png", of), image));
      list << of << ".png|s|p|f|0,0,64|the maker of the " << of << "\n";
    }
  }
  ~SampleStrip() override { setenv("CONVLENS_SAMPLES", "", 1); }

  lab::Lab& lab() { return bench_.lab(); }
  const lab::Network& network() { return *lab().document().network; }

  TemporaryFolder folder_;
  BenchDriver bench_;
};

TEST_F(SampleStrip, ShowsOneOfItsClassesAtStartAndAnotherOnAClick) {
  auto opened = app::open_network({app::bundled_network("cifar10.keras")});
  ASSERT_TRUE(opened);
  lab().begin_with(*opened);
  const auto& set = network().trained->test_set;
  ASSERT_TRUE(set && set->is_samples());
  EXPECT_EQ(set->labels, (std::vector<int>{3, 8})) << "in the order of the classes";
  EXPECT_EQ(set->credits,
            (std::vector<std::string>{"the maker of the cat", "the maker of the ship"}));
  EXPECT_EQ(network().source, lab::NetworkSource::kTestSet);
  EXPECT_FLOAT_EQ(lab().run().seen().values()[0], 'c' / 255.0f);
  lab().view().workspace = lab::Workspace::kNetwork;
  bench_.run([](ImGuiTestContext* context) {
    context->Yield(3);
    context->ItemClick("//###Seen/$$1/###sample");
    context->Yield(2);
  });
  EXPECT_EQ(network().item, 1);
  EXPECT_FLOAT_EQ(lab().run().seen().values()[0], 's' / 255.0f);
  EXPECT_TRUE(lab().history().can_undo());
  EXPECT_FALSE(lab().test_meter().reading().trained) << "two pictures measure nothing";
}

TEST_F(SampleStrip, IsNotThereForANetworkOfOtherClasses) {
  auto opened = app::open_network({app::bundled_network("cifar10.keras")},
                                  std::vector<std::string>(10, "nothing"));
  ASSERT_TRUE(opened);
  EXPECT_EQ((*opened)->test_set, nullptr);
}

}  // namespace
}  // namespace convlens
