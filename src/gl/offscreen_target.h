#pragma once

#include "core/image.h"
#include "core/result.h"
#include "gl/handle.h"
#include "gl/texture.h"

namespace convlens::gl {

// A picture to draw into where there is no window, and to read back.
class OffscreenTarget {
 public:
  // Sides in pixels. Errors name the side and its limit, or the driver's refusal.
  static Result<OffscreenTarget> create(int height, int width);

  // Directs drawing here, with the viewport over the whole picture.
  void bind() const;
  // What was drawn, top row first (OpenGL's highest y), alpha dropped. Waits for the drawing.
  Image read() const;

  int height() const { return color_.height(); }
  int width() const { return color_.width(); }

 private:
  OffscreenTarget() = default;

  Texture color_;
  FramebufferHandle framebuffer_;
};

}  // namespace convlens::gl
