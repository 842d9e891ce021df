#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/colormap.h"
#include "core/result.h"
#include "core/tensor.h"

namespace convlens::lab {

// One filter of the bench: (height, width, channels) weights in row-major order, channel fastest,
// which is one slice [..., f] of an HWIO kernel. A value: copied with the document.
struct Filter {
  std::string name;
  int height = 0;
  int width = 0;
  int channels = 0;
  std::vector<float> weights;
  // The trained filter that it stands beside; nothing: the one that is most alike.
  std::optional<std::size_t> partner = {};

  std::size_t index(int row, int column, int channel) const {
    return static_cast<std::size_t>((row * width + column) * channels + channel);
  }
  float at(int row, int column, int channel) const { return weights[index(row, column, channel)]; }

  friend bool operator==(const Filter&, const Filter&) = default;
};

Filter zero_filter(std::string name, int height, int width, int channels);

// Sum over all weights in double precision. 0 means that a flat area gives 0.
double weight_sum(const Filter& filter);

// Largest absolute weight, which the signed colours are scaled by; at least `floor`.
float weight_scale(const Filter& filter, float floor);

// The weights of a cell as a colour: 0.5 + 0.5 * weight / scale in each channel, so that grey is 0.
// A filter of one channel gives greys; of others the first three count.
Rgb composite_color(const Filter& filter, int row, int column, float scale);

// Some filters of one shape side by side as an HWIO kernel (height, width, channels, count).
Tensor to_kernel(const std::vector<const Filter*>& filters);

// The slices of an HWIO kernel, named NAME 1, NAME 2, ...
// Refuses other ranks, sides over 15, other than 1 or 3 channels, more than 256 filters, NaN and
// infinity (by position).
Result<std::vector<Filter>> to_filters(const TensorView& kernel, const std::string& name);

}  // namespace convlens::lab
