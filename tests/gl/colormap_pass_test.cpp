#include "gl/colormap_pass.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include "gl/context.h"

namespace convlens::gl {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr std::array<Colormap, 7> kMaps{
    Colormap::kViridis, Colormap::kBinary,      Colormap::kGray,      Colormap::kMagma,
    Colormap::kCividis, Colormap::kSignedLight, Colormap::kSignedDark};

// How far, in table entries, the position of a value may be off on the GPU and on the CPU together:
// a difference, a rounded extent and a division of at most 2.5 ulp (GLSL's limit) make 7 u there, a
// difference and a division 2 u here, each relative to positions up to 256.
constexpr double kPositionError = 9.0 * 256.0 / (1 << 24);

struct Map {
  int height = 0;
  int width = 0;
  std::vector<float> values;  // (height, width)
};

Map one_row(std::vector<float> values) {
  const int width = static_cast<int>(values.size());
  return {1, width, std::move(values)};
}

Map random_map(int height, int width, ValueRange range, unsigned seed) {
  Map map{height, width,
          std::vector<float>(static_cast<std::size_t>(height) * static_cast<std::size_t>(width))};
  std::mt19937 random(seed);
  // A fifth of the values on either side of the range.
  const double margin = (double{range.hi} - double{range.lo}) / 3.0;
  std::uniform_real_distribution<double> uniform(double{range.lo} - margin,
                                                 double{range.hi} + margin);
  for (float& value : map.values) value = static_cast<float>(uniform(random));
  return map;
}

class ColormapPasses : public testing::WithContext {
 protected:
  void SetUp() override {
    WithContext::SetUp();
    if (HasFatalFailure()) return;
    auto pass = ColormapPass::create();
    ASSERT_TRUE(pass) << pass.error().message;
    pass_.emplace(std::move(*pass));
  }
  void TearDown() override {
    pass_.reset();
    WithContext::TearDown();
  }

  // The pass's picture, row 0 first, and opaque.
  std::vector<Rgb> draw(const Map& map, ValueRange range, Colormap colors) {
    Texture values = Texture::r32f(map.height, map.width);
    values.upload_r32f(map.values);
    const Texture target = Texture::rgba8(map.height, map.width);
    pass_->run(values, range, colors, target);
    return pixels_of(target);
  }

  static std::vector<Rgb> pixels_of(const Texture& target) {
    std::vector<std::array<std::uint8_t, 4>> rgba(static_cast<std::size_t>(target.height()) *
                                                  static_cast<std::size_t>(target.width()));
    glBindTexture(GL_TEXTURE_2D, target.id());
    glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
    glBindTexture(GL_TEXTURE_2D, 0);
    std::vector<Rgb> picture;
    for (const auto& pixel : rgba) {
      EXPECT_EQ(pixel[3], 255);
      picture.push_back({pixel[0], pixel[1], pixel[2]});
    }
    return picture;
  }

  // Compares with colorize(). A pixel may have the neighbouring entry where the value stands within
  // rounding of the edge between the two; the number of those is returned.
  int count_neighbours(const Map& map, ValueRange range, Colormap colors) {
    const std::vector<Rgb> drawn = draw(map, range, colors);
    const std::vector<Rgb> expected = colorize(map.values, range, colors);
    int neighbours = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (drawn[i] == expected[i]) continue;
      ++neighbours;
      const double position = (double{map.values[i]} - double{range.lo}) /
                              (double{range.hi} - double{range.lo}) * 256.0;
      const double edge = std::round(position);
      EXPECT_LE(std::fabs(position - edge), kPositionError)
          << colormap_name(colors) << " value " << map.values[i] << " at position " << position;
      const auto entry = [&](double index) {
        return colormap_table(colors)[static_cast<std::size_t>(std::clamp(index, 0.0, 255.0))];
      };
      EXPECT_TRUE(drawn[i] == entry(edge) || drawn[i] == entry(edge - 1.0))
          << colormap_name(colors) << " value " << map.values[i];
    }
    return neighbours;
  }

  std::optional<ColormapPass> pass_;
};

