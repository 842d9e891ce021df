#include "lab/pictures/crop.h"

#include <gtest/gtest.h>

#include <array>

#include "golden/golden.h"
#include "lab/fixtures.h"

namespace convlens::lab {
namespace {

using testing::blank_image;
using testing::noise_image;
using testing::uniform_image;

void expect_origin(CropOrigin found, int top, int left) {
  EXPECT_EQ(found.top, top);
  EXPECT_EQ(found.left, left);
}

TEST(CenteredCrop, CutsWhereKerasCuts) {
  expect_origin(centered_crop(blank_image(427, 640), {70, 120}), 178, 260);
  int count = 0;
  for (const auto& row : golden::json("center_crops.json")) {
    if (row.contains("resized")) continue;
    SCOPED_TRACE(row.dump());
    const Image image = blank_image(row["image"][0], row["image"][1]);
    const CropSize size{row["crop"][0], row["crop"][1]};
    const CropOrigin origin = centered_crop(image, size);
    expect_origin(origin, row["top"], row["left"]);
    EXPECT_FALSE(crop_part(image, size, origin).resized);
    ++count;
  }
  EXPECT_EQ(count, 34);
}

TEST(CenteredCrop, IsTheCornerWhereThePictureIsSmaller) {
  expect_origin(centered_crop(blank_image(10, 10), {70, 120}), 0, 0);
  expect_origin(centered_crop(blank_image(100, 10), {70, 120}), 15, 0);
}

TEST(ClampedCrop, StaysInsideThePicture) {
  const Image image = blank_image(50, 80);
  const CropSize size{20, 30};
  expect_origin(clamped_crop(image, size, {7, 9}), 7, 9);
  expect_origin(clamped_crop(image, size, {-1, -100}), 0, 0);
  expect_origin(clamped_crop(image, size, {30, 50}), 30, 50);
  expect_origin(clamped_crop(image, size, {31, 51}), 30, 50);
  expect_origin(clamped_crop(image, size, {1 << 30, 1 << 30}), 30, 50);
  expect_origin(clamped_crop(image, {50, 80}, {5, 5}), 0, 0);
  expect_origin(clamped_crop(image, {51, 81}, {5, 5}), 0, 0);
}

TEST(CropPart, OfAFittedPictureIsTheLargestOfTheCropsAspect) {
  const CropPart wide = crop_part(blank_image(400, 1000), {20, 30}, {5, 5, true});
  EXPECT_TRUE(wide.resized);
  EXPECT_EQ(wide.height, 400);
  EXPECT_EQ(wide.width, 600);
  EXPECT_EQ(wide.left, 200);
  const CropPart tall = crop_part(blank_image(1000, 300), {20, 30}, {0, 0, true});
  EXPECT_EQ(tall.height, 200);
  EXPECT_EQ(tall.top, 400);
  EXPECT_FALSE(crop_part(blank_image(400, 1000), {20, 30}, {5, 5}).resized);
}

// Half of it in each direction: each pixel is the mean of four.
TEST(CropPixels, OfAFittedPictureAreInterpolated) {
  const Image image = noise_image(14, 22, 6);
  const Tensor crop = crop_pixels(image, {7, 11}, {3, 4, true});
  ASSERT_EQ(crop.shape(), (Shape{1, 7, 11, 3}));
  for (int y = 0; y < 7; ++y) {
    for (int x = 0; x < 11; ++x) {
      for (std::size_t c = 0; c < 3; ++c) {
        const int sum = image.pixel(2 * y, 2 * x)[c] + image.pixel(2 * y, 2 * x + 1)[c] +
                        image.pixel(2 * y + 1, 2 * x)[c] + image.pixel(2 * y + 1, 2 * x + 1)[c];
        const auto index = static_cast<std::size_t>((y * 11 + x) * 3) + c;
        ASSERT_FLOAT_EQ(crop.values()[index], static_cast<float>(sum) / 4.0f);
      }
    }
  }
}

TEST(CropPixels, CopiesTheRectangleUnscaled) {
  const Image image = noise_image(23, 31, 5);
  const Tensor crop = crop_pixels(image, {7, 11}, {16, 20});  // up to the last row and column
  ASSERT_EQ(crop.shape(), (Shape{1, 7, 11, 3}));
  for (int y = 0; y < 7; ++y) {
    for (int x = 0; x < 11; ++x) {
      for (int c = 0; c < 3; ++c) {
        const auto expected = image.pixel(16 + y, 20 + x)[static_cast<std::size_t>(c)];
        EXPECT_EQ(crop.data()[(y * 11 + x) * 3 + c], static_cast<float>(expected));
      }
    }
  }
}

TEST(CropPixels, OfThePicturesOwnSizeIsThePicture) {
  const Image image = noise_image(9, 14, 6);
  const Tensor crop = crop_pixels(image, {9, 14}, {0, 0});
  ASSERT_EQ(crop.size(), image.rgb.size());
  EXPECT_TRUE(std::equal(image.rgb.begin(), image.rgb.end(), crop.values().begin()));
}

void expect_part(const CropPart& part, std::array<int, 4> rectangle, bool resized) {
  EXPECT_EQ((std::array{part.top, part.left, part.height, part.width}), rectangle);
  EXPECT_EQ(part.resized, resized);
}

TEST(CropPart, IsTheCropOrWhatSmartResizeTakes) {
  expect_part(crop_part(blank_image(50, 80), {20, 30}, {7, 9}), {7, 9, 20, 30}, false);
  expect_part(crop_part(blank_image(50, 80), {50, 80}, {0, 0}), {0, 0, 50, 80}, false);
  // The aspect 120:70 of a square picture of 70: 70 * 70 / 120 = 40.8 rows.
  expect_part(crop_part(blank_image(70, 70), {70, 120}, {3, 3}), {15, 0, 40, 70}, true);
  // Of a high one, all rows that fit: 50 * 70 / 120 = 29.1.
  expect_part(crop_part(blank_image(400, 50), {70, 120}, {0, 0}), {185, 0, 29, 50}, true);
  expect_part(crop_part(blank_image(4, 8), {16, 16}, {0, 0}), {0, 2, 4, 4}, true);
  expect_part(crop_part(blank_image(1, 1), {70, 120}, {0, 0}), {0, 0, 1, 1}, true);
}

// Twice as large in both directions: half-pixel centres put the outputs at -1/4, 1/4, 3/4, 5/4.
TEST(SmartResize, MeetsHandComputedHalfPixelValues) {
  Image image = blank_image(2, 2);
  image.rgb = {0, 10, 100, 100, 10, 0,  // each channel another ramp to the right
               0, 10, 100, 100, 10, 0};
  const Tensor crop = crop_pixels(image, {4, 4}, {0, 0});
  ASSERT_EQ(crop.shape(), (Shape{1, 4, 4, 3}));
  const float expected[4][3] = {{0, 10, 100}, {25, 10, 75}, {75, 10, 25}, {100, 10, 0}};
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 4; ++x) {
      for (int c = 0; c < 3; ++c) {
        EXPECT_EQ(crop.data()[(y * 4 + x) * 3 + c], expected[x][c]) << y << ' ' << x << ' ' << c;
      }
    }
  }
}

