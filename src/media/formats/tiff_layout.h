#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/result.h"
#include "media/formats/tiff_file.h"

namespace convlens::media {

// What a TIFF's samples are, of those that can be read.
struct TiffLayout {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t bits = 8;     // of each sample, 1 to 16
  std::uint32_t samples = 1;  // of each pixel
  std::uint32_t colors = 1;   // the first of them
  std::uint16_t photometric = 0;
  bool in_planes = false;
  std::optional<std::size_t> alpha{};  // which of the samples
  bool multiplied = false;             // the colours by the alpha
  std::uint32_t left_out = 0;          // extra samples that are no alpha
};

// Errors name what cannot be read.
Result<TiffLayout> read_tiff_layout(const TiffFile& file);

}  // namespace convlens::media
