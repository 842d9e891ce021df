#include "media/picture_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgcodecs.hpp>

#include "core/temporary_folder.h"
#include "media/pictures.h"

namespace convlens::media {
namespace {

using testing::Bytes;
using testing::png;
using testing::PngColor;

class PictureFile : public ::testing::Test {
 protected:
  Image image(const Bytes& file) {
    testing::write(folder_ / "picture", file);
    auto read = read_picture(folder_ / "picture");
    EXPECT_TRUE(read) << (read ? "" : read.error().message);
    return read ? std::move(read->image) : Image{};
  }

  std::vector<float> values(const Bytes& file, bool raw) {
    testing::write(folder_ / "picture", file);
    const auto read = read_picture_values(folder_ / "picture", raw);
    EXPECT_TRUE(read) << (read ? "" : read.error().message);
    if (!read) return {};
    EXPECT_EQ(read->values.shape().rank(), 3);
    EXPECT_EQ(read->values.shape()[2], 3);
    return {read->values.values().begin(), read->values.values().end()};
  }

  std::vector<float> grey_values(const Bytes& file, bool raw) {
    testing::write(folder_ / "picture", file);
    const auto read = read_grey_values(folder_ / "picture", raw);
    EXPECT_TRUE(read) << (read ? "" : read.error().message);
    if (!read) return {};
    EXPECT_EQ(read->values.shape().rank(), 3);
    EXPECT_EQ(read->values.shape()[2], 1);
    return {read->values.values().begin(), read->values.values().end()};
  }