// Three roundings of values up to 255 in either program, and those of the weight, likewise.
constexpr double kSmartResizeTolerance = 12 * 255 * 0x1p-24;

// The pixels that tools/make_golden.py gave to Keras.
Image sample_picture(int height, int width) {
  Image image{height, width, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      image.rgb.push_back(static_cast<std::uint8_t>((31 * y + 17 * x + 90) % 251));
      image.rgb.push_back(static_cast<std::uint8_t>((13 * y + 57 * x + 7) % 241));
      image.rgb.push_back(static_cast<std::uint8_t>((5 * y + 3 * x + 200) % 256));
    }
  }
  return image;
}

TEST(SmartResize, MakesWhatKerasMakes) {
  int count = 0;
  for (const auto& row : golden::json("center_crops.json")) {
    if (!row.contains("resized")) continue;
    const CropSize size{row["crop"][0], row["crop"][1]};
    SCOPED_TRACE(row["image"].dump() + " to " + row["crop"].dump());
    const Image image = sample_picture(row["image"][0], row["image"][1]);
    EXPECT_TRUE(crop_part(image, size, centered_crop(image, size)).resized);
    const Tensor crop = crop_pixels(image, size, centered_crop(image, size));
    ASSERT_EQ(crop.shape(), (Shape{1, size.height, size.width, 3}));
    for (const auto& pixel : row["resized"]) {
      const int place = pixel["at"][0].get<int>() * size.width + pixel["at"][1].get<int>();
      for (int c = 0; c < 3; ++c) {
        const float expected = pixel["rgb"][static_cast<std::size_t>(c)];
        EXPECT_NEAR(crop.data()[3 * place + c], expected, kSmartResizeTolerance)
            << pixel.dump() << " channel " << c;
      }
    }
    ++count;
  }
  EXPECT_EQ(count, 16);
}

