#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/colormap.h"
#include "core/result.h"
#include "gl/handle.h"
#include "gl/shader_program.h"
#include "gl/texture.h"

namespace convlens::gl {

// Colours a map on the GPU, so that another range or palette needs no upload.
class ColormapPass {
 public:
  static Result<ColormapPass> create();

  // Draws `values` (r32f) into `target` (rgba8 of the same size, or a whole number of times larger,
  // where each value becomes a square of pixels: coloured once, then copied), opaque, row 0 to row
  // 0. The table
  // entry is colormap_index()'s up to float32 rounding: one entry away at most, and only within
  // rounding of a bin's edge. Values under 2^-126 may count as zero, as GPUs drop them. A range
  // wider than the largest float32 is spread evenly here, where colormap_index() saturates. Leaves
  // the context's state (framebuffers, viewport, program, bindings, scissor, blending...) as it
  // was.
  void run(const Texture& values, ValueRange range, Colormap map, const Texture& target);

  // The same for a sheet of maps of one size, each over a range of its own: `ranges` are those of
  // the tiles, row by row, `columns` to a row. Tiles beyond the last range are left undefined.
  void run(const Texture& values, std::span<const ValueRange> ranges, int columns, Colormap map,
           const Texture& target);

 private:
  static constexpr std::size_t kMapCount = 7;

  ColormapPass() = default;
  void upload_ranges(std::span<const ValueRange> ranges, int rows, int columns);
  void enlarge(const Texture& target);  // what was coloured small

  ShaderProgram program_;
  VertexArrayHandle vertex_array_;  // empty: the corners come from the vertex number
  FramebufferHandle framebuffer_;
  FramebufferHandle enlarged_;
  Texture small_;  // rgba8, a pixel a value, of the size that the last enlarged map needed
  std::array<Texture, kMapCount> tables_;  // (1, 256), one a Colormap
  Texture ranges_;                         // r32f, of the size that the last sheet needed
  std::vector<float> range_texels_;        // what is uploaded into it
  int columns_location_ = -1;
  int tile_location_ = -1;
};

}  // namespace convlens::gl
