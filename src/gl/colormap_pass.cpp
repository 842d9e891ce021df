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
  std::array<std::uint8_t, 256 * 3> rgb{};
  auto byte = rgb.begin();
  for (const Rgb& entry : colormap_table(map)) byte = std::copy(entry.begin(), entry.end(), byte);
  return Texture::rgb8(1, 256, rgb);
}

}  // namespace

Result<ColormapPass> ColormapPass::create() {
  static_assert(kMapCount == static_cast<std::size_t>(Colormap::kSignedDark) + 1);
  auto program = ShaderProgram::compile(shaders::kFullTargetVert, shaders::kColourMapFrag);
  if (!program) return fail("the colour-map pass: {}", program.error().message);

  ColormapPass pass;
  pass.program_ = std::move(*program);
  pass.vertex_array_ = VertexArrayHandle::create();
  pass.framebuffer_ = FramebufferHandle::create();
  for (std::size_t i = 0; i < kMapCount; ++i) {
    pass.tables_[i] = table_texture(static_cast<Colormap>(i));
  }
  pass.lo_location_ = pass.program_.uniform("lo");
  pass.extent_location_ = pass.program_.uniform("extent");
  pass.scale_location_ = pass.program_.uniform("scale");
  const SavedDrawState saved;
  pass.program_.use();
  glUniform1i(pass.program_.uniform("values"), kValuesUnit);
  glUniform1i(pass.program_.uniform("table"), kTableUnit);
  return pass;
}

void ColormapPass::run(const Texture& values, ValueRange range, Colormap map,
                       const Texture& target) {
  assert(values && target);
  assert(values.height() == target.height() && values.width() == target.width());
  const SavedDrawState saved;
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_.id());
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target.id(), 0);
  glViewport(0, 0, target.width(), target.height());

  program_.use();
  const float scale = scale_of(range);
  const double lo = double{range.lo} * double{scale};
  const double hi = double{range.hi} * double{scale};
  glUniform1f(scale_location_, scale);
  glUniform1f(lo_location_, static_cast<float>(lo));
  // Zero for a constant map only: scaled limits that differ do so by 2^-24 at least.
  glUniform1f(extent_location_, static_cast<float>(hi - lo));
  glActiveTexture(GL_TEXTURE0 + kValuesUnit);
  glBindTexture(GL_TEXTURE_2D, values.id());
  glActiveTexture(GL_TEXTURE0 + kTableUnit);
  glBindTexture(GL_TEXTURE_2D, tables_[static_cast<std::size_t>(map)].id());
  glBindVertexArray(vertex_array_.id());
  glDrawArrays(GL_TRIANGLES, 0, 3);
  // Detached, or the framebuffer would keep a deleted target's memory until the next run.
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, 0, 0);
}

}  // namespace convlens::gl
