#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/colormap.h"
#include "core/result.h"
#include "core/shape.h"
#include "core/tensor.h"

namespace convlens::lab {

// The limits of what stands on the bench.
inline constexpr int kMaxFilterSide = 15;
inline constexpr std::size_t kMaxFilters = 256;
// Of all filters together, which each step of the history holds.
inline constexpr std::size_t kMaxWeights = std::size_t{1} << 20;

inline constexpr int kRgb = 3;  // channels of a picture in colour

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
  float bias = 0.0f;
  // Weights that are left out of the convolution, in the weights' order; empty: none.
  std::vector<bool> muted = {};
  // What holds after every edit, see kept().
  bool zero_sum = false;
  bool unit_norm = false;
  bool named = false;  // by somebody, so that a preset leaves it the name

  std::size_t index(int row, int column, int channel) const {
    return flat_index(std::int64_t{row} * width + column, channel, channels);
  }
  float at(int row, int column, int channel) const { return weights[index(row, column, channel)]; }
  bool is_muted(std::size_t weight) const { return !muted.empty() && muted[weight]; }
  bool has_shape_of(const Filter& other) const {
    return height == other.height && width == other.width && channels == other.channels;
  }

  friend bool operator==(const Filter&, const Filter&) = default;
};

Filter zero_filter(std::string name, int height, int width, int channels);

// The weights as the convolution has them: 0 in the place of those that are muted.
std::vector<float> heard_weights(const Filter& filter);

// The filter with its locks kept after an edit: zero sum by moving the weights that the edit did
// not write (`written`, in their order; all alike where it is empty or names all), then unit norm
// by dividing. A filter of zeros stays one.
Filter kept(Filter filter, const std::vector<bool>& written = {});

// Whether the two have the same weights, NaN in the same places among them.
bool has_same_weights(const Filter& a, const Filter& b);

// Sum over all heard weights in double precision. 0 means that a flat area gives 0.
double weight_sum(const Filter& filter);

// Largest finite absolute weight, which the signed colours are scaled by; at least `floor`.
float weight_scale(const Filter& filter, float floor);

// The mean of a cell's weights, in double so that three large ones do not overflow.
float mean_weight(const Filter& filter, int row, int column);

// Whether every cell weighs all channels alike, as a filter of one channel does.
bool has_equal_planes(const Filter& filter);

// The weights of a cell as a colour: 0.5 + 0.5 * weight / scale in each channel, so that grey is 0.
// A filter of one channel gives greys; of others the first three count. kNotFiniteColor where one
// of them is NaN or infinite.
Rgb composite_color(const Filter& filter, int row, int column, float scale);

// The heard weights of filters of one shape as an HWIO kernel (height, width, channels, count).
Tensor to_kernel(const std::vector<const Filter*>& filters);

// The slices of an HWIO kernel, named NAME 1, NAME 2, ...
// Refuses other ranks, what is over the limits above, NaN and infinity (by position).
Result<std::vector<Filter>> to_filters(const TensorView& kernel, const std::string& name);

}  // namespace convlens::lab
