// What the pictures keep on the GPU, with OpenGL itself as the witness.
#include <glad/gl.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;

// Pictures are the textures of three 8-bit channels.
void each_picture_texture(const std::function<void()>& look) {
  constexpr GLuint kMostNames = 4096;
  GLint bound = 0;
  glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound);
  for (GLuint name = 1; name < kMostNames; ++name) {
    if (glIsTexture(name) == GL_FALSE) continue;
    GLint format = 0;
    glBindTexture(GL_TEXTURE_2D, name);
    glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_INTERNAL_FORMAT, &format);
    if (format == GL_RGB8) look();
  }
  glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(bound));
}

int picture_textures() {
  int count = 0;
  each_picture_texture([&count] { ++count; });
  return count;
}

std::shared_ptr<const lab::Picture> grey_picture() {
  return std::make_shared<const lab::Picture>(
      lab::Picture{"grey", {80, 130, std::vector<std::uint8_t>(80 * 130 * 3, 128)}});
}

// The rows of the largest one.
int most_rows() {
  int most = 0;
  each_picture_texture([&most] {
    GLint rows = 0;
    glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_HEIGHT, &rows);
    most = std::max(most, rows);
  });
  return most;
}

// A hundred megapixels as they are would hold up the window for seconds.
TEST(GpuTextures, OfALargePictureTheOverviewIsUploaded) {
  BenchDriver bench;
  lab::Picture large{"large", {5000, 100, std::vector<std::uint8_t>(5000 * 100 * 3, 128)}};
  large.overview = lab::overview_of(large.image);
  bench.lab().commit(lab::SetPictures{0, {std::make_shared<const lab::Picture>(std::move(large))}});
  for (int i = 0; i < 4; ++i) bench.frame();
  EXPECT_EQ(most_rows(), 5000 / 3 + 1);
}

TEST(GpuTextures, PicturesThatAreGoneAreFreed) {
  BenchDriver bench;
  const auto frames = [&bench] {
    for (int i = 0; i < 4; ++i) bench.frame();
  };
  frames();
  const int two = picture_textures();
  ASSERT_GE(two, 2);
  for (int round = 0; round < 3; ++round) {
    bench.lab().commit(lab::SetPictures{2, {grey_picture()}});
    frames();
    EXPECT_EQ(picture_textures(), two + 1);
    bench.lab().commit(lab::SetPictures{2, {grey_picture()}});
    frames();
    EXPECT_EQ(picture_textures(), two + 1);
    bench.lab().commit(lab::RemovePicture{2});
    frames();
    EXPECT_EQ(picture_textures(), two);
  }
}

}  // namespace
}  // namespace convlens
