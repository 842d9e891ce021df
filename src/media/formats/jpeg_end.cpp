#include "media/formats/jpeg_end.h"

namespace convlens::media {
namespace {

constexpr int kStartOfImage = 0xd8;
constexpr int kEndOfImage = 0xd9;

bool is_restart(int marker) { return marker >= 0xd0 && marker <= 0xd7; }

// What stands alone: an escaped 0xff of the coded data, restart and other bare markers. All others
// are followed by a length and that many bytes.
bool has_no_segment(int marker) {
  return marker <= 0x01 || marker == kStartOfImage || is_restart(marker);
}

}  // namespace

bool is_jpeg(std::span<const std::byte> bytes) {
  return bytes.size() > 2 && bytes[0] == std::byte{0xff} && bytes[1] == std::byte{kStartOfImage};
}

bool reaches_jpeg_end(std::span<const std::byte> bytes) {
  const auto at = [&](std::size_t i) { return std::to_integer<int>(bytes[i]); };
  std::size_t i = 0;
  while (i + 1 < bytes.size()) {
    const int marker = at(i + 1);
    if (at(i) != 0xff || marker == 0xff) {  // coded data, or a fill byte
      ++i;
      continue;
    }
    i += 2;
    if (marker == kEndOfImage) return true;
    if (has_no_segment(marker)) continue;
    if (i + 1 >= bytes.size()) return false;
    i += static_cast<std::size_t>(at(i) << 8 | at(i + 1));
  }
  return false;
}

}  // namespace convlens::media
