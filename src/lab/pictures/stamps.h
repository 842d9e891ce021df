#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/image.h"

namespace convlens::lab {

// Pictures that show what a filter does better than any photograph: an impulse through it shows
// the filter itself, turned by half a turn, a sinusoid which frequencies it lets through.
enum class StampKind { kImpulse, kStep, kLine, kRamp, kCheckerboard, kSinusoid, kNoise };

// As sessions and lessons have them.
inline constexpr std::array kStampWords{"impulse",      "step",     "line", "ramp",
                                        "checkerboard", "sinusoid", "noise"};

inline constexpr float kLeastStampSize = 1.0f;
inline constexpr float kMostStampSize = 512.0f;
inline constexpr std::uint32_t kMostStampSeed = 9999;

struct Stamp {
  StampKind kind = StampKind::kImpulse;
  float angle_deg = 0.0f;  // across which values change: 0 from left to right, 90 downwards
  float size_px = 8.0f;    // how wide a line or a field is, or a sinusoid's period
  std::uint32_t seed = 0;  // of the noise

  friend bool operator==(const Stamp&, const Stamp&) = default;
};

// In grey, 0 to 255. Where stamp_python() says float64 it is computed in it, and rounded as there.
Image stamped(const Stamp& stamp, int height, int width);

// The same as an expression of NumPy, uint8 (height, width, 3).
std::string stamp_python(const Stamp& stamp, int height, int width);

}  // namespace convlens::lab
