#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "core/temporary_folder.h"
#include "media/moving/made_videos.h"
#include "media/moving/moving_picture.h"
#include "media/recording/read_back.h"

namespace convlens::media {
namespace {

namespace fs = std::filesystem;

// What is no video, or no whole one: a sentence in one line, never an end of the program.
class BadVideoTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::has_ffmpeg()) GTEST_SKIP() << "ffmpeg makes videos: tools/setup.sh tests";
  }

  fs::path made(const std::string& name, const std::string& arguments) const {
    const fs::path file = folder_ / name;
    const std::string command =
        "ffmpeg -nostdin -v error -y " + arguments + " '" + file.string() + "' >/dev/null 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return file;
  }
  fs::path written(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }
  static std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string sentence(const fs::path& file) const {
    const auto moving = open_moving(file, dropped_);
    if (moving) return "opened";
    EXPECT_EQ(moving.error().message.find('\n'), std::string::npos);
    EXPECT_NE(moving.error().message.find(file.filename().string()), std::string::npos);
    return moving.error().message;
  }

  const TemporaryFolder folder_;
  const std::atomic<bool> dropped_{false};
};

TEST_F(BadVideoTest, WhatIsNoVideoIsRefusedInASentence) {
  EXPECT_NE(sentence(folder_ / "none.mp4").find("No such file"), std::string::npos);
  EXPECT_NE(sentence(written("empty.mp4", "")), "opened");
  EXPECT_NE(sentence(written("text.mp4", "# a page of words, no video\n")), "opened");
  EXPECT_NE(sentence(written("notes.txt", std::string(4000, 'w'))), "opened");
  const fs::path sound = made("sound.mp4", "-f lavfi -i sine=duration=1");
  EXPECT_NE(sentence(sound).find("holds no video"), std::string::npos);
}

TEST_F(BadVideoTest, ListsOfOtherFilesAreNotFollowed) {
  made("whole.ts", testing::moving_source(64, 48, 10) + " -c:v mpeg2video");
  const std::string list =
      "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:0.4,\nwhole.ts\n"
      "#EXT-X-ENDLIST\n";
  EXPECT_NE(sentence(written("list.m3u8", list)), "opened");
  EXPECT_NE(sentence(written("list.mp4", list)), "opened");
  EXPECT_NE(sentence(written("list.ffconcat", "ffconcat version 1.0\nfile 'whole.ts'\n")),
            "opened");
}

TEST_F(BadVideoTest, OfACutOneAllWholeFramesAreThere) {
  const std::string bytes = read(made(
      "whole.mkv", testing::moving_source(96, 64, 40) + " -c:v libx264 -g 8 -preset veryfast"));
  std::int64_t before = 0;
  for (std::size_t tenth = 1; tenth < 10; ++tenth) {
    const fs::path file = written("cut.mkv", bytes.substr(0, bytes.size() * tenth / 10));
    const auto moving = open_moving(file, dropped_);
    if (!moving) continue;
    const std::int64_t count = (*moving)->count();
    EXPECT_GE(count, before);
    EXPECT_LT(count, 40);
    before = count;
    EXPECT_TRUE((*moving)->frame(0, dropped_));
  }
  EXPECT_GT(before, 20);
}

TEST_F(BadVideoTest, DamageCostsFramesAndNothingElse) {
  const std::string bytes = read(made(
      "whole.mp4", testing::moving_source(96, 64, 40) + " -c:v libx264 -g 8 -preset veryfast"));
  ASSERT_FALSE(bytes.empty());
  std::mt19937 random(3);
  int opened = 0;
  for (int round = 0; round < 60; ++round) {
    std::string damaged = bytes;
    for (int i = 0; i < 8; ++i) {
      damaged[random() % damaged.size()] = static_cast<char>(random() & 0xffU);
    }
    const fs::path file = written("damaged.mp4", damaged);
    const auto moving = open_moving(file, dropped_);
    if (!moving) continue;
    ++opened;
    int shown = 0;
    for (std::int64_t i = 0; i < (*moving)->count(); i += 3) {
      const auto frame = (*moving)->frame(i, dropped_);
      if (frame) ++shown;
      if (!frame) {
        EXPECT_NE(frame.error().message.find("damaged.mp4: "), std::string::npos);
      }
    }
    EXPECT_GT(shown, 0);
  }
  EXPECT_GT(opened, 30);
}

TEST_F(BadVideoTest, AFrameOfAnotherSizeIsAnErrorOfItsOwn) {
  const std::string a = read(made("a.ts", testing::moving_source(96, 64, 10) + " -c:v mpeg2video"));
  const std::string b = read(made("b.ts", testing::moving_source(64, 48, 10) + " -c:v mpeg2video"));
  const auto moving = open_moving(written("both.ts", a + b), dropped_);
  ASSERT_TRUE(moving) << moving.error().message;
  const std::int64_t count = (*moving)->count();
  ASSERT_GT(count, 12);
  EXPECT_TRUE((*moving)->frame(2, dropped_));
  const auto other = (*moving)->frame(count - 1, dropped_);
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().message.find("64 x 48 pixels, 96 x 64 expected"), std::string::npos)
      << other.error().message;
  EXPECT_TRUE((*moving)->frame(3, dropped_));
}

TEST_F(BadVideoTest, NumbersThatNoFrameHasAreRefused) {
  const auto moving =
      open_moving(made("few.mp4", testing::moving_source(96, 64, 5) + " -c:v libx264"), dropped_);
  ASSERT_TRUE(moving);
  EXPECT_FALSE((*moving)->frame(-1, dropped_));
  EXPECT_FALSE((*moving)->frame(5, dropped_));
  EXPECT_TRUE((*moving)->frame(4, dropped_));
  const std::atomic<bool> left{true};
  EXPECT_FALSE((*moving)->frame(0, left));
  EXPECT_TRUE((*moving)->frame(0, dropped_));
}

TEST_F(BadVideoTest, ALargeOneIsRead) {
  const auto moving = open_moving(
      made("large.mp4", testing::moving_source(7680, 4320, 2) + " -c:v libx264 -preset ultrafast"),
      dropped_);
  ASSERT_TRUE(moving) << moving.error().message;
  const auto frame = (*moving)->frame(1, dropped_);
  ASSERT_TRUE(frame) << frame.error().message;
  EXPECT_EQ(frame->width, 7680);
}

}  // namespace
}  // namespace convlens::media
