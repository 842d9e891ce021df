#pragma once

#include <string>

#include "core/statistics.h"
#include "core/tensor.h"
#include "nn/layer.h"

namespace convlens::app {

// The notebook's histogram of a layer's kernel: plt.hist() with numpy's ten bins.
Histogram kernel_histogram(const Tensor& kernel);

// "conv1 (Conv2D)  kernel (3, 3, 1, 32)  bias (32,)", then the first weight's mean, deviation,
// smallest and largest, the histogram and its edges, a line each. The layer has weights.
std::string kernel_statistics(const nn::Layer& layer);

}  // namespace convlens::app