TEST_F(ColormapPasses, ColourAsTheCpuDoes) {
  int neighbours = 0;
  std::size_t total = 0;
  for (const Colormap colors : kMaps) {
    for (const ValueRange range : {ValueRange{0.0f, 1.0f}, ValueRange{-0.5f, 0.5f},
                                   ValueRange{-3.7f, 12.1f}, ValueRange{100.0f, 100.5f}}) {
      const Map map = random_map(53, 37, range, 7u + static_cast<unsigned>(total));
      neighbours += count_neighbours(map, range, colors);
      total += map.values.size();
    }
  }
  // Values at random places stand within the error of an edge, on either side, this often. Values
  // about 100 are multiples of 2^-17, a bin being 2^-9: one in 256 of them is an edge.
  const double expected = static_cast<double>(total) * (2.0 * kPositionError + 0.25 / 256.0);
  RecordProperty("neighbours", neighbours);
  EXPECT_LE(neighbours, expected + 6.0 * std::sqrt(expected));
}

TEST_F(ColormapPasses, ColourEveryShape) {
  for (const auto& [height, width] :
       std::array<std::pair<int, int>, 5>{{{1, 1}, {1, 300}, {300, 1}, {3, 5}, {70, 120}}}) {
    const ValueRange range{-1.0f, 1.0f};
    count_neighbours(random_map(height, width, range, 3), range, Colormap::kViridis);
  }
}

// All arithmetic is exact where the range's extent is a power of two, so there is no excuse there.
TEST_F(ColormapPasses, PutBinEdgesIntoTheUpperBin) {
  for (const ValueRange range :
       {ValueRange{0.0f, 1.0f}, ValueRange{-0.5f, 0.5f}, ValueRange{-3.0f, 5.0f}}) {
    std::vector<float> edges;
    for (int k = -2; k <= 258; ++k) {
      edges.push_back(range.lo + (range.hi - range.lo) * static_cast<float>(k) / 256.0f);
    }
    EXPECT_EQ(count_neighbours(one_row(edges), range, Colormap::kGray), 0);
  }
}

TEST_F(ColormapPasses, AreOneEntryOffAtInexactEdgesAtMost) {
  const ValueRange range{-0.3f, 1.1f};
  std::vector<float> edges;
  for (int k = 0; k <= 256; ++k) {
    edges.push_back(static_cast<float>(double{range.lo} + (double{range.hi} - double{range.lo}) *
                                                              static_cast<double>(k) / 256.0));
  }
  const int neighbours = count_neighbours(one_row(edges), range, Colormap::kGray);
  RecordProperty("neighbours", neighbours);
  // Which side of its edge such a value falls on is a coin's throw for each of the two.
  EXPECT_LE(neighbours, 257 / 2 + 6 * 8);
}

TEST_F(ColormapPasses, ColourSpecialValues) {
  const float largest = std::numeric_limits<float>::max();
  const float smallest = std::numeric_limits<float>::min();
  const Map map = one_row({kNan, -kNan, kInfinity, -kInfinity, 0.0f, -0.0f, 1.0f, -1.0f, 0.25f,
                           largest, -largest, smallest, -smallest});
  for (const Colormap colors : kMaps) {
    for (const ValueRange range :
         {ValueRange{0.0f, 1.0f}, ValueRange{-1.0f, 1.0f}, ValueRange{1.0f, 0.0f},
          ValueRange{-largest, largest}, ValueRange{-largest, 0.0f}, ValueRange{0.0f, smallest}}) {
      EXPECT_EQ(draw(map, range, colors), colorize(map.values, range, colors))
          << colormap_name(colors) << " " << range.lo << " to " << range.hi;
    }
  }
}

TEST_F(ColormapPasses, ColourAConstantMapFlat) {
  const Map map = one_row({-1.0f, 0.5f, 2.0f, kNan, kInfinity});
  for (const Colormap colors : kMaps) {
    std::vector<Rgb> flat(map.values.size(), colormap_table(colors)[0]);
    flat[3] = flat[4] = kNotFiniteColor;
    EXPECT_EQ(draw(map, {0.5f, 0.5f}, colors), flat) << colormap_name(colors);
    EXPECT_EQ(draw(map, {0.0f, 0.0f}, colors), flat) << colormap_name(colors);
  }
}

