#pragma once

#include "core/image.h"
#include "core/tensor.h"

namespace convlens::lab {

// Height and width of what is cut out of a picture, in its pixels.
struct CropSize {
  int height = 70;
  int width = 120;

  friend bool operator==(const CropSize&, const CropSize&) = default;
};

// Upper left corner of the crop, in pixels of the picture.
struct CropOrigin {
  int top = 0;
  int left = 0;

  friend bool operator==(const CropOrigin&, const CropOrigin&) = default;
};

// Keras' CenterCrop: rows from (H - h) / 2, columns from (W - w) / 2, rounded down; 0 where the
// picture is smaller.
CropOrigin centered_crop(const Image& image, CropSize size);

// The nearest origin that keeps the crop inside the picture.
CropOrigin clamped_crop(const Image& image, CropSize size, CropOrigin origin);

// (1, size.height, size.width, 3) float32 in 0..255, before any scaling. Where the picture is
// smaller than the crop, Keras' smart_resize: the largest centred part with the crop's aspect,
// then bilinear interpolation with half-pixel centres; the origin does not matter then.
Tensor crop_pixels(const Image& image, CropSize size, CropOrigin origin);

}  // namespace convlens::lab
