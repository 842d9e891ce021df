#pragma once

#include "core/image.h"
#include "core/result.h"
#include "gl/handle.h"
#include "gl/texture.h"

namespace convlens::gl {

// The pixels of a framebuffer, a window's being 0, from its lower left corner on: top row first
// (OpenGL's highest y), alpha dropped. Waits for the drawing.
Image read_pixels(unsigned framebuffer, int height, int width);
// The framebuffer that is drawn into.
unsigned bound_framebuffer();

// A picture to draw into where there is no window, and to read back.
class OffscreenTarget {
 public:
  // Sides in pixels. Errors name the side and its limit, or the driver's refusal.
  static Result<OffscreenTarget> create(int height, int width);

  // Directs drawing here, with the viewport over the whole picture.
  void bind() const;
  Image read() const { return read_pixels(framebuffer_.id(), height(), width()); }

  int height() const { return color_.height(); }
  int width() const { return color_.width(); }

 private:
  OffscreenTarget() = default;

  Texture color_;
  FramebufferHandle framebuffer_;
};

}  // namespace convlens::gl