TEST_F(ColormapPasses, ColourVeryNarrowAndVeryWideRanges) {
  for (const ValueRange range : {ValueRange{1e-30f, 3e-30f}, ValueRange{-2e-36f, 2e-36f},
                                 ValueRange{-1.6e38f, 1.6e38f}, ValueRange{-1e-30f, 1e30f}}) {
    count_neighbours(random_map(16, 16, range, 11), range, Colormap::kGray);
  }
}

// State that would hide or spoil the picture if the pass left it on, and that Dear ImGui's backend
// or the caller may have set.
class StrangeState {
 public:
  StrangeState() {
    glBindTexture(GL_TEXTURE_2D, textures_[0].id());
    for (GLuint unit = 0; unit < 2; ++unit) {
      glActiveTexture(GL_TEXTURE0 + unit);
      glBindTexture(GL_TEXTURE_2D, textures_[unit].id());
      glBindSampler(unit, samplers_[unit]);
    }
    glActiveTexture(GL_TEXTURE5);
    glBindTexture(GL_TEXTURE_2D, textures_[1].id());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffers_[0].id());
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffers_[1].id());
    glBindVertexArray(vertex_array_.id());
    glViewport(3, 4, 5, 6);
    glScissor(0, 0, 1, 1);
    for (const GLenum name : kSwitches) glEnable(name);
    glDepthFunc(GL_NEVER);
    glStencilFunc(GL_NEVER, 0, 1);
    glCullFace(GL_FRONT_AND_BACK);
    glLogicOp(GL_INVERT);
    glBlendFunc(GL_ZERO, GL_ONE);
    glColorMask(GL_FALSE, GL_TRUE, GL_FALSE, GL_TRUE);
    glPolygonMode(GL_FRONT_AND_BACK, GL_POINT);
  }
  ~StrangeState() { glDeleteSamplers(2, samplers_.data()); }

  // Every value that a pass could have changed.
  static std::vector<int> snapshot() {
    std::vector<int> values;
    for (const GLenum name :
         {GL_DRAW_FRAMEBUFFER_BINDING, GL_READ_FRAMEBUFFER_BINDING, GL_CURRENT_PROGRAM,
          GL_VERTEX_ARRAY_BINDING, GL_ACTIVE_TEXTURE, GL_ARRAY_BUFFER_BINDING, GL_DEPTH_FUNC,
          GL_STENCIL_FUNC, GL_CULL_FACE_MODE, GL_LOGIC_OP_MODE, GL_BLEND_SRC_RGB, GL_BLEND_DST_RGB,
          GL_BLEND_SRC_ALPHA, GL_BLEND_DST_ALPHA, GL_BLEND_EQUATION_RGB, GL_BLEND_EQUATION_ALPHA,
          GL_UNPACK_ALIGNMENT, GL_PACK_ALIGNMENT}) {
      values.push_back(testing::get_integer(name));
    }
    for (const GLenum name : {GL_VIEWPORT, GL_SCISSOR_BOX, GL_COLOR_WRITEMASK}) {
      std::array<GLint, 4> four{};
      glGetIntegerv(name, four.data());
      values.insert(values.end(), four.begin(), four.end());
    }
    std::array<GLint, 2> polygon_mode{};  // some drivers report front and back
    glGetIntegerv(GL_POLYGON_MODE, polygon_mode.data());
    values.push_back(polygon_mode[0]);
    for (const GLenum name : kSwitches) values.push_back(glIsEnabled(name));
    const int unit_before = testing::get_integer(GL_ACTIVE_TEXTURE);
    for (GLenum unit = GL_TEXTURE0; unit < GL_TEXTURE8; ++unit) {
      glActiveTexture(unit);
      values.push_back(testing::get_integer(GL_TEXTURE_BINDING_2D));
      values.push_back(testing::get_integer(GL_SAMPLER_BINDING));
    }
    glActiveTexture(static_cast<GLenum>(unit_before));
    return values;
  }

 private:
  static constexpr std::array<GLenum, 9> kSwitches{
      GL_BLEND,          GL_SCISSOR_TEST, GL_DEPTH_TEST,       GL_STENCIL_TEST,      GL_CULL_FACE,
      GL_COLOR_LOGIC_OP, GL_DITHER,       GL_FRAMEBUFFER_SRGB, GL_RASTERIZER_DISCARD};

  std::array<Texture, 2> textures_{Texture::rgba8(1, 1), Texture::rgba8(2, 2)};
  std::array<FramebufferHandle, 2> framebuffers_{FramebufferHandle::create(),
                                                 FramebufferHandle::create()};
  VertexArrayHandle vertex_array_ = VertexArrayHandle::create();
  std::array<GLuint, 2> samplers_ = [] {
    std::array<GLuint, 2> names{};
    glGenSamplers(2, names.data());
    return names;
  }();
};

