#pragma once

#include "app/figures/figure_page.h"
#include "core/statistics.h"

namespace convlens::app {

// The notebook's histogram as matplotlib draws it: blue bars of whole pixels from a baseline, axes
// with round numbers, "weight" below and "count" beside them. One cell: the bars' columns, from the
// top of the axes down to the baseline, its range the outermost edges. The tallest bar reaches
// 1 / 1.05 of the height, the bars 1 / 1.1 of the width.
Result<Figure> histogram_figure(const Histogram& histogram);

}  // namespace convlens::app
