#pragma once

#include <gtest/gtest.h>
// Before every header that could bring in another OpenGL.
#include <glad/gl.h>

#include <optional>
#include <utility>

#include "gl/headless_context.h"

namespace convlens::gl::testing {

// A test with a context of its own. Software OpenGL is part of the set-up, so having none fails
// the test. An OpenGL error that nobody fetched fails it too.
class WithContext : public ::testing::Test {
 protected:
  void SetUp() override {
    auto context = HeadlessContext::create();
    ASSERT_TRUE(context) << context.error().message;
    context_.emplace(std::move(*context));
  }
  void TearDown() override {
    if (context_) {
      EXPECT_EQ(glGetError(), unsigned{GL_NO_ERROR});
    }
  }

 private:
  std::optional<HeadlessContext> context_;
};

inline int get_integer(GLenum name) {
  GLint value = 0;
  glGetIntegerv(name, &value);
  return value;
}

}  // namespace convlens::gl::testing
