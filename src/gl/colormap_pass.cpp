#include "gl/colormap_pass.h"

#include <glad/gl.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "gl/embedded_shaders.h"
#include "gl/saved_state.h"

namespace convlens::gl {
namespace {

constexpr GLint kValuesUnit = 0;
constexpr GLint kTableUnit = 1;
constexpr GLint kRangesUnit = 2;
constexpr int kTexelsPerTile = 3;

// The power of two that brings the range's larger limit to [1, 2), as far as float32 holds it.
// Multiplying by it is exact, and afterwards hi - lo neither overflows nor drowns in subnormals.
float scale_of(ValueRange range) {
  const float largest = std::max(std::fabs(range.lo), std::fabs(range.hi));
  if (!std::isfinite(largest) || largest == 0.0f) return 1.0f;
  constexpr int kMaxExponent = std::numeric_limits<float>::max_exponent - 1;
  constexpr int kMinExponent = std::numeric_limits<float>::min_exponent - 1;
  return std::ldexp(1.0f, std::clamp(-std::ilogb(largest), kMinExponent, kMaxExponent));
}

Texture table_texture(Colormap map) {
  std::array<std::uint8_t, sizeof(ColormapTable)> rgb{};
  auto* byte = rgb.data();
  for (const Rgb& entry : colormap_table(map)) byte = std::copy(entry.begin(), entry.end(), byte);
  return Texture::rgb8(1, 256, rgb);
}

}  // namespace

Result<ColormapPass> ColormapPass::create() {
  static_assert(kMapCount == static_cast<std::size_t>(Colormap::kSignedDark) + 1);
  auto program = ShaderProgram::compile(shaders::kMapTilesVert, shaders::kColourMapFrag);
  if (!program) return fail("the colour-map pass: {}", program.error());

  ColormapPass pass;
  pass.program_ = std::move(*program);
  pass.vertex_array_ = VertexArrayHandle::create();
  pass.framebuffer_ = FramebufferHandle::create();
  pass.enlarged_ = FramebufferHandle::create();
  for (std::size_t i = 0; i < kMapCount; ++i) {
    pass.tables_[i] = table_texture(static_cast<Colormap>(i));
  }
  pass.columns_location_ = pass.program_.uniform("columns");
  pass.tile_location_ = pass.program_.uniform("tile");
  const SavedDrawState saved;
  pass.program_.use();
  glUniform1i(pass.program_.uniform("values"), kValuesUnit);
  glUniform1i(pass.program_.uniform("table"), kTableUnit);
  glUniform1i(pass.program_.uniform("ranges"), kRangesUnit);
  return pass;
}

void ColormapPass::upload_ranges(std::span<const ValueRange> ranges, int rows, int columns) {
  const int width = columns * kTexelsPerTile;
  range_texels_.assign(static_cast<std::size_t>(rows) * static_cast<std::size_t>(width), 0.0f);
  auto texel = range_texels_.begin();
  for (const ValueRange& range : ranges) {
    const float scale = scale_of(range);
    const double lo = double{range.lo} * double{scale};
    const double hi = double{range.hi} * double{scale};
    *texel++ = scale;
    *texel++ = static_cast<float>(lo);
    // Zero for a constant map only: scaled limits that differ do so by 2^-24 at least.
    *texel++ = static_cast<float>(hi - lo);
  }
  if (ranges_.height() != rows || ranges_.width() != width) ranges_ = Texture::r32f(rows, width);
  if (ranges_) ranges_.upload_r32f(range_texels_);
}

void ColormapPass::run(const Texture& values, ValueRange range, Colormap map,
                       const Texture& target) {
  run(values, std::span(&range, 1), 1, map, target);
}

// A copy takes a software renderer a fraction of what colouring every pixel would.
void ColormapPass::enlarge(const Texture& target) {
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, enlarged_.id());
  glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target.id(), 0);
  glBlitFramebuffer(0, 0, small_.width(), small_.height(), 0, 0, target.width(), target.height(),
                    GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, 0, 0);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer_.id());
}

void ColormapPass::run(const Texture& values, std::span<const ValueRange> ranges, int columns,
                       Colormap map, const Texture& target) {
  assert(values && target && columns > 0 && !ranges.empty());
  const int repeat = target.height() / values.height();
  assert(values.height() * repeat == target.height());
  assert(values.width() * repeat == target.width());
  const int rows = (static_cast<int>(ranges.size()) + columns - 1) / columns;
  assert(target.height() % rows == 0 && target.width() % columns == 0);
  upload_ranges(ranges, rows, columns);
  const bool enlarges = repeat > 1;
  if (enlarges && (small_.height() != values.height() || small_.width() != values.width())) {
    small_ = Texture::rgba8(values.height(), values.width());
  }
  const Texture& colored = enlarges ? small_ : target;
  const SavedDrawState saved;
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_.id());
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colored.id(), 0);
  glViewport(0, 0, colored.width(), colored.height());

  program_.use();
  glUniform1i(columns_location_, columns);
  glUniform2f(tile_location_, 2.0f / static_cast<float>(columns), 2.0f / static_cast<float>(rows));
  glActiveTexture(GL_TEXTURE0 + kValuesUnit);
  glBindTexture(GL_TEXTURE_2D, values.id());
  glActiveTexture(GL_TEXTURE0 + kTableUnit);
  glBindTexture(GL_TEXTURE_2D, tables_[static_cast<std::size_t>(map)].id());
  glActiveTexture(GL_TEXTURE0 + kRangesUnit);
  glBindTexture(GL_TEXTURE_2D, ranges_.id());
  glBindVertexArray(vertex_array_.id());
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(ranges.size()));
  if (enlarges) enlarge(target);
  // Detached, or the framebuffer would keep a deleted target's memory until the next run.
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, 0, 0);
}

}  // namespace convlens::gl
