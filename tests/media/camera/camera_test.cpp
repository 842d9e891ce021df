#include "media/camera/camera.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "media/camera/fake_cameras.h"

namespace convlens::media {
namespace {

using testing::comes_true;
using testing::fake_line;
using testing::FakeCameras;
using testing::kSmall;
using testing::next_frame;
using testing::opened;

std::vector<std::string> english(const std::vector<Phrase>& phrases) {
  std::vector<std::string> texts;
  for (const Phrase& phrase : phrases) texts.push_back(phrase.english());
  return texts;
}

// Frames that nobody was there for when the camera began, which have no number.
std::int64_t passed_before(const CameraFrame& frame) {
  return testing::count_in(frame.image) - frame.number;
}

CameraFacts facts_of(const std::string& modes, const CameraChoice& choice) {
  const FakeCameras fakes("device=/dev/video7 colorspace=8 modes=" + modes + "\n");
  return opened("7", choice)->facts();
}

TEST(Camera, SaysWhatItGives) {
  const CameraFacts facts = facts_of("YUYV:320x240@60", kSmall);
  EXPECT_EQ(facts.camera.device, "/dev/video7");
  EXPECT_EQ(facts.camera.name, "Fake");
  EXPECT_EQ(facts.height, 240);
  EXPECT_EQ(facts.width, 320);
  EXPECT_EQ(facts.fps, 60.0);
  EXPECT_EQ(facts.pixel_format, "YUYV");
  EXPECT_EQ(english(facts.conversions), std::vector<std::string>{"BT.601 to RGB"});
}

TEST(Camera, TakesTheNearestAndSaysSo) {
  const CameraFacts facts = facts_of("YUYV:1280x720@10,YUYV:320x240@15,YUYV:320x240@20", {});
  EXPECT_EQ(facts.width, 320);
  EXPECT_EQ(facts.fps, 20.0);
  const std::vector<std::string> said{"640 x 480 pixels asked for, 320 x 240 given",
                                      "30 frames a second asked for, 20 given", "BT.601 to RGB"};
  EXPECT_EQ(english(facts.conversions), said);
}

TEST(Camera, SaysThatTheRateIsUnsaid) {
  const CameraFacts facts = facts_of("MJPG:640x480@0", {});
  EXPECT_EQ(facts.fps, 0.0);
  const std::vector<std::string> said{
      "30 frames a second asked for, the camera does not say how many it gives",
      "decoded from JPEG", "BT.601 to RGB"};
  EXPECT_EQ(english(facts.conversions), said);
}

TEST(Camera, PrefersPlainPixelsWhereTheyAreFastAndLargeEnough) {
  EXPECT_EQ(facts_of("MJPG:640x480@30,YUYV:640x480@30", {}).pixel_format, "YUYV");
  EXPECT_EQ(facts_of("MJPG:640x480@30,YUYV:640x480@10", {}).pixel_format, "MJPG");
  EXPECT_EQ(facts_of("MJPG:640x480@30,YUYV:320x240@30", {}).pixel_format, "MJPG");
  EXPECT_EQ(facts_of("GREY:640x480@30,MJPG:640x480@30", {}).pixel_format, "MJPG");
  const CameraFacts faster = facts_of("MJPG:640x480@30,YUYV:640x480@60", {});
  EXPECT_EQ(faster.pixel_format, "YUYV");
  EXPECT_EQ(faster.fps, 60.0);
}

TEST(Camera, GivesTheNewestFrameOnceAndCountsTheOthers) {
  const FakeCameras fakes(fake_line());
  std::atomic<int> woken = 0;
  const auto camera = opened("7", kSmall, [&woken] { ++woken; });
  const CameraFrame first = next_frame(*camera);
  const std::int64_t before = camera->dropped();
  EXPECT_TRUE(comes_true([&] { return camera->dropped() >= before + 5; }));
  const CameraFrame later = next_frame(*camera);
  EXPECT_GE(later.number, first.number + 6);
  EXPECT_EQ(passed_before(first), passed_before(later));
  EXPECT_GT(later.captured, first.captured);
  EXPECT_LT(std::chrono::steady_clock::now() - later.captured, std::chrono::seconds(5));
  // Each frame up to this one was taken, or is counted.
  EXPECT_GE(camera->dropped(), later.number + 1 - 2);
  EXPECT_GE(woken, 2);
  EXPECT_TRUE(camera->trouble().empty());
}

TEST(Camera, GivesWholeFramesAloneAndCountsTheOthers) {
  for (const std::string state : {"state=short", "state=wrong"}) {
    const FakeCameras fakes(fake_line());
    const auto camera = opened("7");
    const CameraFrame first = next_frame(*camera);
    const std::int64_t before = camera->dropped();
    fakes.become(fake_line(state));
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
    while (std::chrono::steady_clock::now() < end) {
      const auto frame = camera->newest();
      if (frame) {
        EXPECT_LE(testing::worst_difference(frame->image), 2);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    fakes.become(fake_line());
    EXPECT_EQ(passed_before(first), passed_before(next_frame(*camera)));
    EXPECT_GE(camera->dropped(), before + 5);
  }
}

TEST(Camera, IsOpenedByAPartOfItsName) {
  const FakeCameras fakes(fake_line() + "device=/dev/video9 name=Desk modes=YUYV:320x240@30\n");
  EXPECT_EQ(opened("desk")->facts().camera.index, 9);
}

TEST(Camera, EndsAtOnceWhileItStreamsAndLeavesNothing) {
  const FakeCameras fakes(fake_line());
  next_frame(*opened("7"));  // what FFmpeg opens once is open
  const int before = testing::open_descriptors();
  for (int i = 0; i < 20; ++i) {
    const auto camera = opened("7");
    if (i % 2 == 0) next_frame(*camera);
    EXPECT_EQ(testing::camera_maps(), 4);
    EXPECT_GT(testing::open_descriptors(), before);
  }
  EXPECT_EQ(testing::open_descriptors(), before);
  EXPECT_EQ(testing::camera_maps(), 0);
}

}  // namespace
}  // namespace convlens::media
