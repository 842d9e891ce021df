#include "gl/offscreen_target.h"

#include <array>
#include <string>

#include "gl/context.h"
#include "gl/gl_info.h"

namespace convlens::gl {
namespace {

class OffscreenTargets : public testing::WithContext {};

// Fills `height` x `width` pixels, the lower left one at (x, y) of OpenGL's upward coordinates.
void fill(int x, int y, int height, int width, float red) {
  glEnable(GL_SCISSOR_TEST);
  glScissor(x, y, width, height);
  glClearColor(red, 0.0f, 0.0f, 1.0f);
  glClear(GL_COLOR_BUFFER_BIT);
  glDisable(GL_SCISSOR_TEST);
}

// Red alone, each corner another, in a picture that is neither square nor of an even width: a
// swapped axis, a flip or a swapped channel all show.
TEST_F(OffscreenTargets, ReadTheTopRowFirstAndRedAsRed) {
  constexpr int kHeight = 3;
  constexpr int kWidth = 5;
  const auto target = OffscreenTarget::create(kHeight, kWidth);
  ASSERT_TRUE(target) << target.error().message;
  target->bind();
  fill(0, 0, kHeight, kWidth, 0.0f);
  fill(0, kHeight - 1, 1, 2, 1.0f);           // top left, two wide
  fill(kWidth - 1, kHeight - 1, 1, 1, 0.6f);  // top right
  fill(0, 0, 1, 1, 0.2f);                     // bottom left
  const Image image = target->read();

  ASSERT_EQ(image.height, kHeight);
  ASSERT_EQ(image.width, kWidth);
  const std::array<std::array<int, kWidth>, kHeight> red{
      {{255, 255, 0, 0, 153}, {0, 0, 0, 0, 0}, {51, 0, 0, 0, 0}}};
  for (int row = 0; row < kHeight; ++row) {
    for (int column = 0; column < kWidth; ++column) {
      const auto pixel = image.pixel(row, column);
      EXPECT_EQ(pixel[0], red[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)])
          << row << ", " << column;
      EXPECT_EQ(pixel[1], 0) << row << ", " << column;
      EXPECT_EQ(pixel[2], 0) << row << ", " << column;
    }
  }
}

TEST_F(OffscreenTargets, BindTheWholePicture) {
  const auto target = OffscreenTarget::create(20, 30);
  ASSERT_TRUE(target) << target.error().message;
  EXPECT_EQ(testing::get_integer(GL_DRAW_FRAMEBUFFER_BINDING), 0);
  target->bind();
  EXPECT_NE(testing::get_integer(GL_DRAW_FRAMEBUFFER_BINDING), 0);
  std::array<GLint, 4> viewport{};
  glGetIntegerv(GL_VIEWPORT, viewport.data());
  EXPECT_EQ(viewport, (std::array<GLint, 4>{0, 0, 30, 20}));
}

TEST_F(OffscreenTargets, LeaveTheStateAloneWhenRead) {
  const auto target = OffscreenTarget::create(3, 5);
  const auto other = OffscreenTarget::create(1, 1);
  ASSERT_TRUE(target && other);
  target->bind();
  fill(0, 0, 3, 5, 1.0f);
  other->bind();
  const int bound = testing::get_integer(GL_READ_FRAMEBUFFER_BINDING);
  const BufferHandle buffer = BufferHandle::create();
  glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer.id());
  glPixelStorei(GL_PACK_ALIGNMENT, 8);
  glPixelStorei(GL_PACK_ROW_LENGTH, 50);

  const Image image = target->read();
  EXPECT_EQ(image.pixel(2, 4)[0], 255);
  EXPECT_EQ(testing::get_integer(GL_READ_FRAMEBUFFER_BINDING), bound);
  EXPECT_EQ(testing::get_integer(GL_DRAW_FRAMEBUFFER_BINDING), bound);
  EXPECT_EQ(testing::get_integer(GL_PIXEL_PACK_BUFFER_BINDING), static_cast<int>(buffer.id()));
  EXPECT_EQ(testing::get_integer(GL_PACK_ALIGNMENT), 8);
  EXPECT_EQ(testing::get_integer(GL_PACK_ROW_LENGTH), 50);
}

void expect_refused(int height, int width, const std::string& side, int value) {
  const auto target = OffscreenTarget::create(height, width);
  ASSERT_FALSE(target);
  const std::string& message = target.error().message;
  EXPECT_NE(message.find(side + " of " + std::to_string(value)), std::string::npos) << message;
  EXPECT_NE(message.find("1 to " + std::to_string(max_texture_side())), std::string::npos)
      << message;
}

TEST_F(OffscreenTargets, RefuseImpossibleSizesByName) {
  const int limit = max_texture_side();
  expect_refused(limit + 1, 10, "height", limit + 1);
  expect_refused(10, limit + 1, "width", limit + 1);
  expect_refused(0, 10, "height", 0);
  expect_refused(10, -1, "width", -1);
}

}  // namespace
}  // namespace convlens::gl
