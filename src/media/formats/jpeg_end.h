#pragma once

#include <cstddef>
#include <span>

namespace convlens::media {

bool is_jpeg(std::span<const std::byte> bytes);

// Whether a JPEG's markers lead to its end-of-image marker. A decoder fills up a file that was cut
// short without a word; the end markers of embedded thumbnails do not count, nor does what follows
// the picture. (Markers: ITU-T T.81, annex B.)
bool reaches_jpeg_end(std::span<const std::byte> bytes);

}  // namespace convlens::media
