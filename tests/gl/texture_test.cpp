#include "gl/texture.h"

#include <array>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "gl/context.h"
#include "gl/gl_info.h"

namespace convlens::gl {
namespace {

struct Size {
  int height;
  int width;
  std::size_t count() const {
    return static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
  }
};
// Rows of three-byte pixels that end off the four-byte boundary of OpenGL's default.
constexpr std::array<Size, 6> kSizes{{{1, 1}, {3, 5}, {7, 1}, {5, 3}, {1, 7}, {2, 17}}};

template <typename T>
std::vector<T> read_level(const Texture& texture, GLint level, GLenum format, GLenum type,
                          std::size_t count) {
  std::vector<T> values(count);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glBindTexture(GL_TEXTURE_2D, texture.id());
  glGetTexImage(GL_TEXTURE_2D, level, format, type, values.data());
  return values;
}

int parameter(const Texture& texture, GLenum name) {
  GLint value = 0;
  glBindTexture(GL_TEXTURE_2D, texture.id());
  glGetTexParameteriv(GL_TEXTURE_2D, name, &value);
  return value;
}

class Textures : public testing::WithContext {};

TEST_F(Textures, AreEmptyWhenDefaultMadeOrMovedFrom) {
  Texture texture;
  EXPECT_FALSE(texture);
  EXPECT_EQ(texture.id(), 0u);
  EXPECT_EQ(texture.height(), 0);
  EXPECT_EQ(texture.width(), 0);

  texture = Texture::r32f(2, 3);
  ASSERT_TRUE(texture);
  const Texture moved = std::move(texture);
  EXPECT_FALSE(texture);
  EXPECT_EQ(texture.height(), 0);
  EXPECT_EQ(texture.width(), 0);
  EXPECT_EQ(moved.height(), 2);
  EXPECT_EQ(moved.width(), 3);
}

int deletions = 0;
PFNGLDELETETEXTURESPROC real_delete_textures = nullptr;

void count_deleted_textures(GLsizei count, const GLuint* ids) {
  deletions += count;
  real_delete_textures(count, ids);
}

TEST_F(Textures, DeleteTheirObjectOnce) {
  deletions = 0;
  real_delete_textures = std::exchange(glad_glDeleteTextures, count_deleted_textures);
  {
    Texture first = Texture::r32f(2, 3);
    Texture second = std::move(first);
    first = Texture::rgba8(4, 4);
    EXPECT_EQ(deletions, 0);
    first = std::move(second);
    EXPECT_EQ(deletions, 1);
  }
  EXPECT_EQ(deletions, 2);
  glad_glDeleteTextures = real_delete_textures;
}

TEST_F(Textures, HoldFloatsOfAnyWidth) {
  for (const Size size : kSizes) {
    std::vector<float> values(size.count());
    std::iota(values.begin(), values.end(), -3.25f);
    Texture texture = Texture::r32f(size.height, size.width);
    texture.upload_r32f(values);
    EXPECT_EQ(read_level<float>(texture, 0, GL_RED, GL_FLOAT, values.size()), values)
        << size.height << " x " << size.width;
  }
}

TEST_F(Textures, HoldColoursOfAnyWidth) {
  for (const Size size : kSizes) {
    std::vector<std::uint8_t> rgb(size.count() * 3);
    std::iota(rgb.begin(), rgb.end(), std::uint8_t{5});
    Texture texture = Texture::rgb8(size.height, size.width, rgb);
    const auto read = [&] {
      return read_level<std::uint8_t>(texture, 0, GL_RGB, GL_UNSIGNED_BYTE, rgb.size());
    };
    EXPECT_EQ(read(), rgb) << size.height << " x " << size.width;
    std::swap(rgb.front(), rgb.back());
    texture.upload_rgb8(rgb);
    EXPECT_EQ(read(), rgb) << size.height << " x " << size.width;
  }
}

TEST_F(Textures, UploadWhateverTheContextStateIs) {
  const std::array<std::pair<GLenum, GLint>, 4> strange{{{GL_UNPACK_ALIGNMENT, 8},
                                                         {GL_UNPACK_ROW_LENGTH, 100},
                                                         {GL_UNPACK_SKIP_ROWS, 2},
                                                         {GL_UNPACK_SKIP_PIXELS, 3}}};
  for (const auto& [name, value] : strange) glPixelStorei(name, value);
  const BufferHandle buffer = BufferHandle::create();
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffer.id());
  const Texture other = Texture::rgba8(1, 1);
  glBindTexture(GL_TEXTURE_2D, other.id());

  const std::vector<float> values{1, 2, 3, 4, 5, 6};
  const std::vector<std::uint8_t> rgb{1, 2, 3, 4, 5, 6, 7, 8, 9};
  Texture floats = Texture::r32f(2, 3);
  floats.upload_r32f(values);
  const Texture colours = Texture::rgb8(3, 1, rgb);

  for (const auto& [name, value] : strange) EXPECT_EQ(testing::get_integer(name), value);
  EXPECT_EQ(testing::get_integer(GL_PIXEL_UNPACK_BUFFER_BINDING), static_cast<int>(buffer.id()));
  EXPECT_EQ(testing::get_integer(GL_TEXTURE_BINDING_2D), static_cast<int>(other.id()));
  EXPECT_EQ(read_level<float>(floats, 0, GL_RED, GL_FLOAT, 6), values);
  EXPECT_EQ(read_level<std::uint8_t>(colours, 0, GL_RGB, GL_UNSIGNED_BYTE, 9), rgb);
}

TEST_F(Textures, AreNearestWhereEnlargedAndSmoothWhereReduced) {
  const std::vector<std::uint8_t> rgb{0, 100, 200, 0, 100, 200, 40, 100, 0, 40, 100, 0};
  const Texture picture = Texture::rgb8(2, 2, rgb);
  EXPECT_EQ(parameter(picture, GL_TEXTURE_MAG_FILTER), GL_NEAREST);
  EXPECT_EQ(parameter(picture, GL_TEXTURE_MIN_FILTER), GL_LINEAR_MIPMAP_NEAREST);
  EXPECT_EQ(read_level<std::uint8_t>(picture, 1, GL_RGB, GL_UNSIGNED_BYTE, 3),
            (std::vector<std::uint8_t>{20, 100, 100}));

  for (const Texture& texture : {Texture::r32f(2, 2), Texture::rgba8(2, 2)}) {
    EXPECT_EQ(parameter(texture, GL_TEXTURE_MAG_FILTER), GL_NEAREST);
    EXPECT_EQ(parameter(texture, GL_TEXTURE_MIN_FILTER), GL_NEAREST);
    EXPECT_EQ(parameter(texture, GL_TEXTURE_WRAP_S), GL_CLAMP_TO_EDGE);
    EXPECT_EQ(parameter(texture, GL_TEXTURE_WRAP_T), GL_CLAMP_TO_EDGE);
  }
}

TEST_F(Textures, AreEmptyWherePastTheDevicesLimit) {
  const int limit = max_texture_side();
  EXPECT_TRUE(Texture::rgba8(1, limit));
  EXPECT_FALSE(Texture::rgba8(1, limit + 1));
  EXPECT_FALSE(Texture::r32f(limit + 1, 1));
}

}  // namespace
}  // namespace convlens::gl
