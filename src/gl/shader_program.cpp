#include "gl/shader_program.h"

#include <glad/gl.h>

#include <array>
#include <initializer_list>
#include <string>

#include "gl/gl_info.h"

namespace convlens::gl {
namespace {

// The first line that says something; drivers begin some logs with an empty one.
std::string first_line(const std::string& log) {
  const std::size_t begin = log.find_first_not_of("\r\n \t");
  if (begin == std::string::npos || log[begin] == '\0') return "the driver gave no reason";
  const std::size_t end = log.find_first_of(std::string_view("\r\n\0", 3), begin);
  return log.substr(begin, end == std::string::npos ? end : end - begin);
}

std::string shader_log(GLuint shader) {
  GLint length = 0;
  glGetShaderiv(shader, GL_INFO_LOG_LENGTH, &length);
  std::string log(static_cast<std::size_t>(length), '\0');
  glGetShaderInfoLog(shader, length, nullptr, log.data());
  return log;
}

std::string program_log(GLuint program) {
  GLint length = 0;
  glGetProgramiv(program, GL_INFO_LOG_LENGTH, &length);
  std::string log(static_cast<std::size_t>(length), '\0');
  glGetProgramInfoLog(program, length, nullptr, log.data());
  return log;
}

constexpr std::string_view kDesktopHeader = "#version 330 core\n";
constexpr std::string_view kWebHeader = "#version 300 es\n";
constexpr std::string_view kComputeHeader = "#version 430 core\n";

Result<ShaderHandle> compile_stage(GLenum kind, const char* name, std::string_view header,
                                   std::string_view source) {
  ShaderHandle shader(glCreateShader(kind));
  const std::array<const char*, 2> texts{header.data(), source.data()};
  const std::array<GLint, 2> lengths{static_cast<GLint>(header.size()),
                                     static_cast<GLint>(source.size())};
  glShaderSource(shader.id(), 2, texts.data(), lengths.data());
  glCompileShader(shader.id());
  GLint compiled = GL_FALSE;
  glGetShaderiv(shader.id(), GL_COMPILE_STATUS, &compiled);
  if (compiled != GL_TRUE) {
    return fail("the {} shader does not compile: {}", name, first_line(shader_log(shader.id())));
  }
  return shader;
}

Result<ProgramHandle> link(std::initializer_list<const ShaderHandle*> stages) {
  ProgramHandle program = ProgramHandle::create();
  for (const ShaderHandle* stage : stages) glAttachShader(program.id(), stage->id());
  glLinkProgram(program.id());
  // Detached, so that the shaders go with their handles and not with the program.
  for (const ShaderHandle* stage : stages) glDetachShader(program.id(), stage->id());
  GLint linked = GL_FALSE;
  glGetProgramiv(program.id(), GL_LINK_STATUS, &linked);
  if (linked != GL_TRUE) {
    return fail("the shaders do not link: {}", first_line(program_log(program.id())));
  }
  return program;
}

}  // namespace

Result<ShaderProgram> ShaderProgram::compile(std::string_view vertex, std::string_view fragment,
                                             ShaderTarget target) {
  const std::string_view header = target == ShaderTarget::kDesktop ? kDesktopHeader : kWebHeader;
  TRY_ASSIGN(auto vertex_shader, compile_stage(GL_VERTEX_SHADER, "vertex", header, vertex));
  TRY_ASSIGN(auto fragment_shader, compile_stage(GL_FRAGMENT_SHADER, "fragment", header, fragment));
  TRY_ASSIGN(auto program, link({&vertex_shader, &fragment_shader}));
  return ShaderProgram(std::move(program));
}

Result<ShaderProgram> ShaderProgram::compile_compute(std::string_view source) {
  const GlInfo info = gl_info();
  if (!info.compute) {
    return fail("compute shaders need OpenGL 4.3, found {}.{} ({})", info.major, info.minor,
                info.renderer);
  }
  TRY_ASSIGN(auto shader, compile_stage(GL_COMPUTE_SHADER, "compute", kComputeHeader, source));
  TRY_ASSIGN(auto program, link({&shader}));
  return ShaderProgram(std::move(program));
}

void ShaderProgram::use() const { glUseProgram(id()); }

int ShaderProgram::uniform(const char* name) const { return glGetUniformLocation(id(), name); }

}  // namespace convlens::gl
