#include "gl/headless_context.h"

#include <EGL/egl.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "gl/colormap_pass.h"
#include "gl/context.h"
#include "gl/conv2d_compute.h"
#include "gl/gl_info.h"

namespace convlens::gl {
namespace {

TEST(HeadlessContext, IsACurrentCoreContextWithComputeShaders) {
  const auto context = HeadlessContext::create();
  ASSERT_TRUE(context) << context.error().message;
  const GlInfo info = gl_info();
  EXPECT_GE(info.major * 10 + info.minor, 43) << "the set-up's software OpenGL has 4.3";
  EXPECT_TRUE(info.compute);
  EXPECT_FALSE(info.renderer.empty());
  EXPECT_NE(info.version.find(std::to_string(info.major) + "." + std::to_string(info.minor)),
            std::string::npos);
  EXPECT_EQ(testing::get_integer(GL_CONTEXT_PROFILE_MASK), int{GL_CONTEXT_CORE_PROFILE_BIT});
  EXPECT_GE(max_texture_side(), 1024);  // the least that OpenGL 3.3 allows
}

TEST(HeadlessContext, CanBeMadeAgainWhenTheLastHasGone) {
  for (int i = 0; i < 3; ++i) {
    const auto context = HeadlessContext::create();
    ASSERT_TRUE(context) << context.error().message;
    EXPECT_NE(glGetString(GL_VERSION), nullptr);
  }
}

TEST(HeadlessContext, OutlivesAnother) {
  auto first = HeadlessContext::create();
  ASSERT_TRUE(first) << first.error().message;
  {
    const auto second = HeadlessContext::create();
    ASSERT_TRUE(second) << second.error().message;
    ASSERT_TRUE(first->make_current());
    ASSERT_TRUE(second->make_current());
  }
  ASSERT_TRUE(first->make_current());
  EXPECT_NE(glGetString(GL_VERSION), nullptr);
}

TEST(HeadlessContext, IsEmptyWhenMovedFrom) {
  auto made = HeadlessContext::create();
  ASSERT_TRUE(made) << made.error().message;
  HeadlessContext context = std::move(*made);
  EXPECT_FALSE(made->make_current());
  EXPECT_TRUE(context.make_current());
  HeadlessContext& same = context;
  context = std::move(same);
  EXPECT_TRUE(context.make_current());
}

TEST(LoadGl, SaysWhenThereIsNoContext) {
  const Status status = load_gl([](const char*) -> GlFunction { return nullptr; });
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("3.3"), std::string::npos);
}

// Everything as the driver has it, but for the version that it claims.
GlFunction load_as_3_2(const char* name) {
  const auto claim = [](GLenum) { return reinterpret_cast<const GLubyte*>("3.2 of old"); };
  using GetString = const GLubyte* (*)(GLenum);
  if (std::strcmp(name, "glGetString") != 0) return eglGetProcAddress(name);
  return reinterpret_cast<GlFunction>(static_cast<GetString>(claim));
}

TEST(LoadGl, SaysWhichVersionIsTooOld) {
  const auto context = HeadlessContext::create();
  ASSERT_TRUE(context) << context.error().message;
  const Status status = load_gl(load_as_3_2);
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("version 3.3 or later was expected, found 3.2"),
            std::string::npos)
      << status.error().message;
}

// The driver is chosen by the environment when a process first uses it, so each of these runs in a
// process of its own: the statement of a death test.
class OtherDrivers : public ::testing::Test {
 protected:
  void SetUp() override { ::testing::GTEST_FLAG(death_test_style) = "threadsafe"; }
};

// Whether the driver is one that the environment can make claim another version. Asked of EGL, not
// of a context: Mesa reads the environment with its first.
bool claims_versions() {
  const EGLDisplay display = eglGetDisplay(EGL_DEFAULT_DISPLAY);
  if (eglInitialize(display, nullptr, nullptr) == EGL_FALSE) return true;
  const char* vendor = eglQueryString(display, EGL_VENDOR);
  return vendor != nullptr && std::strstr(vendor, "Mesa") != nullptr;
}

[[noreturn]] void leave(bool as_expected, const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::_Exit(as_expected ? 0 : 1);
}

[[noreturn]] void expect_no_context(const char* variable, const char* value) {
  setenv(variable, value, 1);
  const auto context = HeadlessContext::create();
  leave(!context, context ? "there is a context: " + gl_info().version : context.error().message);
}

TEST_F(OtherDrivers, NoneIsASentence) {
  EXPECT_EXIT(expect_no_context("__EGL_VENDOR_LIBRARY_FILENAMES", "/nonexistent.json"),
              ::testing::ExitedWithCode(0), "^no OpenGL without a window: .*3\\.3.*EGL.*");
}

TEST_F(OtherDrivers, TooOldIsASentence) {
  if (!claims_versions()) GTEST_SKIP() << "skipped: only Mesa can claim another version";
  EXPECT_EXIT(expect_no_context("MESA_GL_VERSION_OVERRIDE", "3.2"), ::testing::ExitedWithCode(0),
              "^no OpenGL without a window: .*gives no OpenGL 3\\.3 core context");
}

[[noreturn]] void expect_display_without_compute() {
  setenv("MESA_GL_VERSION_OVERRIDE", "3.3", 1);
  setenv("MESA_GLSL_VERSION_OVERRIDE", "330", 1);
  const auto context = HeadlessContext::create();
  if (!context) leave(false, context.error().message);
  const GlInfo info = gl_info();
  if (info.compute || info.major != 3 || info.minor != 3) leave(false, info.version);
  if (const auto pass = ColormapPass::create(); !pass) leave(false, pass.error().message);
  const auto engine = Conv2dCompute::create();
  leave(!engine, engine ? "there is an engine" : engine.error().message);
}

TEST_F(OtherDrivers, WithoutComputeStillDisplay) {
  if (!claims_versions()) GTEST_SKIP() << "skipped: only Mesa can claim another version";
  EXPECT_EXIT(expect_display_without_compute(), ::testing::ExitedWithCode(0),
              "^the GPU engine: compute shaders need OpenGL 4\\.3, found 3\\.3 ");
}

}  // namespace
}  // namespace convlens::gl
