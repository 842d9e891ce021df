#pragma once

#include <string_view>

#include "core/result.h"
#include "gl/handle.h"

namespace convlens::gl {

// Whose shading language a source is told to be in: it says nothing of that itself, so that one
// file is for both.
enum class ShaderTarget {
  kDesktop,  // OpenGL 3.3
  kWeb,      // WebGL 2, which is OpenGL ES 3
};

// A linked program. Errors name the stage and hold the first line of the driver's log.
class ShaderProgram {
 public:
  ShaderProgram() = default;

  static Result<ShaderProgram> compile(std::string_view vertex, std::string_view fragment,
                                       ShaderTarget target = ShaderTarget::kDesktop);
  // Needs OpenGL 4.3; an error without it.
  static Result<ShaderProgram> compile_compute(std::string_view source);

  void use() const;
  // Location of a uniform, -1 where the program has none of that name (setting -1 does nothing).
  int uniform(const char* name) const;

  unsigned id() const { return handle_.id(); }
  explicit operator bool() const { return static_cast<bool>(handle_); }

 private:
  explicit ShaderProgram(ProgramHandle handle) : handle_(std::move(handle)) {}

  ProgramHandle handle_;
};

}  // namespace convlens::gl