TEST(SmartResize, OfARampDownwardsRunsDownwards) {
  Image image = blank_image(2, 1);
  image.rgb = {0, 0, 0, 240, 240, 240};
  const Tensor crop = crop_pixels(image, {6, 3}, {0, 0});
  // Centres at (i + 0.5) / 3 - 0.5 = -1/3, 0, 1/3, 2/3, 1, 4/3 of the two rows.
  const float expected[6] = {0, 0, 80, 160, 240, 240};
  for (int y = 0; y < 6; ++y) {
    // Three roundings of values up to 240: 3 * 240 * 2^-24, and those of the weight, likewise.
    EXPECT_NEAR(crop.data()[static_cast<std::size_t>(y) * 9], expected[y], 6 * 240 * 0x1p-24);
  }
}

// The largest part of aspect 1:1 of a 4x8 picture is its middle: columns 2 to 5.
TEST(SmartResize, TakesTheCentredPartOfTheCropsAspect) {
  Image image = uniform_image(4, 8, {9, 9, 9});
  for (int y = 0; y < 4; ++y) {
    for (int x = 2; x < 6; ++x) image.rgb[static_cast<std::size_t>((y * 8 + x) * 3)] = 200;
  }
  const Tensor crop = crop_pixels(image, {16, 16}, {0, 0});
  for (std::size_t i = 0; i < crop.size(); i += 3) {
    EXPECT_EQ(crop.data()[i], 200.0f);
    EXPECT_EQ(crop.data()[i + 1], 9.0f);
  }
}

TEST(SmartResize, KeepsAConstantPictureConstant) {
  for (const auto& [height, width] : {std::pair{1, 1}, {3, 200}, {200, 3}, {69, 119}, {5, 7}}) {
    SCOPED_TRACE(fmt::format("{}x{}", height, width));
    const Tensor crop = crop_pixels(uniform_image(height, width, {7, 130, 255}), {70, 120}, {0, 0});
    ASSERT_EQ(crop.shape(), (Shape{1, 70, 120, 3}));
    for (std::size_t i = 0; i < crop.size(); i += 3) {
      ASSERT_EQ(crop.data()[i], 7.0f);
      ASSERT_EQ(crop.data()[i + 1], 130.0f);
      ASSERT_EQ(crop.data()[i + 2], 255.0f);
    }
  }
}

TEST(SmartResize, KeepsRedRedAndWithinThePicturesValues) {
  Image image = noise_image(11, 13, 7);
  for (std::size_t i = 0; i < image.rgb.size(); ++i) {
    image.rgb[i] = i % 3 == 0 ? static_cast<std::uint8_t>(50 + image.rgb[i] % 100) : 0;
  }
  const Tensor crop = crop_pixels(image, {70, 120}, {0, 0});
  for (std::size_t i = 0; i < crop.size(); i += 3) {
    ASSERT_GE(crop.data()[i], 50.0f);
    ASSERT_LE(crop.data()[i], 149.0f);
    ASSERT_EQ(crop.data()[i + 1], 0.0f);
    ASSERT_EQ(crop.data()[i + 2], 0.0f);
  }
}

}  // namespace
}  // namespace convlens::lab
