#pragma once

#include "core/tensor.h"

namespace convlens::lab {

// A map of which two cells and more share a pixel, down or across, is shown averaged: what a screen
// leaves out otherwise depends on where it happens to look.
inline constexpr float kAveragedPixel = 0.5f;

// A map (H, W) as (height, width), no larger: each value is the mean of what it covers, cells that
// it covers in part counting by that part. Where one of them is not finite, it is not either.
Tensor averaged(const TensorView& map, int height, int width);

}  // namespace convlens::lab
