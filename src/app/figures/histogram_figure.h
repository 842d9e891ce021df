#pragma once

#include "app/figures/figure_page.h"
#include "core/statistics.h"

namespace convlens::app {

struct HistogramLooks {
  int unit = 2;            // pixels of a line; the page has 640x480 of them
  bool of_weights = true;  // that are counted, else values of a map
  bool numbers = true;     // round the axes, and what they mean
};

// The notebook's histogram as matplotlib draws it: blue bars of whole pixels from a baseline, axes
// with round numbers, "weight" below and "count" beside them. One cell: the bars' columns, from the
// top of the axes down to the baseline, its range the outermost edges. The tallest bar reaches
// 1 / 1.05 of the height, the bars 1 / 1.1 of the width.
Result<Figure> histogram_figure(const Histogram& histogram, const HistogramLooks& looks = {});

}  // namespace convlens::app
