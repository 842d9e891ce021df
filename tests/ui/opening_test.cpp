// Pictures and networks that are opened while the window goes on.
#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "app/gui/file_desk.h"
#include "app/gui/lab_gui.h"
#include "core/temporary_folder.h"
#include "lab/document/presets.h"

#include <gtest/gtest.h>

namespace convlens::app {
namespace {

using Clock = std::chrono::steady_clock;
using PictureResult = Result<std::shared_ptr<const lab::Picture>>;

std::shared_ptr<const lab::Picture> picture(const char* name) {
  return std::make_shared<const lab::Picture>(lab::Picture{name, {1, 1, {0, 0, 0}}});
}

const Error kNeither(phrase("neither filters nor a picture"));

class OpeningTest : public ::testing::Test {
 protected:
  OpeningTest() : lab_(lab::notebook_document({picture("first"), picture("second")})) {
    desk_.use_clipboard(
        [this](const std::atomic<bool>& dropped) -> PictureResult {
          ++begun_;
          while (!dropped && !released_) std::this_thread::yield();
          return picture("copied");
        },
        {});
  }

  // A picture that is read for as long as the test wants.
  void open_slowly() {
    const int before = begun_;
    ASSERT_TRUE(desk_.paste(lab_, "", kNeither));
    while (begun_ == before) std::this_thread::yield();
  }
  std::string write(const char* name) {
    std::ofstream(folder_ / name, std::ios::binary) << "P6 2 1 255\nabcdef";
    return (folder_ / name).string();
  }
  // Frame after frame, until all is open.
  void deliver() {
    const auto give_up = Clock::now() + std::chrono::minutes(1);
    while (!desk_.opening().empty() && Clock::now() < give_up) {
      desk_.deliver(lab_);
      std::this_thread::yield();
    }
    EXPECT_TRUE(desk_.opening().empty());
  }
  const std::string& shown(std::size_t source = 0) {
    return lab_.document().sources[source].picture->name;
  }

  const TemporaryFolder folder_;
  std::atomic<int> begun_{0};
  std::atomic<bool> released_{false};
  NetworkOpener networks_{WorkMode::kInBackground};
  FileDesk desk_{networks_};
  lab::Lab lab_;
};

TEST_F(OpeningTest, FramesGoOnWhileAPictureIsRead) {
  open_slowly();
  for (int i = 0; i < 100; ++i) desk_.deliver(lab_);
  EXPECT_EQ(desk_.opening(), "copied picture");
  EXPECT_EQ(shown(), "first");
  released_ = true;
  deliver();
  EXPECT_EQ(shown(), "copied");
}

TEST_F(OpeningTest, TheNewestPictureWins) {
  open_slowly();
  const std::string file = write("newer.ppm");
  ASSERT_TRUE(desk_.open(lab_, {file}));
  EXPECT_EQ(desk_.opening(), "newer.ppm");
  deliver();
  EXPECT_EQ(shown(), "newer.ppm");
  EXPECT_EQ(lab_.history().position(), 1u) << "the older one is never shown";
}

TEST_F(OpeningTest, WhatIsCancelledIsNotShown) {
  open_slowly();
  desk_.cancel();
  released_ = true;
  deliver();
  EXPECT_EQ(lab_.history().position(), 0u);
  EXPECT_TRUE(lab_.error().empty());
}

TEST_F(OpeningTest, AFailureIsSaidWhereItWasAsked) {
  const lab::Document before = lab_.document();
  const std::string missing = (folder_ / "missing.ppm").string();
  ASSERT_TRUE(desk_.act(lab_, ui::FilePurpose::kOpenPicture, missing));
  deliver();
  EXPECT_NE(desk_.failure().english().find("missing.ppm"), std::string::npos);
  EXPECT_TRUE(lab_.error().empty()) << "the dialog says it";
  ASSERT_TRUE(desk_.open(lab_, {missing}));
  deliver();
  EXPECT_NE(lab_.error().english().find("missing.ppm"), std::string::npos);
  EXPECT_EQ(lab_.document(), before);
}

TEST_F(OpeningTest, AGestureIsNotInterrupted) {
  released_ = true;
  open_slowly();
  lab_.preview(lab::SetWeights{{0}, {{0, 0, 0, 5.0f}}});
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  for (int i = 0; i < 10; ++i) desk_.deliver(lab_);
  EXPECT_TRUE(lab_.previewing());
  EXPECT_EQ(shown(), "first");
  lab_.commit(lab::SetWeights{{0}, {{0, 0, 0, 5.0f}}});
  deliver();
  EXPECT_EQ(shown(), "copied");
}

// A key that is held down asks for the same leaf many times while it is read.
TEST_F(OpeningTest, LeafingComesToAnEndThoughTheKeyRepeats) {
  for (const char* name : {"a.ppm", "b.ppm", "c.ppm"}) write(name);
  ASSERT_TRUE(desk_.open(lab_, {folder_ / "a.ppm"}));
  deliver();
  const auto give_up = Clock::now() + std::chrono::minutes(1);
  while (shown() != "c.ppm" && Clock::now() < give_up) {
    ASSERT_TRUE(desk_.leaf(lab_, 1));
    desk_.deliver(lab_);
  }
  EXPECT_EQ(shown(), "c.ppm");
}

TEST_F(OpeningTest, AnotherNetworkNeedNotWaitForTheFirst) {
  const auto start = Clock::now();
  for (int i = 0; i < 20; ++i) networks_.open(static_cast<std::size_t>(i % 2));
  EXPECT_LT(Clock::now() - start, std::chrono::seconds(1));
  EXPECT_EQ(networks_.opening(), networks_.names()[1]);
  const auto give_up = Clock::now() + std::chrono::minutes(1);
  while (!networks_.opening().empty() && Clock::now() < give_up) networks_.deliver(lab_);
  ASSERT_TRUE(lab_.document().network.has_value());
  EXPECT_EQ(lab_.document().network->trained->name, networks_.names()[1]);
  EXPECT_EQ(lab_.history().position(), 1u);
}

TEST_F(OpeningTest, EndsWhileItReads) {
  auto desk = std::make_unique<FileDesk>(networks_);
  std::atomic<bool> begun{false};
  desk->use_clipboard(
      [&begun](const std::atomic<bool>& dropped) -> PictureResult {
        begun = true;
        while (!dropped) std::this_thread::yield();
        return nullptr;
      },
      {});
  ASSERT_TRUE(desk->paste(lab_, "", kNeither));
  while (!begun) std::this_thread::yield();
  const auto start = Clock::now();
  desk.reset();
  EXPECT_LT(Clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace convlens::app
