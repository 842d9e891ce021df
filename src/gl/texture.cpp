#include "gl/texture.h"

#include <glad/gl.h>

#include <cassert>
#include <cstddef>

#include "gl/gl_error.h"
#include "gl/saved_state.h"

namespace convlens::gl {
namespace {

[[maybe_unused]] std::size_t pixel_count(int height, int width) {
  return static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
}

}  // namespace

Texture Texture::allocate(int height, int width, int internal_format, unsigned format,
                          unsigned type, int minify) {
  assert(height >= 1 && width >= 1);
  Texture texture;
  texture.handle_ = TextureHandle::create();
  texture.height_ = height;
  texture.width_ = width;
  const SavedTransferState saved;
  glBindTexture(GL_TEXTURE_2D, texture.id());
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, minify);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  // Without this the texture would wait for mipmaps that nobody makes.
  if (minify == GL_NEAREST || minify == GL_LINEAR)
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  clear_gl_errors();
  glTexImage2D(GL_TEXTURE_2D, 0, internal_format, width, height, 0, format, type, nullptr);
  // GL_INVALID_VALUE past the device's limit, GL_OUT_OF_MEMORY without memory.
  if (glGetError() != GL_NO_ERROR) return {};
  return texture;
}

Texture Texture::rgb8(int height, int width, std::span<const std::uint8_t> rgb) {
  Texture texture =
      allocate(height, width, GL_RGB8, GL_RGB, GL_UNSIGNED_BYTE, GL_LINEAR_MIPMAP_NEAREST);
  if (texture) texture.upload_rgb8(rgb);
  return texture;
}

Texture Texture::r32f(int height, int width) {
  return allocate(height, width, GL_R32F, GL_RED, GL_FLOAT, GL_NEAREST);
}

Texture Texture::rgba8(int height, int width, Reduced reduced) {
  return allocate(height, width, GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE,
                  reduced == Reduced::kLinear ? GL_LINEAR : GL_NEAREST);
}

void Texture::upload_r32f(std::span<const float> values) {
  assert(handle_ && values.size() == pixel_count(height_, width_));
  const SavedTransferState saved;
  glBindTexture(GL_TEXTURE_2D, id());
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width_, height_, GL_RED, GL_FLOAT, values.data());
}

void Texture::upload_rgb8(std::span<const std::uint8_t> rgb) {
  assert(handle_ && rgb.size() == pixel_count(height_, width_) * 3);
  const SavedTransferState saved;
  glBindTexture(GL_TEXTURE_2D, id());
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width_, height_, GL_RGB, GL_UNSIGNED_BYTE, rgb.data());
  glGenerateMipmap(GL_TEXTURE_2D);
}

}  // namespace convlens::gl
