#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "golden/golden.h"
#include "media/formats/picture_header.h"
#include "media/picture_file.h"
#include "media/pictures.h"

// Sizes are read, and judged, before anything is decoded.
namespace convlens::media {
namespace {

using testing::Bytes;

std::span<const std::byte> bytes_of(const Bytes& file) { return std::as_bytes(std::span(file)); }

std::string refusal(const Bytes& file, const PictureLimits& limits = {}) {
  const auto picture = decode_picture(bytes_of(file), "file", limits);
  return picture ? "" : picture.error().message;
}

TEST(PictureHeader, TellsTheSizeThatIsDecoded) {
  for (const auto& row : golden::json("odd_pictures/pictures.json")) {
    SCOPED_TRACE(row["file"].dump());
    const Bytes file = testing::read(golden::path("odd_pictures/" + std::string(row["file"])));
    const auto header = read_picture_header(bytes_of(file));
    ASSERT_TRUE(header) << header.error().message;
    const bool on_side = header->orientation >= 5;
    EXPECT_EQ(on_side ? header->width : header->height, row["height"]);
    EXPECT_EQ(on_side ? header->height : header->width, row["width"]);
  }
}

// A few bytes of each format, whose headers say 65,536 x 65,536 or what comes nearest.
TEST(PictureHeader, AbsurdSizesAreRefusedInEveryFormat) {
  const Bytes big_png = testing::png(65'536, 65'536, 8, testing::PngColor::kRgb, {{1, 2, 3}});
  Bytes bmp(54, 0);
  for (const auto& [place, value] : std::vector<std::pair<std::size_t, std::uint8_t>>{
           {0, 'B'}, {1, 'M'}, {10, 54}, {14, 40}, {20, 1}, {24, 1}, {26, 1}, {28, 24}}) {
    bmp[place] = value;
  }
  // Width, height, one strip's place and length.
  const Bytes tiff{'I', 'I', '*', 0, 8, 0, 0, 0, 4, 0,        //
                   0,   1,   4,   0, 1, 0, 0, 0, 0, 0, 1, 0,  //
                   1,   1,   4,   0, 1, 0, 0, 0, 0, 0, 1, 0,  //
                   17,  1,   4,   0, 1, 0, 0, 0, 8, 0, 0, 0,  //
                   23,  1,   4,   0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0};
  const std::string ppm = "P6\n# a comment\n65536 65536\n255\nabc";
  for (const Bytes& file : {big_png, bmp, tiff, Bytes(ppm.begin(), ppm.end())}) {
    EXPECT_EQ(refusal(file),
              "file: the picture is 65536 x 65536 pixels, at most 65535 a side expected");
  }
  // 16 bits a side, and 14.
  const Bytes jpeg{0xff, 0xd8, 0xff, 0xc0, 0,    11, 8,    0xff, 0xff,
                   0xff, 0xff, 1,    1,    0x11, 0,  0xff, 0xd9};
  EXPECT_EQ(refusal(jpeg),
            "file: the picture is 65535 x 65535 pixels, at most 400000000 altogether expected");
  const Bytes webp{'R', 'I', 'F', 'F', 30, 0, 0, 0, 'W', 'E',  'B',  'P',  'V',  'P',  '8',
                   'X', 10,  0,   0,   0,  0, 0, 0, 0,   0xff, 0x7f, 0x00, 0xff, 0x7f, 0x00};
  EXPECT_EQ(refusal(webp),
            "file: the picture is 32768 x 32768 pixels, at most 400000000 altogether expected");
}

TEST(PictureHeader, ThePixelsUpToTheLimitAreRead) {
  const Bytes file = testing::png(4, 2, 8, testing::PngColor::kGray, {{1, 2, 3, 4}, {5, 6, 7, 8}});
  EXPECT_EQ(refusal(file, {.max_side = 4, .max_pixels = 8}), "");
  EXPECT_EQ(refusal(file, {.max_side = 4, .max_pixels = 7}),
            "file: the picture is 4 x 2 pixels, at most 7 altogether expected");
  EXPECT_EQ(refusal(file, {.max_side = 3, .max_pixels = 8}),
            "file: the picture is 4 x 2 pixels, at most 3 a side expected");
}

TEST(PictureHeader, NoSizeIsSaid) {
  const std::string said =
      "file: not a picture that can be decoded, its beginning should tell a width and a height "
      "from 1";
  EXPECT_EQ(refusal({'B', 'M', 0, 0}), said);
  EXPECT_EQ(refusal({0xff, 0xd8, 0xff, 0xd9}), said);
  EXPECT_EQ(refusal({'P', '6', '\n', '4', '\n'}), said);
  EXPECT_EQ(refusal({'I', 'I', '*', 0, 0xff, 0xff, 0xff, 0xff}),
            "file: the file's first directory cannot be read (file: Can not read TIFF directory "
            "count), a whole TIFF was expected");
}

}  // namespace
}  // namespace convlens::media
