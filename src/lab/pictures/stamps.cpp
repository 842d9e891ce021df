#include "lab/pictures/stamps.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>
#include <vector>

#include "core/phrase.h"

namespace convlens::lab {
namespace {

// As np.round(value, 6): what is not computed alike everywhere in its last digits becomes equal.
double settled(double value) { return std::nearbyint(value * 1e6) / 1e6; }

// How far a pixel's centre lies from the line through the picture's middle, along an angle.
struct Across {
  Across(const Stamp& stamp, int height, int width)
      : middle_y((height - 1) / 2.0),
        middle_x((width - 1) / 2.0),
        cosine(std::cos(double{stamp.angle_deg} * (std::numbers::pi / 180.0))),
        sine(std::sin(double{stamp.angle_deg} * (std::numbers::pi / 180.0))) {}

  double operator()(int y, int x) const {
    return settled((x - middle_x) * cosine + (y - middle_y) * sine);
  }
  // Of the farthest corner; 1 where there is one pixel alone.
  double most() const {
    const double most = settled(middle_x * std::abs(cosine) + middle_y * std::abs(sine));
    return most > 0 ? most : 1.0;
  }

  double middle_y, middle_x, cosine, sine;
};

// Calls value(y, x), 0 to 255, for every pixel.
template <typename Value>
std::vector<std::uint8_t> plane_of(int height, int width, const Value& value) {
  std::vector<std::uint8_t> plane;
  plane.reserve(static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) plane.push_back(static_cast<std::uint8_t>(value(y, x)));
  }
  return plane;
}

// The bytes of NumPy's RandomState(seed): of the Mersenne Twister's 32 bits, low ones first.
std::vector<std::uint8_t> noise(std::uint32_t seed, int height, int width) {
  std::mt19937 random(seed);
  std::uint32_t bits = 0;
  int left = 0;
  return plane_of(height, width, [&](int, int) {
    bits = left == 0 ? static_cast<std::uint32_t>(random()) : bits >> 8U;
    left = left == 0 ? 3 : left - 1;
    return bits & 0xffU;
  });
}

std::vector<std::uint8_t> plane(const Stamp& stamp, int height, int width) {
  const Across across(stamp, height, width);
  const double size = double{stamp.size_px};
  const int field = std::max(1, static_cast<int>(std::nearbyint(size)));
  switch (stamp.kind) {
    case StampKind::kImpulse:
      return plane_of(height, width,
                      [&](int y, int x) { return y == height / 2 && x == width / 2 ? 255 : 0; });
    case StampKind::kStep:
      return plane_of(height, width, [&](int y, int x) { return across(y, x) >= 0 ? 255 : 0; });
    case StampKind::kLine:
      return plane_of(height, width,
                      [&](int y, int x) { return std::abs(across(y, x)) <= size / 2 ? 255 : 0; });
    case StampKind::kRamp:
      return plane_of(height, width, [&, most = across.most()](int y, int x) {
        return std::nearbyint(settled(127.5 + 127.5 * across(y, x) / most));
      });
    case StampKind::kCheckerboard:
      return plane_of(height, width,
                      [field](int y, int x) { return (y / field + x / field) % 2 != 0 ? 255 : 0; });
    case StampKind::kSinusoid:
      return plane_of(height, width, [&](int y, int x) {
        const double phase = 2 * std::numbers::pi * across(y, x) / size;
        return std::nearbyint(settled(128 + 127 * std::sin(phase)));
      });
    case StampKind::kNoise:
      return noise(stamp.seed, height, width);
  }
  return {};
}

// What np.fromfunction() is given: of y and x, float64.
std::string python_value(const Stamp& stamp, int height, int width) {
  const Across at(stamp, height, width);
  const std::string turn = fmt::format("np.deg2rad({})", double{stamp.angle_deg});
  const std::string across =
      fmt::format("np.round((x - {}) * np.cos({}) + (y - {}) * np.sin({}), 6)", at.middle_x, turn,
                  at.middle_y, turn);
  const double size = double{stamp.size_px};
  switch (stamp.kind) {
    case StampKind::kImpulse:
      return fmt::format("255 * ((y == {}) & (x == {}))", height / 2, width / 2);
    case StampKind::kStep:
      return fmt::format("255 * ({} >= 0)", across);
    case StampKind::kLine:
      return fmt::format("255 * (np.abs({}) <= {})", across, size / 2);
    case StampKind::kRamp:
      return fmt::format("np.rint(np.round(127.5 + 127.5 * {} / {}, 6))", across, at.most());
    case StampKind::kCheckerboard:
      return fmt::format("255 * ((y // {0} + x // {0}) % 2)",
                         std::max(1, static_cast<int>(std::nearbyint(size))));
    case StampKind::kSinusoid:
      return fmt::format("np.rint(np.round(128 + 127 * np.sin(2 * np.pi * {} / {}), 6))", across,
                         size);
    case StampKind::kNoise:
      break;
  }
  return {};
}

}  // namespace

Image stamped(const Stamp& stamp, int height, int width) {
  Image image{height, width, {}};
  const std::vector<std::uint8_t> grey = plane(stamp, height, width);
  image.rgb.reserve(grey.size() * 3);
  for (const std::uint8_t value : grey) image.rgb.insert(image.rgb.end(), 3, value);
  return image;
}

std::string stamp_python(const Stamp& stamp, int height, int width) {
  if (stamp.kind == StampKind::kNoise) {
    return fmt::format(
        "np.frombuffer(np.random.RandomState({}).bytes({}), np.uint8)"
        ".reshape({}, {}, 1).repeat(3, 2)",
        stamp.seed, std::int64_t{height} * width, height, width);
  }
  return fmt::format(
      "np.fromfunction(lambda y, x: {}, ({}, {})).astype(np.uint8)[..., None].repeat(3, 2)",
      python_value(stamp, height, width), height, width);
}

}  // namespace convlens::lab