  TemporaryFolder folder_;
};

void expect_rgb(const Image& image, int height, int width, const Bytes& expected) {
  EXPECT_EQ(image.height, height);
  EXPECT_EQ(image.width, width);
  EXPECT_EQ(image.rgb, expected);
}

TEST_F(PictureFile, GreyIsRepeated) {
  const Bytes file = png(2, 2, 8, PngColor::kGray, {{0, 100}, {200, 255}});
  expect_rgb(image(file), 2, 2, {0, 0, 0, 100, 100, 100, 200, 200, 200, 255, 255, 255});
  const auto scaled = values(file, false);
  ASSERT_EQ(scaled.size(), 12u);
  EXPECT_EQ(scaled[3], 100.0f * (1.0f / 255.0f));
  EXPECT_EQ(scaled[11], 1.0f);
  EXPECT_EQ(values(file, true)[3], 100.0f);
}

TEST_F(PictureFile, OneBitGreyIsBlackAndWhite) {
  expect_rgb(image(png(3, 1, 1, PngColor::kGray, {{0b10100000}})), 1, 3,
             {255, 255, 255, 0, 0, 0, 255, 255, 255});
}

TEST_F(PictureFile, SixteenBitsAreRoundedToEightOrKeptAsValues) {
  // 128 and 129 lie on the two sides of half of 257; 51400 is 200 * 257.
  const Bytes file =
      png(5, 1, 16, PngColor::kGray, {{0, 0, 0, 128, 0, 129, 51400 >> 8, 51400 & 255, 0xff, 0xff}});
  expect_rgb(image(file), 1, 5, {0, 0, 0, 0, 0, 0, 1, 1, 1, 200, 200, 200, 255, 255, 255});
  const auto scaled = values(file, false);
  ASSERT_EQ(scaled.size(), 15u);
  EXPECT_EQ(scaled[3], 128.0f * (1.0f / 65535.0f));
  EXPECT_EQ(scaled[12], 65535.0f * (1.0f / 65535.0f));
  EXPECT_EQ(values(file, true)[12], 65535.0f);
}

TEST_F(PictureFile, SixteenBitColoursKeepTheirOrder) {
  const Bytes file = png(1, 1, 16, PngColor::kRgb, {{0x10, 0x01, 0x20, 0x02, 0x30, 0x03}});
  EXPECT_EQ(values(file, true), (std::vector<float>{0x1001, 0x2002, 0x3003}));
}

TEST_F(PictureFile, PaletteEntriesBecomeTheirColours) {
  const std::vector<testing::PngChunk> palette{{"PLTE", {255, 0, 0, 0, 128, 0, 10, 20, 30}}};
  expect_rgb(image(png(4, 1, 8, PngColor::kPalette, {{2, 0, 1, 2}}, palette)), 1, 4,
             {10, 20, 30, 255, 0, 0, 0, 128, 0, 10, 20, 30});
}

TEST_F(PictureFile, TransparentPaletteEntriesAreComposedOnWhite) {
  const std::vector<testing::PngChunk> chunks{{"PLTE", {255, 0, 0, 0, 128, 0}}, {"tRNS", {0, 255}}};
  expect_rgb(image(png(2, 1, 8, PngColor::kPalette, {{0, 1}}, chunks)), 1, 2,
             {255, 255, 255, 0, 128, 0});
}

// c * a + 255 * (1 - a): with a = 51 / 255 = 1/5, 200, 100, 0 become 244, 224, 204.
TEST_F(PictureFile, AlphaIsComposedOnWhite) {
  const Bytes file = png(3, 1, 8, PngColor::kRgba, {{200, 100, 0, 51, 9, 8, 7, 0, 1, 2, 3, 255}});
  expect_rgb(image(file), 1, 3, {244, 224, 204, 255, 255, 255, 1, 2, 3});
}

TEST_F(PictureFile, AlphaOfGreyAndOfSixteenBitsIsComposedToo) {
  expect_rgb(image(png(2, 1, 8, PngColor::kGrayAlpha, {{100, 51, 100, 255}})), 1, 2,
             {224, 224, 224, 100, 100, 100});
  // a = 13107 / 65535 = 1/5: 20000, 40000, 0 become 56428, 60428, 52428.
  const Bytes deep = png(1, 1, 16, PngColor::kRgba,
                         {{20000 >> 8, 20000 & 255, 40000 >> 8, 40000 & 255, 0, 0, 0x33, 0x33}});
  EXPECT_EQ(values(deep, true), (std::vector<float>{56428, 60428, 52428}));
}

// What PIL's convert("L") gives for the same pixels.
TEST_F(PictureFile, GreyValuesAreRec601Luma) {
  const Bytes file =
      png(5, 1, 8, PngColor::kRgb, {{255, 0, 0, 0, 255, 0, 0, 0, 255, 174, 201, 231, 2, 19, 13}});
  EXPECT_EQ(grey_values(file, true), (std::vector<float>{76, 150, 29, 196, 13}));
  EXPECT_EQ(grey_values(file, false)[0], 76.0f * (1.0f / 255.0f));
}

TEST_F(PictureFile, AGreyPictureKeepsItsGreyValues) {
  const Bytes deep = png(3, 1, 16, PngColor::kGray, {{0x12, 0x34, 0xff, 0xff, 0, 1}});
  EXPECT_EQ(grey_values(deep, true), (std::vector<float>{0x1234, 0xffff, 1}));
  EXPECT_EQ(grey_values(deep, false)[1], 65535.0f * (1.0f / 65535.0f));
}

TEST_F(PictureFile, OnePixelIsAPicture) {
  expect_rgb(image(png(1, 1, 8, PngColor::kRgb, {{1, 2, 3}})), 1, 1, {1, 2, 3});
}

TEST_F(PictureFile, RedStaysRedInEveryFormat) {
  const cv::Mat red(16, 24, CV_8UC3, cv::Scalar(0, 0, 255));  // OpenCV's order: blue, green, red
  for (const char* extension : {".png", ".bmp", ".tiff", ".jpg", ".webp"}) {
    SCOPED_TRACE(extension);
    Bytes file;
    ASSERT_TRUE(cv::imencode(extension, red, file));
    const Image decoded = image(file);
    ASSERT_EQ(decoded.height, 16);
    ASSERT_EQ(decoded.width, 24);
    for (std::size_t i = 0; i < decoded.rgb.size(); i += 3) {
      // The lossy formats store luma and chroma in 8 bits, which costs up to two levels.
      ASSERT_GE(decoded.rgb[i], 253);
      ASSERT_LE(decoded.rgb[i + 1], 2);
      ASSERT_LE(decoded.rgb[i + 2], 2);
    }
  }
}

TEST_F(PictureFile, FloatingPointSamplesAreRefused) {
  Bytes file;
  ASSERT_TRUE(cv::imencode(".tiff", cv::Mat(2, 2, CV_32FC3, cv::Scalar(0.5, 0.5, 0.5)), file,
                           {cv::IMWRITE_TIFF_COMPRESSION, 1}));
  testing::write(folder_ / "float.tiff", file);
  const auto read = read_picture(folder_ / "float.tiff");
  ASSERT_FALSE(read);
  EXPECT_EQ(
      read.error().message,
      (folder_ / "float.tiff").string() +
          ": the picture has floating-point samples of 32 bits, unsigned ones of 1 to 16 bits "
          "expected");
}

// Four corners of 16x16 pixels each, so that no JPEG block holds two colours.
Bytes cornered_jpeg() {
  cv::Mat picture(32, 48, CV_8UC3, cv::Scalar(0, 0, 0));
  picture(cv::Rect(0, 0, 16, 16)).setTo(cv::Scalar(0, 0, 255));        // red
  picture(cv::Rect(32, 0, 16, 16)).setTo(cv::Scalar(0, 255, 0));       // green
  picture(cv::Rect(0, 16, 16, 16)).setTo(cv::Scalar(255, 0, 0));       // blue
  picture(cv::Rect(32, 16, 16, 16)).setTo(cv::Scalar(255, 255, 255));  // white
  Bytes jpeg;
  EXPECT_TRUE(cv::imencode(".jpg", picture, jpeg));
  return jpeg;
}

char corner_name(const Image& image, bool bottom, bool right) {
  const auto pixel = image.pixel(bottom ? image.height - 8 : 8, right ? image.width - 8 : 8);
  const bool red = pixel[0] > 127;
  const bool green = pixel[1] > 127;
  const bool blue = pixel[2] > 127;
  if (red && green && blue) return 'W';
  return red ? 'R' : green ? 'G' : blue ? 'B' : '-';
}

// Exif 2.32, tag 0x0112: which sides of the picture the first row and column of the file are.
TEST_F(PictureFile, ExifOrientationIsApplied) {
  const Bytes jpeg = cornered_jpeg();
  struct Turned {
    std::uint8_t orientation;
    const char* corners;  // top left, top right, bottom left, bottom right
  };
  for (const Turned& turned :
       {Turned{1, "RGBW"}, Turned{2, "GRWB"}, Turned{3, "WBGR"}, Turned{4, "BWRG"},
        Turned{5, "RBGW"}, Turned{6, "BRWG"}, Turned{7, "WGBR"}, Turned{8, "GWRB"}}) {
    SCOPED_TRACE(int{turned.orientation});
    const Image decoded =
        image(testing::with_app1(jpeg, testing::exif_orientation(turned.orientation)));
    const bool on_side = turned.orientation >= 5;
    ASSERT_EQ(decoded.height, on_side ? 48 : 32);
    ASSERT_EQ(decoded.width, on_side ? 32 : 48);
    std::string corners;
    for (const bool bottom : {false, true}) {
      for (const bool right : {false, true}) corners += corner_name(decoded, bottom, right);
    }
    EXPECT_EQ(corners, turned.corners);
  }
}

TEST_F(PictureFile, PngRoundTripKeepsEveryPixel) {
  Image original{5, 7, {}};
  for (int i = 0; i < 5 * 7 * 3; ++i) original.rgb.push_back(static_cast<std::uint8_t>(i * 37));
  ASSERT_TRUE(write_png(folder_ / "a.png", original));
  ASSERT_TRUE(write_png(folder_ / "b.png", original));
  const auto again = read_picture(folder_ / "a.png");
  ASSERT_TRUE(again) << again.error().message;
  expect_rgb(again->image, 5, 7, original.rgb);
  EXPECT_EQ(testing::read(folder_ / "a.png"), testing::read(folder_ / "b.png"));
  EXPECT_EQ(folder_.entry_count(), 2);
}

TEST_F(PictureFile, APngThatCannotBeWrittenLeavesNothing) {
  const Image pixel{1, 1, {1, 2, 3}};
  const auto missing_folder = write_png(folder_ / "nowhere" / "a.png", pixel);
  ASSERT_FALSE(missing_folder);
  EXPECT_NE(missing_folder.error().message.find("nowhere/a.png: "), std::string::npos);
  EXPECT_FALSE(write_png(folder_.path(), pixel));
  EXPECT_EQ(folder_.entry_count(), 0);
}

}  // namespace
}  // namespace convlens::media
