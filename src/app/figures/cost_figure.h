#pragma once

#include <string>
#include <vector>

#include "app/figures/figure_page.h"

namespace convlens::app {

// One measurement, or one place of a limit: both above 0.
struct CostPoint {
  double amount = 0.0;  // of what the axis below counts
  double ms = 0.0;
};

struct CostSeries {
  std::string name;
  Rgb color{0, 0, 0};
  std::vector<CostPoint> points;  // amounts rising
  bool measured = true;           // squares; else a line
};

// What a convolution takes against one of its extents.
struct CostPanel {
  std::string name;  // of the axis below
  std::vector<CostSeries> series;
};

// Panels beside each other over one axis of milliseconds, both axes logarithmic; what the series
// are, by their colours, in the first of them. At least one panel, each with a point.
Result<Figure> cost_figure(const std::vector<CostPanel>& panels);

// The exponent k of ms = c * amount^k that fits the points best: least squares of the logarithms.
// At least two points of different amounts.
double slope_of(const std::vector<CostPoint>& points);

}  // namespace convlens::app
