#include "gl/handle.h"

#include <glad/gl.h>

namespace convlens::gl {

unsigned TextureTraits::create() {
  GLuint id = 0;
  glGenTextures(1, &id);
  return id;
}
void TextureTraits::destroy(unsigned id) { glDeleteTextures(1, &id); }

unsigned BufferTraits::create() {
  GLuint id = 0;
  glGenBuffers(1, &id);
  return id;
}
void BufferTraits::destroy(unsigned id) { glDeleteBuffers(1, &id); }

unsigned VertexArrayTraits::create() {
  GLuint id = 0;
  glGenVertexArrays(1, &id);
  return id;
}
void VertexArrayTraits::destroy(unsigned id) { glDeleteVertexArrays(1, &id); }

unsigned FramebufferTraits::create() {
  GLuint id = 0;
  glGenFramebuffers(1, &id);
  return id;
}
void FramebufferTraits::destroy(unsigned id) { glDeleteFramebuffers(1, &id); }

unsigned ProgramTraits::create() { return glCreateProgram(); }
void ProgramTraits::destroy(unsigned id) { glDeleteProgram(id); }

void ShaderTraits::destroy(unsigned id) { glDeleteShader(id); }

}  // namespace convlens::gl
