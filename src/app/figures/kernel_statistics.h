#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/statistics.h"
#include "core/tensor.h"
#include "nn/graph/layer.h"

namespace convlens::app {

// The notebook's histogram of a layer's kernel: plt.hist() with numpy's ten bins.
Histogram kernel_histogram(const Tensor& kernel);

// "conv1 (Conv2D)  kernel (3, 3, 1, 32)  bias (32,)", then the first weight's mean, deviation,
// smallest and largest, the histogram and its edges, a line each, all of what is finite; what is
// not is counted in a line of its own. There is at least one weight.
std::string kernel_statistics(std::string_view name, std::string_view type,
                              std::span<const nn::Weight> weights);

}  // namespace convlens::app
