#pragma once

#include <cstdint>
#include <span>

#include "gl/handle.h"

namespace convlens::gl {

// A two-dimensional texture, row 0 of the values at v = 0, so that Dear ImGui's Image shows it
// upright with its usual corners (0, 0) and (1, 1). Clamped at the edges.
//
// The makers take sizes of at least 1; where a side passes max_texture_side() or the memory does
// not suffice they return an empty texture. Uploads leave the bindings and the pixel-store state of
// the context as they were.
class Texture {
 public:
  Texture() = default;

  // 8-bit colour, rgb of (height, width, 3) values: nearest neighbour where enlarged, mipmapped
  // and linear where reduced.
  static Texture rgb8(int height, int width, std::span<const std::uint8_t> rgb);
  // One float a pixel, nearest neighbour, undefined until uploaded.
  static Texture r32f(int height, int width);
  // 8-bit colour to draw into, nearest neighbour where enlarged, undefined until drawn.
  enum class Reduced { kNearest, kLinear };
  static Texture rgba8(int height, int width, Reduced reduced = Reduced::kNearest);

  // Replace all values: height * width floats of a r32f, height * width * 3 bytes of a rgb8.
  void upload_r32f(std::span<const float> values);
  void upload_rgb8(std::span<const std::uint8_t> rgb);

  unsigned id() const { return handle_.id(); }
  int height() const { return handle_ ? height_ : 0; }  // pixels
  int width() const { return handle_ ? width_ : 0; }
  explicit operator bool() const { return static_cast<bool>(handle_); }

 private:
  // minify is what reducing does; enlarging is always nearest neighbour.
  static Texture allocate(int height, int width, int internal_format, unsigned format,
                          unsigned type, int minify);

  TextureHandle handle_;
  int height_ = 0;
  int width_ = 0;
};

}  // namespace convlens::gl
