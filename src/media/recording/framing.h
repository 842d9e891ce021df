#pragma once

#include "core/colormap.h"
#include "core/image.h"

namespace convlens::media {

// Some pixels of a picture.
struct FramePart {
  int top = 0;
  int left = 0;
  int height = 0;
  int width = 0;
};

// How what is seen becomes the frames of a recording, all of one size.
struct Framing {
  int height = 0;
  int width = 0;
  double scale = 1.0;  // of the part, less where it has no room otherwise
  Rgb page{};          // round what is smaller
};

// The part, as far as it is in the picture, in the middle of a frame.
Image framed(const Image& picture, const FramePart& part, const Framing& framing);

}  // namespace convlens::media
