#pragma once

#include <string>

#include "core/result.h"

namespace convlens::gl {

// What the current context is, for the status line and for picking an engine.
struct GlInfo {
  int major = 0;
  int minor = 0;
  std::string renderer;  // "llvmpipe (LLVM ...)"
  std::string version;   // the driver's own wording
  bool compute = false;  // compute shaders: OpenGL 4.3 or later
};

GlInfo gl_info();

// Finds an OpenGL function by name; glfwGetProcAddress and eglGetProcAddress are of this type.
using GlFunction = void (*)();
using GlLoadFunction = GlFunction (*)(const char* name);

// Loads OpenGL's functions for the current context. An error where it is older than 3.3.
Status load_gl(GlLoadFunction load);

// The longest side that a texture may have here, in pixels.
int max_texture_side();

}  // namespace convlens::gl
