#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/colormap.h"
#include "core/image.h"
#include "core/phrase.h"
#include "core/tensor.h"
#include "lab/pictures/origin.h"
#include "lab/pictures/stamps.h"

namespace convlens::lab {

inline constexpr int kMaxChannels = 256;  // of an array, and of the filters that see it

// Numbers that a source holds in the place of a picture's, and which of them its image shows.
struct ArrayLook {
  std::shared_ptr<const Tensor> values;  // (1, H, W, C), finite; never null
  std::vector<int> planes;               // one in grey, or three as red, green and blue
  ValueRange range;                      // what black and white stand for
  std::optional<int> item = {};          // which of its file's (N, H, W, C)
  float scale = 1.0f;                    // what the file's numbers were multiplied by

  int channels() const { return static_cast<int>(values->shape()[3]); }
  friend bool operator==(const ArrayLook&, const ArrayLook&) = default;
};

// A decoded picture with the name that the user knows it by. Never changed once shared.
struct Picture {
  std::string name;
  Image image;
  std::vector<Phrase> conversions = {};  // done while it was read, a few words each
  Origin origin = {};
  std::string description = {};  // of one of the sample photographs: who made them
  Image overview = {};           // see overview_of()
  // It stands for a moving picture, whose first frame it is: see Film.
  bool moving = false;
  // Of one that can be drawn on: what is under the drawing, of the same size. See canvas.h.
  std::shared_ptr<const Image> under = {};
  std::optional<Stamp> stamp = {};      // which it is, where nothing is drawn on it
  std::optional<ArrayLook> array = {};  // see array_picture.h

  int channels() const { return array ? array->channels() : 3; }
};

// All of a large picture to look at: averaged over squares, so that neither side is longer than
// this. The whole of 100 megapixels takes seconds to put on a screen. Empty where the picture is no
// larger.
inline constexpr int kOverviewSide = 2048;
Image overview_of(const Image& image);

// All of its pixels, (1, H, W, 3) float32, times 1/255; of an array its values, (1, H, W, C).
Tensor whole_values(const Picture& picture);

struct PixelSummary {
  int lo = 0;
  int hi = 0;
  double mean = 0.0;
};
// Of the values of all three channels.
PixelSummary pixel_summary(const Image& image);

// Pixels (N, H, W, 3) as (N, H, W, 1): luma of ITU-R BT.601, as Pillow's "L".
Tensor luma_of(const TensorView& pixels);

}  // namespace convlens::lab