// Six maps in rows of three, each over a range of its own: one is constant, one tiny, one huge.
TEST_F(ColormapPasses, ColourEachMapOfASheetOverItsOwnRange) {
  constexpr int kColumns = 3;
  constexpr int kRows = 2;
  constexpr int kHeight = 5;
  constexpr int kWidth = 7;
  const std::array<ValueRange, 6> ranges{{{-1.0f, 2.0f},
                                          {0.0f, 1e-30f},
                                          {3.0f, 3.0f},
                                          {-1e30f, 1e30f},
                                          {0.25f, 0.75f},
                                          {-5.0f, -4.0f}}};
  std::vector<float> sheet(kRows * kHeight * kColumns * kWidth, 0.0f);
  std::vector<Map> maps;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    maps.push_back(random_map(kHeight, kWidth, ranges[i], static_cast<unsigned>(i + 1)));
    const std::size_t top = i / kColumns * kHeight;
    const std::size_t left = i % kColumns * kWidth;
    for (std::size_t y = 0; y < kHeight; ++y) {
      std::copy_n(
          maps[i].values.begin() + static_cast<std::ptrdiff_t>(y * kWidth), kWidth,
          sheet.begin() + static_cast<std::ptrdiff_t>((top + y) * kColumns * kWidth + left));
    }
  }
  Texture values = Texture::r32f(kRows * kHeight, kColumns * kWidth);
  values.upload_r32f(sheet);
  const Texture target = Texture::rgba8(kRows * kHeight, kColumns * kWidth);
  pass_->run(values, ranges, kColumns, Colormap::kViridis, target);
  const std::vector<Rgb> drawn = pixels_of(target);
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const std::vector<Rgb> alone = draw(maps[i], ranges[i], Colormap::kViridis);
    for (std::size_t y = 0; y < kHeight; ++y) {
      for (std::size_t x = 0; x < kWidth; ++x) {
        const std::size_t row = i / kColumns * kHeight + y;
        const std::size_t column = i % kColumns * kWidth + x;
        EXPECT_EQ(drawn[row * kColumns * kWidth + column], alone[y * kWidth + x])
            << "map " << i << " at " << y << ", " << x;
      }
    }
  }
}

TEST_F(ColormapPasses, NeitherMindNorChangeTheContextState) {
  const StrangeState strange;
  const std::vector<int> before = StrangeState::snapshot();
  const Map map = one_row({0.0f, 0.3f, 0.6f, 1.0f});
  Texture values = Texture::r32f(map.height, map.width);
  values.upload_r32f(map.values);
  const Texture target = Texture::rgba8(map.height, map.width);
  pass_->run(values, {0.0f, 1.0f}, Colormap::kMagma, target);
  EXPECT_EQ(StrangeState::snapshot(), before);
  const auto another = ColormapPass::create();
  EXPECT_TRUE(another);
  EXPECT_EQ(StrangeState::snapshot(), before);
  EXPECT_EQ(draw(map, {0.0f, 1.0f}, Colormap::kMagma),
            colorize(map.values, {0.0f, 1.0f}, Colormap::kMagma));
}

}  // namespace
}  // namespace convlens::gl
