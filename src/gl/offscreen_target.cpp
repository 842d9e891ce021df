#include "gl/offscreen_target.h"

#include <glad/gl.h>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "gl/gl_info.h"
#include "gl/saved_state.h"

namespace convlens::gl {
namespace {

Status check_side(const char* name, int side, int limit) {
  if (side < 1 || side > limit) {
    return fail("an off-screen picture's {} of {} pixels: expected 1 to {}, as this OpenGL allows",
                name, side, limit);
  }
  return {};
}

}  // namespace

Result<OffscreenTarget> OffscreenTarget::create(int height, int width) {
  const int limit = max_texture_side();
  TRY(check_side("height", height, limit));
  TRY(check_side("width", width, limit));

  OffscreenTarget target;
  target.color_ = Texture::rgba8(height, width);
  if (!target.color_) {
    return fail("no memory for an off-screen picture of {} x {} pixels", width, height);
  }
  target.framebuffer_ = FramebufferHandle::create();
  const SavedFramebuffers saved;
  glBindFramebuffer(GL_FRAMEBUFFER, target.framebuffer_.id());
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target.color_.id(),
                         0);
  if (const GLenum status = glCheckFramebufferStatus(GL_FRAMEBUFFER);
      status != GL_FRAMEBUFFER_COMPLETE) {
    return fail("the driver refuses an off-screen picture of {} x {} pixels (status {:#x})", width,
                height, status);
  }
  return target;
}

void OffscreenTarget::bind() const {
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_.id());
  glViewport(0, 0, width(), height());
}

unsigned bound_framebuffer() {
  GLint bound = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &bound);
  return static_cast<unsigned>(bound);
}

Image read_pixels(unsigned framebuffer, int height, int width) {
  const auto rows = static_cast<std::size_t>(height);
  const auto columns = static_cast<std::size_t>(width);
  // Read as RGBA, the format that every OpenGL hands out without a conversion of its own.
  std::vector<std::uint8_t> rgba(rows * columns * 4);  // (height, width, 4), bottom row first
  {
    const SavedFramebuffers saved_framebuffers;
    const SavedTransferState saved_transfer;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  }

  Image image{height, width, std::vector<std::uint8_t>(rows * columns * 3)};
  for (std::size_t row = 0; row < rows; ++row) {
    const std::uint8_t* from = rgba.data() + (rows - 1 - row) * columns * 4;
    std::uint8_t* to = image.rgb.data() + row * columns * 3;
    for (std::size_t column = 0; column < columns; ++column, from += 4, to += 3) {
      to[0] = from[0];
      to[1] = from[1];
      to[2] = from[2];
    }
  }
  return image;
}

}  // namespace convlens::gl
