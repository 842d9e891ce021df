// Where a zoomed frame's pixels lie on the screen.
#include "lab/zoom.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace convlens::lab {
namespace {

constexpr ZoomFrame kCrop{0, 0, 70, 120, 3, 96};

TEST(Zoom, AtRestAllIsShownAsItIs) {
  const ZoomFrame frame{2.5, -1.5, 33, 61, 0.4, 96};
  const ZoomedPart part = zoomed_part({}, frame);
  EXPECT_EQ(part.top, 2.5);
  EXPECT_EQ(part.left, -1.5);
  EXPECT_EQ(part.pixel, 0.4);
}

TEST(Zoom, ThePointUnderThePointerStaysWithinAPixelOfTheScreen) {
  std::mt19937 random(7);
  const auto below = [&](double n) { return n * static_cast<double>(random() % 1000) / 1000.0; };
  Zoom zoom;
  for (int i = 0; i < 500; ++i) {
    const double down = below(210.0);
    const double right = below(360.0);
    const ZoomedPart before = zoomed_part(zoom, kCrop);
    const bool larger = random() % 3 != 0;
    const Zoom next = zoomed_about(zoom, kCrop, larger ? 1 : -1, down, right);
    const ZoomedPart after = zoomed_part(next, kCrop);
    // Smaller again, the edges may have to move.
    if (larger) {
      const double row = before.top + down / before.pixel;
      const double column = before.left + right / before.pixel;
      EXPECT_NEAR((row - after.top) * after.pixel, down, 0.5 + 0.5 * after.pixel / before.pixel);
      EXPECT_NEAR((column - after.left) * after.pixel, right,
                  0.5 + 0.5 * after.pixel / before.pixel);
    }
    zoom = next;
  }
}

// From any size at rest, which a product that falls short of two pixels must not end.
TEST(Zoom, TheWheelComesToTheLargestPixel) {
  for (int side = 20; side < 600; ++side) {
    const ZoomFrame frame{0, 0, 50, 50, 248.0 / side, 96};
    Zoom zoom;
    for (int step = 0; step < 60; ++step) zoom = zoomed_about(zoom, frame, 1, 10, 10);
    EXPECT_NEAR(zoomed_part(zoom, frame).pixel, 96, 1e-9) << side;
    for (int step = 0; step < 120; ++step) zoom = zoomed_about(zoom, frame, -1, 10, 10);
    EXPECT_FALSE(zoom.enlarged()) << side;
  }
}

// However many steps there were, the pixel under the pointer is the one that was there at first.
TEST(Zoom, RoundingsDoNotAddUp) {
  const ZoomFrame picture{0, 0, 427, 640, 0.4, 96};
  Zoom zoom;
  for (int i = 0; i < 40; ++i) zoom = zoomed_about(zoom, picture, 1, 84.2, 130.2);
  const ZoomedPart part = zoomed_part(zoom, picture);
  EXPECT_EQ(part.pixel, 96);
  EXPECT_NEAR(part.top + 84.2 / 96, 84.2 / 0.4, 0.01);
  EXPECT_NEAR(part.left + 130.2 / 96, 130.2 / 0.4, 0.01);
}

TEST(Zoom, EnlargedPixelsAreWholeAndBeginOnAPixelOfTheScreen) {
  Zoom zoom;
  for (int i = 0; i < 12; ++i) {
    zoom = zoomed_about(zoom, kCrop, 1, 31.3, 77.7);
    const ZoomedPart part = zoomed_part(zoom, kCrop);
    EXPECT_EQ(part.pixel, std::round(part.pixel));
    EXPECT_NEAR(part.top * part.pixel, std::round(part.top * part.pixel), 1e-6);
    EXPECT_NEAR(part.left * part.pixel, std::round(part.left * part.pixel), 1e-6);
  }
}

TEST(Zoom, EveryStepIsOneUntilTheLargest) {
  Zoom zoom;
  double last = kCrop.pixel;
  while (last < kCrop.largest) {
    zoom = zoomed_about(zoom, kCrop, 1, 10, 10);
    const double pixel = zoomed_part(zoom, kCrop).pixel;
    ASSERT_GT(pixel, last);
    last = pixel;
  }
  EXPECT_EQ(last, kCrop.largest);
  EXPECT_EQ(zoomed_part(zoomed_about(zoom, kCrop, 1, 10, 10), kCrop).pixel, kCrop.largest);
  for (int i = 0; i < 40 && zoom.enlarged(); ++i) zoom = zoomed_about(zoom, kCrop, -1, 10, 10);
  EXPECT_EQ(zoom, Zoom{});
}

TEST(Zoom, NothingBeyondTheEdgesIsShown) {
  Zoom zoom = zoomed_about({}, kCrop, 6, 0, 0);
  for (const auto& [down, right] : {std::pair{5000.0, 5000.0}, {-9000.0, -9000.0}, {40.0, -90.0}}) {
    zoom = panned(zoom, kCrop, down, right);
    const ZoomedPart part = zoomed_part(zoom, kCrop);
    EXPECT_GE(part.top, 0.0);
    EXPECT_GE(part.left, 0.0);
    EXPECT_LE(part.top + 210.0 / part.pixel, 70.0 + 1e-6);
    EXPECT_LE(part.left + 360.0 / part.pixel, 120.0 + 1e-6);
  }
}

TEST(Zoom, APanFollowsThePointer) {
  const Zoom zoom = zoomed_about({}, kCrop, 6, 35, 60);
  const ZoomedPart before = zoomed_part(zoom, kCrop);
  const ZoomedPart after = zoomed_part(panned(zoom, kCrop, 17, -23), kCrop);
  EXPECT_NEAR((before.top - after.top) * before.pixel, 17, 1e-6);
  EXPECT_NEAR((before.left - after.left) * before.pixel, -23, 1e-6);
  EXPECT_EQ(panned({}, kCrop, 17, -23), Zoom{});
}

TEST(Zoom, ButtonsBeginInTheMiddleAndComeBack) {
  const Zoom once = zoomed_by({}, 1, 35, 60);
  EXPECT_EQ(once.row, 35);
  EXPECT_EQ(once.column, 60);
  EXPECT_EQ(zoomed_by(once, -1, 1, 1), Zoom{});
  EXPECT_EQ(zoomed_by({}, -1, 35, 60), Zoom{});
}

}  // namespace
}  // namespace convlens::lab
