#include "gl/saved_state.h"

#include <glad/gl.h>

namespace convlens::gl {
namespace {

struct PixelStore {
  GLenum name;
  GLint wanted;
};
constexpr std::array<PixelStore, 8> kPixelStore{{{GL_UNPACK_ALIGNMENT, 1},
                                                 {GL_UNPACK_ROW_LENGTH, 0},
                                                 {GL_UNPACK_SKIP_ROWS, 0},
                                                 {GL_UNPACK_SKIP_PIXELS, 0},
                                                 {GL_PACK_ALIGNMENT, 1},
                                                 {GL_PACK_ROW_LENGTH, 0},
                                                 {GL_PACK_SKIP_ROWS, 0},
                                                 {GL_PACK_SKIP_PIXELS, 0}}};

constexpr std::array<GLenum, 9> kSwitchNames{
    GL_BLEND,          GL_SCISSOR_TEST, GL_DEPTH_TEST,       GL_STENCIL_TEST,      GL_CULL_FACE,
    GL_COLOR_LOGIC_OP, GL_DITHER,       GL_FRAMEBUFFER_SRGB, GL_RASTERIZER_DISCARD};

GLuint name_of(GLint value) { return static_cast<GLuint>(value); }

void set_enabled(GLenum name, bool on) {
  if (on) {
    glEnable(name);
  } else {
    glDisable(name);
  }
}

}  // namespace

SavedTransferState::SavedTransferState() {
  for (std::size_t i = 0; i < kPixelStore.size(); ++i) {
    glGetIntegerv(kPixelStore[i].name, &pixel_store_[i]);
    glPixelStorei(kPixelStore[i].name, kPixelStore[i].wanted);
  }
  glGetIntegerv(GL_PIXEL_UNPACK_BUFFER_BINDING, &unpack_buffer_);
  glGetIntegerv(GL_PIXEL_PACK_BUFFER_BINDING, &pack_buffer_);
  glGetIntegerv(GL_TEXTURE_BINDING_2D, &texture_);
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
}

SavedTransferState::~SavedTransferState() {
  for (std::size_t i = 0; i < kPixelStore.size(); ++i) {
    glPixelStorei(kPixelStore[i].name, pixel_store_[i]);
  }
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, name_of(unpack_buffer_));
  glBindBuffer(GL_PIXEL_PACK_BUFFER, name_of(pack_buffer_));
  glBindTexture(GL_TEXTURE_2D, name_of(texture_));
}

SavedFramebuffers::SavedFramebuffers() {
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &draw_);
  glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read_);
}

SavedFramebuffers::~SavedFramebuffers() {
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, name_of(draw_));
  glBindFramebuffer(GL_READ_FRAMEBUFFER, name_of(read_));
}

SavedDrawState::SavedDrawState() {
  static_assert(kSwitchNames.size() == kSwitches);
  glGetIntegerv(GL_CURRENT_PROGRAM, &program_);
  glGetIntegerv(GL_VERTEX_ARRAY_BINDING, &vertex_array_);
  glGetIntegerv(GL_VIEWPORT, viewport_.data());
  glGetIntegerv(GL_POLYGON_MODE, polygon_mode_.data());
  glGetBooleanv(GL_COLOR_WRITEMASK, color_mask_.data());
  for (std::size_t i = 0; i < kSwitches; ++i) {
    enabled_[i] = glIsEnabled(kSwitchNames[i]);
    glDisable(kSwitchNames[i]);
  }
  glPolygonMode(GL_FRONT_AND_BACK, GL_FILL);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);

  glGetIntegerv(GL_ACTIVE_TEXTURE, &active_unit_);
  for (GLuint unit = 0; unit < kUnits; ++unit) {
    glActiveTexture(GL_TEXTURE0 + unit);
    glGetIntegerv(GL_TEXTURE_BINDING_2D, &textures_[unit]);
  }
}

SavedDrawState::~SavedDrawState() {
  for (GLuint unit = 0; unit < kUnits; ++unit) {
    glActiveTexture(GL_TEXTURE0 + unit);
    glBindTexture(GL_TEXTURE_2D, name_of(textures_[unit]));
  }
  glActiveTexture(static_cast<GLenum>(active_unit_));
  for (std::size_t i = 0; i < kSwitches; ++i) set_enabled(kSwitchNames[i], enabled_[i] != 0);
  glColorMask(color_mask_[0], color_mask_[1], color_mask_[2], color_mask_[3]);
  glPolygonMode(GL_FRONT_AND_BACK, static_cast<GLenum>(polygon_mode_[0]));
  glViewport(viewport_[0], viewport_[1], viewport_[2], viewport_[3]);
  glBindVertexArray(name_of(vertex_array_));
  glUseProgram(name_of(program_));
}

}  // namespace convlens::gl
