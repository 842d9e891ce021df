#include "gl/shader_program.h"

#include <string>

#include "gl/context.h"

namespace convlens::gl {
namespace {

constexpr std::string_view kVertex =
    "#version 330 core\nuniform float size;\nvoid main() { gl_Position = vec4(size); }\n";
constexpr std::string_view kFragment =
    "#version 330 core\nout vec4 colour;\nvoid main() { colour = vec4(1.0); }\n";
constexpr std::string_view kCompute =
    "#version 430 core\nlayout(local_size_x = 1) in;\nvoid main() {}\n";
constexpr std::string_view kBroken = "#version 330 core\nvoid main() { nonsense = 1; }\n";

class ShaderPrograms : public testing::WithContext {};

TEST_F(ShaderPrograms, AreUsedAndAskedForUniforms) {
  const auto program = ShaderProgram::compile(kVertex, kFragment);
  ASSERT_TRUE(program) << program.error().message;
  program->use();
  EXPECT_EQ(testing::get_integer(GL_CURRENT_PROGRAM), static_cast<int>(program->id()));
  EXPECT_GE(program->uniform("size"), 0);
  EXPECT_EQ(program->uniform("missing"), -1);
  glUseProgram(0);
}

TEST_F(ShaderPrograms, CompileComputeShaders) {
  const auto program = ShaderProgram::compile_compute(kCompute);
  ASSERT_TRUE(program) << program.error().message;
  EXPECT_TRUE(*program);
}

// The sentence begins with `start`, names what the driver complains of, and is one line.
void expect_error(const Result<ShaderProgram>& program, const std::string& start,
                  const std::string& complaint) {
  ASSERT_FALSE(program);
  const std::string& message = program.error().message;
  EXPECT_EQ(message.rfind(start, 0), 0u) << message;
  EXPECT_NE(message.find(complaint), std::string::npos) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  EXPECT_EQ(message.find('\0'), std::string::npos) << message;
}

TEST_F(ShaderPrograms, NameTheStageThatDoesNotCompile) {
  expect_error(ShaderProgram::compile(kBroken, kFragment), "the vertex shader", "nonsense");
  expect_error(ShaderProgram::compile(kVertex, kBroken), "the fragment shader", "nonsense");
  expect_error(ShaderProgram::compile_compute(kBroken), "the compute shader", "");
  // Some drivers take an empty shader and miss main() when they link.
  expect_error(ShaderProgram::compile("", ""), "the ", "");
}

TEST_F(ShaderPrograms, SayWhyStagesDoNotLink) {
  // One uniform of two types: no driver forgives that, as some do with inputs and outputs.
  expect_error(ShaderProgram::compile("#version 330 core\nuniform vec3 shade;\n"
                                      "void main() { gl_Position = vec4(shade, 1.0); }\n",
                                      "#version 330 core\nuniform vec4 shade;\nout vec4 colour;\n"
                                      "void main() { colour = shade; }\n"),
               "the shaders do not link", "shade");
}

// Names are given out in order, so a new one stands above all that are in use.
unsigned count_shaders() {
  const ShaderHandle probe(glCreateShader(GL_VERTEX_SHADER));
  unsigned count = 0;
  for (unsigned id = 1; id <= probe.id() + 8; ++id) {
    if (id != probe.id() && glIsShader(id) == GL_TRUE) ++count;
  }
  return count;
}

TEST_F(ShaderPrograms, KeepNoShaders) {
  const auto program = ShaderProgram::compile(kVertex, kFragment);
  ASSERT_TRUE(program) << program.error().message;
  EXPECT_EQ(count_shaders(), 0u);
  EXPECT_FALSE(ShaderProgram::compile(kVertex, kBroken));
  EXPECT_EQ(count_shaders(), 0u);
}

TEST_F(ShaderPrograms, GoWithTheirObject) {
  unsigned id = 0;
  {
    const auto program = ShaderProgram::compile_compute(kCompute);
    ASSERT_TRUE(program) << program.error().message;
    id = program->id();
    EXPECT_EQ(glIsProgram(id), GL_TRUE);
  }
  EXPECT_EQ(glIsProgram(id), GL_FALSE);
}

}  // namespace
}  // namespace convlens::gl
