#include "gl/gl_error.h"

#include <glad/gl.h>

namespace convlens::gl {

void clear_gl_errors() {
  while (glGetError() != GL_NO_ERROR) {
  }
}

}  // namespace convlens::gl
