#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/colormap.h"
#include "core/result.h"

namespace convlens::media {

// Some pixels in few colours.
struct PalettePixels {
  std::vector<Rgb> palette;           // at most as many as were asked for
  std::vector<std::uint8_t> indices;  // into it, one a pixel
};

// The colours are the pixels' own where there are no more than `most_colors` (2 to 256), else those
// that stand for them with the least error, weighed as the eye does; each pixel has the nearest.
// rgb: three bytes a pixel. The same pixels give the same colours.
Result<PalettePixels> with_palette(std::span<const std::uint8_t> rgb, std::size_t most_colors);

}  // namespace convlens::media
