#pragma once

#include "core/image.h"
#include "core/tensor.h"

namespace convlens::lab {

inline constexpr int kMaxCropSide = 4096;

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
  bool fitted = false;  // no corner: as much of the picture as the crop's aspect allows, scaled

  friend bool operator==(const CropOrigin&, const CropOrigin&) = default;
};

// Keras' CenterCrop: rows from (H - h) / 2, columns from (W - w) / 2, rounded down; 0 where the
// picture is smaller.
CropOrigin centered_crop(const Image& image, CropSize size);

// The nearest origin that keeps the crop inside the picture.
CropOrigin clamped_crop(const Image& image, CropSize size, CropOrigin origin);

// The part of the picture that a crop shows, in its pixels. Where the picture is fitted, or smaller
// than the crop, Keras' smart_resize takes the largest centred part with the crop's aspect,
// wherever the origin is; `resized` says so.
struct CropPart {
  int top = 0;
  int left = 0;
  int height = 0;
  int width = 0;
  bool resized = false;
};
CropPart crop_part(const Image& image, CropSize size, CropOrigin origin);

// (1, size.height, size.width, 3) float32 in 0..255, before any scaling. Where crop_part() is of
// another size, it is interpolated bilinearly with half-pixel centres.
Tensor crop_pixels(const Image& image, CropSize size, CropOrigin origin);

// The same of an array (1, H, W, C): its values, (1, size.height, size.width, C).
Tensor crop_values(const TensorView& array, const CropPart& part, CropSize size);

}  // namespace convlens::lab
