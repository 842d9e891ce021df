#include "media/camera/camera_formats.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "media/camera/fake_cameras.h"

namespace convlens::media {
namespace {

struct Case {
  std::string name;
  std::string format;
  std::string options;  // what the device says, and what is so
  int width = 320;
  bool grey = false;
};

std::ostream& operator<<(std::ostream& out, const Case& one) { return out << one.name; }

std::string with(std::uint32_t colorspace, std::uint32_t encoding, std::uint32_t quantization,
                 const std::string& truth) {
  return " colorspace=" + std::to_string(colorspace) + " ycbcr_enc=" + std::to_string(encoding) +
         " quantization=" + std::to_string(quantization) + " " + truth;
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const std::string format :
       {"YUYV", "UYVY", "NV12", "YU12", "RGB3", "BGR3", "MJPG", "JPEG"}) {
    all.push_back({format, format, with(V4L2_COLORSPACE_SRGB, 0, 0, "")});
    all.push_back({format + "OddWidth", format, with(V4L2_COLORSPACE_SRGB, 0, 0, ""), 326});
    all.push_back(
        {format + "PaddedRows", format, with(V4L2_COLORSPACE_SRGB, 0, 0, "padding=64"), 328});
  }
  const std::string grey = "GREY";
  all.push_back({grey, grey, with(V4L2_COLORSPACE_SRGB, 0, 0, "range=full"), 320, true});
  all.push_back({grey + "Limited", grey,
                 with(V4L2_COLORSPACE_SRGB, 0, V4L2_QUANTIZATION_LIM_RANGE, ""), 320, true});
  for (const std::string format : {"YUYV", "NV12", "YU12"}) {
    all.push_back({format + "Unsaid", format, with(V4L2_COLORSPACE_DEFAULT, 0, 0, "")});
    all.push_back({format + "OfJpeg", format, with(V4L2_COLORSPACE_JPEG, 0, 0, "range=full")});
    all.push_back({format + "Full", format,
                   with(V4L2_COLORSPACE_SRGB, 0, V4L2_QUANTIZATION_FULL_RANGE, "range=full")});
    all.push_back({format + "Rec709", format, with(V4L2_COLORSPACE_REC709, 0, 0, "matrix=709")});
    all.push_back({format + "Matrix709", format,
                   with(V4L2_COLORSPACE_SRGB, V4L2_YCBCR_ENC_709, 0, "matrix=709")});
    all.push_back(
        {format + "Rec709Full", format,
         with(V4L2_COLORSPACE_REC709, 0, V4L2_QUANTIZATION_FULL_RANGE, "matrix=709 range=full")});
    all.push_back({format + "Bt2020", format, with(V4L2_COLORSPACE_BT2020, 0, 0, "matrix=2020")});
  }
  all.push_back(
      {"RGB3Limited", "RGB3", with(V4L2_COLORSPACE_SRGB, 0, V4L2_QUANTIZATION_LIM_RANGE, "")});
  return all;
}

class CameraFormats : public ::testing::TestWithParam<Case> {};

TEST_P(CameraFormats, HavePixelsWithinTwoOfWhatTheCameraSees) {
  const Case& one = GetParam();
  const testing::FakeCameras fakes("device=/dev/video7 modes=" + one.format + ":" +
                                   std::to_string(one.width) + "x240@60" + one.options + "\n");
  const auto camera = testing::opened("7", {240, one.width, 60});
  EXPECT_EQ(camera->facts().pixel_format, one.format);
  for (int i = 0; i < 2; ++i) {
    const CameraFrame frame = testing::next_frame(*camera);
    ASSERT_EQ(frame.image.width, one.width);
    ASSERT_EQ(frame.image.height, 240);
    EXPECT_LE(testing::worst_difference(frame.image, one.grey), 2);
  }
}

INSTANTIATE_TEST_SUITE_P(All, CameraFormats, ::testing::ValuesIn(cases()),
                         [](const auto& tested) { return tested.param.name; });

v4l2_pix_format jpeg_with(std::uint32_t colorspace, std::uint32_t encoding,
                          std::uint32_t quantization) {
  v4l2_pix_format picture{};
  picture.pixelformat = V4L2_PIX_FMT_MJPEG;
  picture.colorspace = colorspace;
  picture.ycbcr_enc = encoding;
  picture.quantization = quantization;
  return picture;
}

TEST(CameraColours, OfAJpegAreItsOwnUnlessTheDeviceSaysOtherwise) {
  const CameraFormat& format = *camera_format(V4L2_PIX_FMT_MJPEG);
  const auto own = colours_of(jpeg_with(V4L2_COLORSPACE_REC709, 0, 0), format);
  EXPECT_EQ(own.matrix, AVCOL_SPC_UNSPECIFIED);
  EXPECT_EQ(own.range, AVCOL_RANGE_UNSPECIFIED);
  const auto said = colours_of(
      jpeg_with(V4L2_COLORSPACE_SRGB, V4L2_YCBCR_ENC_709, V4L2_QUANTIZATION_LIM_RANGE), format);
  EXPECT_EQ(said.matrix, AVCOL_SPC_BT709);
  EXPECT_EQ(said.range, AVCOL_RANGE_MPEG);
}

TEST(CameraFormatNames, AreTheirFourLetters) {
  EXPECT_EQ(fourcc_name(V4L2_PIX_FMT_YUYV), "YUYV");
  EXPECT_EQ(fourcc_name(V4L2_PIX_FMT_Y16_BE), "Y16 ");
  EXPECT_EQ(fourcc_name(0x01020304), "????");
}

}  // namespace
}  // namespace convlens::media
