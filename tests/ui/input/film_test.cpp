// A picture that moves on the bench: what its bar does, and that every frame is the film's own.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "../bench_driver.h"
#include "core/temporary_folder.h"
#include "lab/film.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr int kFrames = 8;
constexpr double kFrame_s = 1.0 / 25.0;

// Numbered pictures: their grey says which frame it is.
class FilmBarTest : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder());
    for (int i = 0; i < kFrames; ++i) {
      Image image{90, 160, std::vector<std::uint8_t>(90 * 160 * 3, grey(i))};
      ASSERT_TRUE(media::write_png(folder() / (std::to_string(i) + ".png"), image));
    }
    ASSERT_TRUE(driver_.gui().files().open(driver_.lab(), {folder()}));
    driver_.frame();
    driver_.frame();
  }
  fs::path folder() const { return files_.path() / "film"; }
  static std::uint8_t grey(int frame) { return static_cast<std::uint8_t>(20 + 10 * frame); }
  lab::Film& film() { return *driver_.lab().film(0); }
  int shown_grey() { return driver_.lab().document().sources[0].picture->image.rgb.front(); }
  void click(const char* item) {
    driver_.run([item](ImGuiTestContext* context) {
      context->ItemClick((std::string("//###Input/$$0/film/") + item).c_str());
    });
  }

  const TemporaryFolder files_;
  convlens::testing::BenchDriver driver_;
};

TEST_F(FilmBarTest, AFolderOfNumberedPicturesIsAFilm) {
  EXPECT_EQ(film().count(), kFrames);
  EXPECT_EQ(driver_.lab().document().sources[0].picture->name, "film");
  EXPECT_EQ(shown_grey(), grey(0));
  EXPECT_EQ(driver_.lab().history().size(), 2u);
}

TEST_F(FilmBarTest, StepsGoFrameByFrame) {
  click("###film on");
  driver_.frame();
  EXPECT_EQ(shown_grey(), grey(1));
  click("###film on");
  click("###film on");
  click("###film back");
  driver_.frame();
  EXPECT_EQ(shown_grey(), grey(2));
  EXPECT_EQ(driver_.lab().document().sources[0].picture->name, "film #2");
  EXPECT_EQ(driver_.lab().history().size(), 2u);
}

TEST_F(FilmBarTest, ItRunsByTheClock) {
  click("###film run");
  EXPECT_TRUE(film().runs);
  const double begin_s = film().time_s;
  for (int i = 0; i < 40; ++i) {
    driver_.frame();
    EXPECT_EQ(film().frame, lab::frame_at(film().starts_s, film().time_s));
    EXPECT_EQ(shown_grey(), grey(static_cast<int>(film().frame)));
  }
  EXPECT_NE(film().time_s, begin_s);
  click("###film run");
  EXPECT_FALSE(film().runs);
}

TEST_F(FilmBarTest, AStillIsAStepOfItsOwn) {
  click("###film on");
  driver_.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Input/$$0/film/###film more");
    context->ItemClick("//$FOCUSED/###film still");
  });
  driver_.frame();
  const lab::Picture& still = *driver_.lab().document().sources[0].picture;
  EXPECT_EQ(still.name, "film #1");
  EXPECT_FALSE(still.moving);
  EXPECT_TRUE(driver_.lab().films().empty());
  driver_.lab().undo();
  driver_.frame();
  driver_.frame();
  EXPECT_EQ(driver_.lab().films().size(), 1u);
}

TEST_F(FilmBarTest, ASessionBringsItBackAsAFilm) {
  const fs::path session = files_.path() / "kept.convlens";
  FileDesk& files = driver_.gui().files();
  for (const auto purpose : {ui::FilePurpose::kSaveSession, ui::FilePurpose::kSaveSessionNamed}) {
    ASSERT_TRUE(files.act(driver_.lab(), purpose, session.string()));
    driver_.frame();
    ASSERT_TRUE(files.begin_anew(driver_.lab()));
    driver_.frame();
    EXPECT_TRUE(driver_.lab().films().empty());
    ASSERT_TRUE(files.open(driver_.lab(), {session}));
    driver_.frame();
    driver_.frame();
    ASSERT_EQ(driver_.lab().films().size(), 1u);
    EXPECT_EQ(film().count(), kFrames);
    EXPECT_EQ(shown_grey(), grey(0));
    click("###film on");
    driver_.frame();
    EXPECT_EQ(shown_grey(), grey(1));
  }
}

TEST_F(FilmBarTest, AFrameThatCannotBeReadIsSaidAndTheLastGoodOneStays) {
  fs::remove(folder() / "3.png");
  lab::go_to_frame(film(), 2);
  driver_.frame();
  lab::go_to_frame(film(), 3);
  driver_.frame();
  EXPECT_NE(film().failed.english().find("3.png"), std::string::npos);
  EXPECT_EQ(shown_grey(), grey(2));
  lab::go_to_frame(film(), 4);
  driver_.frame();
  EXPECT_TRUE(film().failed.empty());
  EXPECT_EQ(shown_grey(), grey(4));
}

}  // namespace
}  // namespace convlens::app
