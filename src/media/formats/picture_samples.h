#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

#include "core/phrase.h"

namespace convlens::media {

// What the readers of the formats make of a file's bytes, each its own: the samples as they are
// stored, not yet turned, the largest value being white.
struct PictureSamples {
  cv::Mat samples{};        // grey, BGR or BGRA of 8 or 16 bits
  bool multiplied = false;  // the colours by the alpha
  bool grey = false;        // though there may be three equal channels
  std::vector<Phrase> conversions{};
};

// The largest value of `bits` in the samples that hold it, which are of 8 bits or of 16.
inline int depth_of(std::uint32_t bits) { return bits > 8 ? CV_16U : CV_8U; }
inline std::uint32_t top_value(int depth) { return depth == CV_16U ? 65535 : 255; }

// `value` of 0 to `most` as the nearest of 0 to `top`.
inline std::uint32_t rescaled(std::uint64_t value, std::uint64_t most, std::uint64_t top) {
  return static_cast<std::uint32_t>(most == top ? value : (value * top + most / 2) / most);
}

// That samples of odd widths were brought to those that can be computed with.
inline Phrase widened(std::uint32_t bits) {
  return phrase("{} bits a channel brought to {}", bits, bits > 8 ? 16 : 8);
}

}  // namespace convlens::media
