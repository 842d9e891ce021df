#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "media/camera/camera.h"
#include "media/camera/fake_cameras.h"

namespace convlens::media {
namespace {

using std::chrono::seconds;
using testing::comes_true;
using testing::fake_line;
using testing::FakeCameras;
using testing::next_frame;
using testing::opened;

std::string error_of(const std::string& lines, const std::string& name,
                     const CameraChoice& choice = {}) {
  const FakeCameras fakes(lines);
  const int before = testing::open_descriptors();
  const auto camera = Camera::open(name, choice, {});
  EXPECT_EQ(testing::open_descriptors(), before);
  EXPECT_EQ(testing::camera_maps(), 0);
  return camera ? "" : camera.error().message;
}

TEST(CameraTrouble, NoSuchDevice) {
  EXPECT_EQ(error_of(fake_line(), "3"),
            "/dev/video3: expected a camera, but there is no such device");
}

TEST(CameraTrouble, InUse) {
  EXPECT_EQ(error_of(fake_line("state=busy"), "7"),
            "/dev/video7 (Fake): expected a camera that is free, but another program uses it");
}

TEST(CameraTrouble, NoPermission) {
  EXPECT_EQ(error_of(fake_line("state=denied"), "7"),
            "/dev/video7: expected permission to use the camera, but this user has none (the group "
            "video often has it)");
}

TEST(CameraTrouble, NoCamera) {
  EXPECT_EQ(error_of(fake_line("kind=metadata"), "7"),
            "/dev/video7 (Fake): expected a device that captures pictures in a stream, but it does "
            "not");
  EXPECT_EQ(error_of(fake_line(), "/dev/null"),
            "/dev/null: expected a camera, but it is no video device");
}

TEST(CameraTrouble, NoKnownFormat) {
  EXPECT_EQ(
      error_of("device=/dev/video7 name=Fake modes=H264:640x480@30,BA81:640x480@30\n", "7"),
      "/dev/video7 (Fake): expected a pixel format out of RGB3, BGR3, YUYV, UYVY, NV12, YU12, "
      "MJPG, JPEG, GREY, but the camera offers H264, BA81");
}

TEST(CameraTrouble, SenselessChoice) {
  EXPECT_EQ(error_of(fake_line(), "7", {0, 640, 30}),
            "\"7\": expected 1 to 32768 pixels a side and 1 to 1000 frames a second, found 640 x 0 "
            "at 30");
}

TEST(CameraTrouble, UnpluggedItIsFoundAgainUnderAnotherNumber) {
  const FakeCameras fakes(fake_line());
  const auto camera = opened("7");
  const CameraFrame before = next_frame(*camera);
  fakes.become("");
  EXPECT_TRUE(comes_true([&] { return !camera->trouble().empty(); }));
  EXPECT_EQ(camera->trouble().english(),
            "/dev/video7 (Fake): expected a camera, but it is not plugged in; the camera is looked "
            "for, and goes on by itself");
  EXPECT_EQ(testing::camera_maps(), 0);
  // Another of that name is not it.
  fakes.become("device=/dev/video7 name=Fake bus=usb-3 modes=YUYV:320x240@60\n");
  camera->newest();
  EXPECT_FALSE(comes_true([&] { return camera->newest().has_value(); }, seconds(2)));
  fakes.become("device=/dev/video9 name=Fake bus=usb-1 modes=YUYV:320x240@60\n");
  const CameraFrame after = next_frame(*camera);
  EXPECT_GT(after.number, before.number);
  EXPECT_TRUE(camera->trouble().empty());
  EXPECT_EQ(camera->facts().camera.device, "/dev/video9");
}

TEST(CameraTrouble, BackButInUseIsSaid) {
  const FakeCameras fakes(fake_line());
  const auto camera = opened("7");
  next_frame(*camera);
  fakes.become("");
  EXPECT_TRUE(comes_true([&] { return !camera->trouble().empty(); }));
  fakes.become(fake_line("state=busy"));
  EXPECT_TRUE(comes_true([&] {
    return camera->trouble().english().find("another program uses it") != std::string::npos;
  }));
  fakes.become(fake_line());
  camera->newest();
  next_frame(*camera);
  EXPECT_TRUE(camera->trouble().empty());
}

TEST(CameraTrouble, SilenceIsSaidAndOvercome) {
  const FakeCameras fakes(fake_line());
  const auto camera = opened("7");
  next_frame(*camera);
  fakes.become(fake_line("state=stalled"));
  EXPECT_TRUE(comes_true([&] { return !camera->trouble().empty(); }));
  EXPECT_EQ(camera->trouble().english(),
            "/dev/video7: a frame expected, but none came for 2 seconds; the camera is looked for, "
            "and goes on by itself");
  fakes.become(fake_line());
  camera->newest();
  next_frame(*camera);
  EXPECT_TRUE(camera->trouble().empty());
}

TEST(CameraTrouble, AnEndedStreamIsBegunAnew) {
  const FakeCameras fakes(fake_line());
  const auto camera = opened("7");
  next_frame(*camera);
  fakes.become(fake_line("state=ended"));
  EXPECT_TRUE(comes_true([&] { return !camera->trouble().empty(); }));
  EXPECT_EQ(camera->trouble().english(),
            "/dev/video7: frames expected, but the camera has ended its stream; the camera is "
            "looked for, and goes on by itself");
  fakes.become(fake_line());
  camera->newest();
  next_frame(*camera);
  EXPECT_TRUE(camera->trouble().empty());
}

TEST(CameraTrouble, ASlowStartIsSaidAndWaitedFor) {
  const FakeCameras fakes(fake_line("state=stalled"));
  const auto camera = opened("7");
  EXPECT_TRUE(comes_true([&] { return !camera->trouble().empty(); }));
  EXPECT_EQ(camera->trouble().english(),
            "/dev/video7: a frame expected, but none came for 2 seconds");
  fakes.become(fake_line());
  next_frame(*camera);
  EXPECT_TRUE(camera->trouble().empty());
}

TEST(CameraTrouble, FramesThatAreAllDamagedAreSaid) {
  const FakeCameras fakes(fake_line("state=short"));
  const auto camera = opened("7");
  EXPECT_TRUE(comes_true([&] { return !camera->trouble().empty(); }));
  EXPECT_EQ(camera->trouble().english(),
            "/dev/video7: 153600 bytes of a frame expected, 76800 found; the camera is looked for, "
            "and goes on by itself");
}

TEST(CameraTrouble, EndsAtOnceWhileItIsLookedFor) {
  const FakeCameras fakes(fake_line());
  const int before = testing::open_descriptors();
  auto camera = opened("7");
  next_frame(*camera);
  fakes.become("");
  EXPECT_TRUE(comes_true([&] { return !camera->trouble().empty(); }));
  const auto begin = std::chrono::steady_clock::now();
  camera.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(1));
  EXPECT_EQ(testing::open_descriptors(), before);
}

}  // namespace
}  // namespace convlens::media
