#include "lab/pictures/canvas.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "lab/fixtures.h"

namespace convlens::lab {
namespace {

using testing::noise_image;
using testing::picture;

constexpr Rgb kBlack{0, 0, 0};
constexpr Rgb kWhite{255, 255, 255};

int red(const Picture& picture, int row, int column) { return picture.image.pixel(row, column)[0]; }

TEST(Canvas, ABlankOneIsOfOneColour) {
  const auto canvas = blank_canvas(3, 5, {1, 2, 3});
  EXPECT_EQ(canvas->image.height, 3);
  EXPECT_EQ(canvas->image.width, 5);
  for (std::size_t i = 0; i < canvas->image.rgb.size(); ++i) {
    EXPECT_EQ(canvas->image.rgb[i], 1 + i % 3);
  }
  EXPECT_TRUE(is_canvas(*canvas));
  EXPECT_EQ(canvas->under->rgb, canvas->image.rgb);
}

TEST(Canvas, ABrushOfOnePixelFillsOnePixel) {
  const auto canvas = blank_canvas(7, 7, kBlack);
  const std::vector<CanvasPoint> points{{3.5f, 2.5f}};
  const auto drawn = with_stroke(*canvas, points, {1.0f, kWhite, false});
  for (int row = 0; row < 7; ++row) {
    for (int column = 0; column < 7; ++column) {
      EXPECT_EQ(red(*drawn, row, column), row == 3 && column == 2 ? 255 : 0);
    }
  }
}

// A pixel's share is what its centre's distance from the brush's way says, computed another way.
TEST(Canvas, AStrokeCoversWhatTheBrushPasses) {
  const auto canvas = blank_canvas(20, 30, kBlack);
  const CanvasPoint a{4.2f, 3.7f};
  const CanvasPoint b{13.1f, 24.4f};
  const double ay = double{a.y};
  const double ax = double{a.x};
  const double by = double{b.y};
  const double bx = double{b.x};
  const float size = 5.5f;
  const auto drawn = with_stroke(*canvas, std::vector{a, b}, {size, kWhite, false});
  for (int row = 0; row < 20; ++row) {
    for (int column = 0; column < 30; ++column) {
      double nearest = 1e9;
      for (int i = 0; i <= 20'000; ++i) {
        const double t = i / 20'000.0;
        nearest = std::min(nearest, std::hypot(row + 0.5 - (ay + t * (by - ay)),
                                               column + 0.5 - (ax + t * (bx - ax))));
      }
      const double share = std::clamp(double{size} / 2 + 0.5 - nearest, 0.0, 1.0);
      EXPECT_NEAR(red(*drawn, row, column), 255 * share, 1.0) << row << " " << column;
    }
  }
}

TEST(Canvas, ComingByTwiceCoversNoMore) {
  const auto canvas = blank_canvas(9, 9, kBlack);
  const CanvasBrush brush{3.3f, {200, 100, 50}, false};
  const std::vector<CanvasPoint> once{{4.1f, 1.0f}, {4.1f, 8.0f}};
  std::vector<CanvasPoint> twice = once;
  twice.push_back(once.front());
  EXPECT_EQ(with_stroke(*canvas, once, brush)->image.rgb,
            with_stroke(*canvas, twice, brush)->image.rgb);
}

TEST(Canvas, StrokesBesideThePictureTouchWhatReachesIn) {
  const auto canvas = blank_canvas(6, 6, kBlack);
  const std::vector<CanvasPoint> far{{-900.0f, 3.0f}};
  EXPECT_EQ(with_stroke(*canvas, far, {8.0f, kWhite, false})->image.rgb, canvas->image.rgb);
  const std::vector<CanvasPoint> near{{-1.0f, 3.0f}};
  const auto drawn = with_stroke(*canvas, near, {5.0f, kWhite, false});
  EXPECT_EQ(red(*drawn, 0, 2), 255);
  EXPECT_EQ(red(*drawn, 3, 2), 0);
}

TEST(Canvas, TheEraserBringsBackThePictureUnderIt) {
  const auto photo = picture("photo.png", noise_image(11, 13, 3));
  const auto canvas = canvas_on(*photo);
  const std::vector<CanvasPoint> points{{2.0f, 2.0f}, {9.0f, 11.0f}};
  const auto drawn = with_stroke(*canvas, points, {4.0f, {9, 8, 7}, false});
  EXPECT_NE(drawn->image.rgb, photo->image.rgb);
  const auto erased = with_stroke(*drawn, points, {40.0f, kWhite, true});
  EXPECT_EQ(erased->image.rgb, photo->image.rgb);
  EXPECT_EQ(cleared(*drawn)->image.rgb, photo->image.rgb);
  EXPECT_FALSE(drawn->origin.is_file());  // it is the file's picture no more
}

TEST(Canvas, AStampIsKnownUntilItIsDrawnOn) {
  const auto canvas = blank_canvas(8, 8, kBlack);
  const Stamp stamp{StampKind::kCheckerboard, 0, 2, 0};
  const auto stamped_one = with_stamp(*canvas, stamp);
  EXPECT_EQ(stamped_one->stamp, stamp);
  EXPECT_EQ(stamped_one->image.rgb, stamped(stamp, 8, 8).rgb);
  const std::vector<CanvasPoint> points{{2.0f, 2.0f}};
  EXPECT_FALSE(with_stroke(*stamped_one, points, {})->stamp);
  EXPECT_EQ(cleared(*stamped_one)->image.rgb, canvas->image.rgb);
}

}  // namespace
}  // namespace convlens::lab
