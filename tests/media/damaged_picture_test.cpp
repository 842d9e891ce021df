#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <random>

#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "media/photographs.h"
#include "media/picture_file.h"
#include "media/pictures.h"

namespace convlens::media {
namespace {

using testing::Bytes;
using testing::PngColor;

class DamagedPicture : public ::testing::Test {
 protected:
  // What is said about a file of these bytes; empty where it gives a picture.
  std::string sentence(std::span<const std::uint8_t> bytes) {
    testing::write(path_, bytes);
    return sentence_about(path_);
  }

  static std::string sentence_about(const std::filesystem::path& path) {
    const auto picture = read_picture(path);
    if (picture) {
      const Image& image = picture->image;
      EXPECT_EQ(image.rgb.size(),
                static_cast<std::size_t>(image.height) * static_cast<std::size_t>(image.width) * 3);
      return {};
    }
    const std::string& message = picture.error().message;
    EXPECT_EQ(message.rfind(path.string() + ": ", 0), 0u) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    EXPECT_NE(message.back(), '.') << message;
    const auto values = read_picture_values(path, false);
    EXPECT_FALSE(values);
    if (!values) {
      EXPECT_EQ(values.error().message, message);
    }
    return message;
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "damaged";
};

TEST_F(DamagedPicture, WhatIsNoPictureIsSaid) {
  const std::string place = path_.string() + ": ";
  EXPECT_EQ(sentence_about(path_), place + "there is no such file (No such file or directory)");
  EXPECT_EQ(sentence_about(folder_.path()),
            folder_.path().string() + ": this is a folder, not a file");
  EXPECT_EQ(sentence({}), place + "the file is empty, a picture was expected");
  const Bytes text{'h', 'e', 'l', 'l', 'o', '\n'};
  EXPECT_EQ(sentence(text),
            place +
                "not a picture that can be decoded, PNG, JPEG, TIFF, BMP, WebP, PBM, PGM or "
                "PPM expected");
}

TEST_F(DamagedPicture, FormatsThatCannotBeReadAreNamed) {
  const auto gif = golden::path("odd_pictures/palette.gif");
  EXPECT_EQ(sentence_about(gif),
            gif.string() +
                ": a GIF file, which cannot be read here, PNG, JPEG, TIFF, BMP, WebP, "
                "PBM, PGM or PPM expected");
  const Bytes avif{0, 0, 0, 28, 'f', 't', 'y', 'p', 'a', 'v', 'i', 'f'};
  EXPECT_NE(sentence(avif).find("an AVIF file"), std::string::npos) << sentence(avif);
  const Bytes heic{0, 0, 0, 28, 'f', 't', 'y', 'p', 'h', 'e', 'i', 'c'};
  EXPECT_NE(sentence(heic).find("a HEIC or video file"), std::string::npos) << sentence(heic);
}

// Kinds that are not read, headers that their samples belie, files that end early.
TEST_F(DamagedPicture, WhatCannotBeReadIsRefusedByItsName) {
  const auto rows = golden::json("odd_pictures/refused.json");
  EXPECT_GE(rows.size(), 15u);
  for (const auto& row : rows) {
    const auto path = golden::path("odd_pictures/" + std::string(row["file"]));
    EXPECT_EQ(sentence_about(path), path.string() + ": " + std::string(row["sentence"]));
  }
}

TEST_F(DamagedPicture, AJpegCutAnywhereIsSaid) {
  const auto path = find_photograph("china.jpg");
  ASSERT_TRUE(path) << path.error().message;
  const Bytes whole = testing::read(*path);
  ASSERT_GT(whole.size(), 100'000u);
  for (std::size_t size = 0; size < whole.size(); size += 997) {
    EXPECT_NE(sentence(std::span(whole).first(size)), "") << size;
  }
  for (const std::size_t missing : {1u, 2u, 3u, 100u}) {
    EXPECT_NE(sentence(std::span(whole).first(whole.size() - missing)), "") << missing;
  }
  EXPECT_EQ(sentence(whole), "");
}

// Some files carry a whole small JPEG within a segment, or something behind the picture's end.
TEST_F(DamagedPicture, OnlyTheJpegsOwnEndCounts) {
  Bytes jpeg;
  ASSERT_TRUE(cv::imencode(".jpg", cv::Mat(40, 40, CV_8UC3, cv::Scalar(9, 99, 199)), jpeg));
  const Bytes nested = testing::with_app1(jpeg, jpeg);
  EXPECT_EQ(sentence(nested), "");
  EXPECT_NE(sentence(std::span(nested).first(nested.size() - 2)), "");
  Bytes followed = jpeg;
  testing::append(followed, Bytes{'m', 'o', 'r', 'e'});
  EXPECT_EQ(sentence(followed), "");
}

TEST_F(DamagedPicture, AJpegWithWrongBytesIsSaidOrShown) {
  const auto path = find_photograph("flower.jpg");
  ASSERT_TRUE(path) << path.error().message;
  const Bytes whole = testing::read(*path);
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    Bytes damaged = whole;
    // Half of the rounds damage the headers, where a wrong byte does most.
    const std::size_t end = round % 2 == 0 ? 700 : damaged.size();
    for (int i = 0; i < 4; ++i) {
      damaged[random() % end] = static_cast<std::uint8_t>(random() & 0xffU);
    }
    sentence(damaged);
  }
}

TEST_F(DamagedPicture, APngCutAnywhereIsSaidOrShown) {
  const Bytes whole = testing::png(4, 2, 8, PngColor::kGray, {{1, 2, 3, 4}, {5, 6, 7, 8}});
  EXPECT_EQ(sentence(whole), "");
  const std::size_t up_to_pixels = whole.size() - 12 - 4 - 4;  // IEND, IDAT's CRC, zlib's check sum
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const std::string said = sentence(std::span(whole).first(size));
    if (size < up_to_pixels) {
      EXPECT_NE(said, "") << size;
    }
  }
}

TEST_F(DamagedPicture, APngThatLiesAboutItsSizeIsSaid) {
  for (const auto& [width, height] : {std::pair{100'000u, 100'000u},
                                      {2'000'000u, 1u},
                                      {0u, 4u},
                                      {0xffffffffU, 1u},
                                      {5'000u, 5'000u}}) {
    EXPECT_NE(sentence(testing::png(width, height, 8, PngColor::kRgb, {{1, 2, 3}})), "")
        << width << 'x' << height;
  }
}

// Where a byte is missing, nothing is made up for it.
TEST_F(DamagedPicture, ACutSampleIsSaid) {
  for (const char* name : {"most_15.pgm", "most_4095.pgm", "masks_565.bmp", "runs_8.bmp",
                           "planes.tiff", "tiles.tiff", "jpeg.tiff"}) {
    SCOPED_TRACE(name);
    const Bytes whole = testing::read(golden::path(std::string("odd_pictures/") + name));
    EXPECT_EQ(sentence(whole), "");
    for (std::size_t size = 1; size < whole.size(); size += 1 + size / 40) {
      const std::string said = sentence(std::span(whole).first(size));
      EXPECT_NE(said, "") << size;
    }
  }
}

TEST_F(DamagedPicture, OtherFormatsCutAnywhereAreSaidOrShown) {
  const cv::Mat picture(9, 11, CV_8UC3, cv::Scalar(1, 2, 3));
  for (const char* extension : {".bmp", ".tiff", ".webp"}) {
    SCOPED_TRACE(extension);
    Bytes whole;
    ASSERT_TRUE(cv::imencode(extension, picture, whole));
    EXPECT_EQ(sentence(whole), "");
    for (std::size_t size = 1; size < whole.size(); size += 3) {
      sentence(std::span(whole).first(size));
    }
    EXPECT_NE(sentence(std::span(whole).first(whole.size() / 4)), "");
  }
}

}  // namespace
}  // namespace convlens::media
