// A camera on the bench, which a library in front of the C library stands for.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>

#include "../bench_driver.h"
#include "core/temporary_folder.h"
#include "lab/film.h"
#include "media/camera/fake_cameras.h"

namespace convlens::app {
namespace {

using convlens::testing::BenchDriver;

class CameraBarTest : public ::testing::Test {
 protected:
  void open_from_menu() {
    driver_.run([](ImGuiTestContext* context) {
      context->ItemClick("//###Input/$$0/###add picture");
      context->Yield(2);
      context->ItemClick("//$FOCUSED/###camera 0");
    });
  }
  void click(const char* item) {
    driver_.run([item](ImGuiTestContext* context) {
      context->ItemClick((std::string("//###Input/$$2/film/") + item).c_str());
    });
  }
  void choose(const char* line) {
    driver_.run([line](ImGuiTestContext* context) {
      context->ItemClick("//###Input/$$2/film/###film more");
      context->Yield(2);
      context->ItemClick((std::string("//$FOCUSED/") + line).c_str());
    });
  }
  bool in_time(const std::function<bool()>& condition) {
    return media::testing::comes_true([&] {
      driver_.frame();
      return condition();
    });
  }
  lab::Film& film() {
    lab::Film* found =
        driver_.lab().document().sources.size() > 2 ? driver_.lab().film(2) : nullptr;
    if (found == nullptr) throw std::runtime_error("there is no third picture that moves");
    return *found;
  }
  const lab::Picture& shown() { return *driver_.lab().document().sources[2].picture; }
  bool moves_on() {
    const std::int64_t before = film().frame;
    return in_time([&] { return film().frame > before; });
  }

  media::testing::FakeCameras cameras_{media::testing::fake_line()};
  BenchDriver driver_;
};

TEST_F(CameraBarTest, TheMenuOpensIt) {
  open_from_menu();
  ASSERT_EQ(driver_.lab().document().sources.size(), 3u);
  EXPECT_EQ(driver_.lab().view().source, 2u);
  EXPECT_TRUE(film().runs);
  EXPECT_EQ(film().picture->name, "Fake");
  EXPECT_EQ(driver_.lab().history().size(), 2u);
  ASSERT_TRUE(moves_on());
  ASSERT_TRUE(moves_on());
  EXPECT_EQ(media::testing::worst_difference(shown().image) < 30, true);
  EXPECT_EQ(shown().name, "Fake #" + std::to_string(film().frame));
  EXPECT_EQ(driver_.lab().history().size(), 2u);  // frames are no steps
  EXPECT_NE(film().live->gives.english().find("320x240"), std::string::npos);
}

TEST_F(CameraBarTest, WhereItStandsAnyOtherProgramCanHaveIt) {
  const int before = media::testing::open_descriptors();
  open_from_menu();
  ASSERT_TRUE(moves_on());
  click("###film run");
  EXPECT_TRUE(in_time([&] { return media::testing::open_descriptors() == before; }));
  EXPECT_TRUE(film().live->gives.empty());
  const std::int64_t last = film().frame;
  driver_.frame();
  EXPECT_EQ(film().frame, last);
  click("###film run");
  EXPECT_TRUE(moves_on());
  driver_.lab().undo();
  EXPECT_TRUE(in_time([&] { return media::testing::open_descriptors() == before; }));
}

TEST_F(CameraBarTest, OneThatIsBusyChangesNothing) {
  cameras_.become(media::testing::fake_line("state=busy"));
  const std::size_t steps = driver_.lab().history().size();
  const Status opened = driver_.gui().files().open_camera(driver_.lab(), "/dev/video7", 0);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("/dev/video7"), std::string::npos);
  EXPECT_EQ(driver_.lab().history().size(), steps);
  EXPECT_TRUE(driver_.lab().films().empty());
}

TEST_F(CameraBarTest, UnpluggedItSaysSoAndGoesOnByItself) {
  open_from_menu();
  ASSERT_TRUE(moves_on());
  cameras_.become(media::testing::fake_line("state=gone"));
  ASSERT_TRUE(in_time([&] { return !film().failed.empty(); }));
  const std::string last = shown().name;
  driver_.frame();
  EXPECT_EQ(shown().name, last);  // the last good frame stays
  cameras_.become(media::testing::fake_line());
  EXPECT_TRUE(moves_on());
  EXPECT_TRUE(film().failed.empty());
}

TEST_F(CameraBarTest, OneThatIsBusyLaterIsTriedUntilItIsFree) {
  open_from_menu();
  click("###film run");
  cameras_.become(media::testing::fake_line("state=busy"));
  click("###film run");
  ASSERT_TRUE(in_time([&] { return !film().failed.empty(); }));
  EXPECT_TRUE(film().runs);
  cameras_.become(media::testing::fake_line());
  EXPECT_TRUE(moves_on());
}

TEST_F(CameraBarTest, AsInAMirror) {
  open_from_menu();
  choose("###film mirror");
  ASSERT_TRUE(film().live->mirrored);
  ASSERT_TRUE(moves_on());
  ASSERT_TRUE(moves_on());
  Image back = shown().image;
  const int width = back.width;
  for (int row = 0; row < back.height; ++row) {
    for (int left = 0; left < width / 2; ++left) {
      const auto at = [&](int column) {
        return back.rgb.begin() + 3 * (static_cast<std::ptrdiff_t>(row) * width + column);
      };
      std::swap_ranges(at(left), at(left) + 3, at(width - 1 - left));
    }
  }
  EXPECT_LT(media::testing::worst_difference(back), 30);
  EXPECT_GT(media::testing::worst_difference(shown().image), 60);
}

TEST_F(CameraBarTest, AnotherSizeIsAskedOfIt) {
  cameras_.become("device=/dev/video7 name=Fake bus=usb-1 modes=YUYV:640x480@30,YUYV:320x240@30 ");
  open_from_menu();
  ASSERT_TRUE(moves_on());
  EXPECT_EQ(shown().image.width, 640);
  choose("###film ask 320x240 30");
  EXPECT_TRUE(in_time([&] { return shown().image.width == 320; }));
}

TEST_F(CameraBarTest, ASessionLeavesItOff) {
  open_from_menu();
  ASSERT_TRUE(moves_on());
  const TemporaryFolder folder;
  const std::string file = (folder / "a.convlens").string();
  ASSERT_TRUE(driver_.gui().files().act(driver_.lab(), ui::FilePurpose::kSaveSession, file));
  ASSERT_TRUE(driver_.gui().files().open(driver_.lab(), {file}));
  driver_.frame();
  ASSERT_NE(driver_.lab().film(2), nullptr);
  ASSERT_TRUE(film().live);
  EXPECT_FALSE(film().runs);
  EXPECT_EQ(shown().name, "Fake");
  click("###film run");
  EXPECT_TRUE(moves_on());
}

}  // namespace
}  // namespace convlens::app
