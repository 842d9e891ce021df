#pragma once

#include <vector>

#include "core/image.h"
#include "core/phrase.h"
#include "core/result.h"
#include "media/ffmpeg/handles.h"

namespace convlens::media {

// Decoded frames to RGB, by the matrix (BT.601, BT.709, BT.2020) and the range that a frame says,
// BT.601 and limited range where it says nothing. Transparent pixels are laid on white.
class FrameImages {
 public:
  enum class Rounding {
    kAsFfmpeg,  // its own conversion to the bit: up to 3 of 255 away from the formula
    kExact,     // within 1, in up to twice the time; 4:2:0 has a shortcut without it (0.1 for 4 ms)
  };

  // Exif's orientation, of all frames: see upright().
  explicit FrameImages(int orientation, Rounding rounding = Rounding::kAsFfmpeg)
      : orientation_(orientation), rounding_(rounding) {}

  // The error says what cannot be converted.
  Result<Image> image_of(const AVFrame& frame);
  bool turns_sideways() const { return orientation_ >= 5; }
  // What is done to frames like this one, a few words each.
  std::vector<Phrase> conversions(const AVFrame& frame) const;

 private:
  Status prepare(const AVFrame& frame, AVPixelFormat to);

  int orientation_;
  Rounding rounding_;
  ScalerHandle scaler_;
};

}  // namespace convlens::media
