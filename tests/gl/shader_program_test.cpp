#include "gl/shader_program.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gl/context.h"
#include "gl/gl_info.h"

namespace convlens::gl {
namespace {

constexpr std::string_view kVertex =
    "uniform float size;\nvoid main() { gl_Position = vec4(size); }\n";
constexpr std::string_view kFragment = "out vec4 colour;\nvoid main() { colour = vec4(1.0); }\n";
constexpr std::string_view kCompute = "layout(local_size_x = 1) in;\nvoid main() {}\n";
constexpr std::string_view kBroken = "void main() { nonsense = 1; }\n";

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

std::string shader_file(const char* name) {
  std::ifstream file(std::filesystem::path(CONVLENS_TEST_DIR) / "../shaders" / name);
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

// From OpenGL 4.3 on, a desktop's driver takes OpenGL ES's language, too.
TEST_F(ShaderPrograms, OfTheDisplayAreInTheLanguagesOfBothTargets) {
  const std::string vertex = shader_file("map_tiles.vert");
  const std::string fragment = shader_file("colour_map.frag");
  const auto desktop = ShaderProgram::compile(vertex, fragment);
  EXPECT_TRUE(desktop) << desktop.error().message;
  if (!gl_info().compute) GTEST_SKIP() << "skipped: the driver takes the desktop's language alone";
  const auto web = ShaderProgram::compile(vertex, fragment, ShaderTarget::kWeb);
  EXPECT_TRUE(web) << web.error().message;
  const auto none =
      ShaderProgram::compile(vertex, "void main() { gl_FragColor = vec4(1); }", ShaderTarget::kWeb);
  EXPECT_FALSE(none) << "ES 3 has an output of its own name";
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
  expect_error(ShaderProgram::compile("uniform vec3 shade;\n"
                                      "void main() { gl_Position = vec4(shade, 1.0); }\n",
                                      "uniform vec4 shade;\nout vec4 colour;\n"
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
