#include "app/figures/cost_figure.h"

#include <gtest/gtest.h>

#include <cmath>

#include "app/figures/figure_drawing.h"

namespace convlens::app {
namespace {

TEST(CostFigure, TheSlopeIsTheExponent) {
  for (const double exponent : {0.5, 1.0, 1.25}) {
    std::vector<CostPoint> points;
    for (const double amount : {3.0, 50.0, 700.0}) {
      points.push_back({amount, 0.02 * std::pow(amount, exponent)});
    }
    EXPECT_NEAR(slope_of(points), exponent, 1e-12);
  }
}

bool is(const Image& image, int x, int y, const Rgb& color) {
  const auto pixel = image.pixel(y, x);
  return std::equal(color.begin(), color.end(), pixel.begin());
}

// Points on both axes' decades stand on the lines of the grid, whatever line goes through them.
TEST(CostFigure, APointStandsWhereItsNumbersSay) {
  const Rgb red{255, 0, 0};
  const Rgb green{0, 255, 0};
  const CostSeries measured{"measured", red, {{1.0, 0.01}, {10.0, 0.1}, {100.0, 1.0}}};
  const CostSeries limit{"limit", green, {{1.0, 0.01}, {100.0, 1.0}}, false};
  const auto figure = cost_figure({{"amount", {measured, limit}}});
  ASSERT_TRUE(figure) << figure.error().message;
  const auto page = drawn(*figure);
  ASSERT_TRUE(page) << page.error().message;
  int left = page->width;
  int right = 0;
  int top = page->height;
  int bottom = 0;
  int lines = 0;
  for (int y = 0; y < page->height; ++y) {
    for (int x = 0; x < page->width; ++x) {
      if (is(*page, x, y, green)) ++lines;
      if (!is(*page, x, y, red)) continue;
      left = std::min(left, x);
      right = std::max(right, x);
      top = std::min(top, y);
      bottom = std::max(bottom, y);
    }
  }
  EXPECT_GT(lines, 500);
  // From corner to corner of a panel of 560 pixels; the legend's square lies within.
  EXPECT_NEAR(right - left, 560 + 13, 2);
  EXPECT_NEAR(bottom - top, 560 + 13, 2);
  EXPECT_TRUE(is(*page, (left + right) / 2, (top + bottom) / 2, red));
}

}  // namespace
}  // namespace convlens::app
