#include "media/camera/cameras.h"

#include <gtest/gtest.h>

#include "media/camera/fake_cameras.h"

namespace convlens::media {
namespace {

using testing::FakeCameras;

const std::string kThree =
    "device=/dev/video12 name=Desk bus=usb-2 modes=YUYV:320x240@30\n"
    "device=/dev/video8 name=Fake bus=usb-1 kind=metadata modes=YUYV:320x240@30\n"
    "device=/dev/video9 name=Locked bus=usb-4 state=denied modes=YUYV:320x240@30\n"
    "device=/dev/video7 name=Fake bus=usb-1 modes=YUYV:320x240@30\n";

TEST(Cameras, AreThoseThatCaptureByNumber) {
  const FakeCameras fakes(kThree);
  const std::vector<CameraName> expected{{7, "/dev/video7", "Fake", "usb-1"},
                                         {12, "/dev/video12", "Desk", "usb-2"}};
  EXPECT_EQ(cameras(), expected);
}

TEST(Cameras, AreNoneWhereNoneIsThere) {
  const FakeCameras fakes("");
  EXPECT_TRUE(cameras().empty());
  EXPECT_EQ(camera_device("desk").error().message,
            "\"desk\": expected a camera, but none is there");
}

TEST(Cameras, LeaveNothingOpen) {
  const FakeCameras fakes(kThree);
  const int before = testing::open_descriptors();
  cameras();
  EXPECT_EQ(testing::open_descriptors(), before);
}

TEST(Cameras, AreFoundByNumberDeviceAndPartOfTheName) {
  const FakeCameras fakes(kThree);
  EXPECT_EQ(camera_device("7").value(), "/dev/video7");
  EXPECT_EQ(camera_device("/dev/v4l/by-id/usb-desk").value(), "/dev/v4l/by-id/usb-desk");
  EXPECT_EQ(camera_device("dES").value(), "/dev/video12");
  EXPECT_EQ(camera_device("Face").error().message,
            "\"Face\": expected a number or a part of the name of a camera, out of \"Fake\" "
            "(/dev/video7), \"Desk\" (/dev/video12)");
  EXPECT_FALSE(camera_device("").has_value());
}

TEST(Cameras, AreFoundAgainByNameAndBus) {
  const FakeCameras fakes(kThree);
  const CameraPlace desk = place_of({12, "/dev/video12", "Desk", "usb-2"});
  fakes.become(
      "device=/dev/video3 name=Desk bus=usb-2 modes=YUYV:320x240@30\n"
      "device=/dev/video2 name=Desk bus=usb-5 modes=YUYV:320x240@30\n");
  EXPECT_EQ(device_at(desk), "/dev/video3");
  fakes.become("device=/dev/video2 name=Desk bus=usb-5 modes=YUYV:320x240@30\n");
  EXPECT_EQ(device_at(desk), "");
}

TEST(Cameras, OfOnePlugAreToldApart) {
  const FakeCameras fakes(
      "device=/dev/video0 name=Depth bus=usb-1 modes=GREY:320x240@30\n"
      "device=/dev/video2 name=Depth bus=usb-1 modes=YUYV:320x240@30\n");
  const CameraPlace second = place_of(cameras().back());
  fakes.become(
      "device=/dev/video4 name=Depth bus=usb-1 modes=GREY:320x240@30\n"
      "device=/dev/video6 name=Depth bus=usb-1 modes=YUYV:320x240@30\n");
  EXPECT_EQ(device_at(second), "/dev/video6");
}

}  // namespace
}  // namespace convlens::media
