#include "gl/gl_info.h"

#include <glad/gl.h>

namespace convlens::gl {
namespace {

std::string text(GLenum name) {
  const GLubyte* value = glGetString(name);
  return value == nullptr ? std::string() : reinterpret_cast<const char*>(value);
}

}  // namespace

GlInfo gl_info() {
  GlInfo info;
  glGetIntegerv(GL_MAJOR_VERSION, &info.major);
  glGetIntegerv(GL_MINOR_VERSION, &info.minor);
  info.renderer = text(GL_RENDERER);
  info.version = text(GL_VERSION);
  info.compute = info.major > 4 || (info.major == 4 && info.minor >= 3);
  return info;
}

Status load_gl(GlLoadFunction load) {
  const int version = gladLoadGL(load);
  if (version == 0) {
    return fail("OpenGL could not be loaded: version 3.3 or later was expected, found no context");
  }
  const int major = GLAD_VERSION_MAJOR(version);
  const int minor = GLAD_VERSION_MINOR(version);
  if (major < 3 || (major == 3 && minor < 3)) {
    return fail("OpenGL is too old: version 3.3 or later was expected, found {}.{} ({})", major,
                minor, text(GL_RENDERER));
  }
  return {};
}

int max_texture_side() {
  GLint side = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &side);
  return side;
}

}  // namespace convlens::gl
