#pragma once

#include <cstdint>
#include <optional>

#include "media/byte_view.h"

namespace convlens::media {

// What the first directory of a TIFF file says, which is what a camera writes into other formats
// too (EXIF). 0 where it says nothing. (TIFF 6.0, sections 2 and 8.)
struct TiffDirectory {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t photometric = 0;
  std::uint32_t orientation = 0;
  std::uint32_t extra_samples = 0;  // what a fourth sample is
};

inline constexpr std::uint32_t kTiffCmyk = 5;             // a photometric interpretation
inline constexpr std::uint32_t kTiffAssociatedAlpha = 1;  // extra samples: multiplied in

// Nothing where the bytes do not begin as a TIFF file.
std::optional<TiffDirectory> read_tiff_directory(ByteView bytes);

}  // namespace convlens::media
