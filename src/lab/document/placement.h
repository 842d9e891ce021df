#pragma once

#include "lab/document/document.h"

namespace convlens::lab {

// How a map lies on the crop that it was computed from. Cell (i, j) was computed from the window
// whose upper left pixel is (i * stride_h - pad_top, j * stride_w - pad_left), and is drawn round
// the middle of that window, stride_h pixels high and stride_w wide.
struct MapPlacement {
  int stride_h = 1;
  int stride_w = 1;
  int pad_top = 0;
  int pad_left = 0;
  int window_height = 1;  // in pixels, with the gaps of a dilation
  int window_width = 1;

  // Where cell (0, 0) is drawn, in pixels of the crop; may be outside.
  double top() const { return (window_height - stride_h) / 2.0 - pad_top; }
  double left() const { return (window_width - stride_w) / 2.0 - pad_left; }
};

// Some cells of a map become one: the largest of each window, or its mean.
struct Pooling {
  static constexpr int kLargest = 8;

  bool average = false;
  int size = 2;  // of the window and of its steps, down and across; 2 to kLargest

  friend bool operator==(const Pooling&, const Pooling&) = default;
};

// Some cells of a map.
struct MapPart {
  int top = 0;
  int left = 0;
  int height = 0;
  int width = 0;

  friend bool operator==(const MapPart&, const MapPart&) = default;
};
// The cells whose windows lie within the crop, of a map of `shape` (H', W'): what no padding has
// reached. Empty where each window meets some.
MapPart unpadded_part(const MapPlacement& place, const Shape& shape, CropSize crop);

// Of my maps of a filter.
MapPlacement my_placement(const Document& document, const Filter& filter);
// Of what pooling leaves of a map.
MapPlacement pooled_placement(const MapPlacement& map, const Pooling& pooling);
// Of the trained maps, where the network has a first convolution with this bank of filters.
MapPlacement trained_placement(const Document& document, const FirstConvolution& first,
                               const FilterBank& bank);

}  // namespace convlens::lab
