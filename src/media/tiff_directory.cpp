#include "media/tiff_directory.h"

#include <algorithm>

namespace convlens::media {
namespace {

constexpr std::size_t kEntryBytes = 12;
constexpr std::uint32_t kShort = 3;  // two bytes, the others of interest are LONG: four

std::uint32_t* field(TiffDirectory& directory, std::uint32_t tag) {
  switch (tag) {
    case 0x0100:
      return &directory.width;
    case 0x0101:
      return &directory.height;
    case 0x0106:
      return &directory.photometric;
    case 0x0112:
      return &directory.orientation;
    case 0x0152:
      return &directory.extra_samples;
    default:
      return nullptr;
  }
}

}  // namespace

std::optional<TiffDirectory> read_tiff_directory(ByteView bytes) {
  const bool big = bytes.has(0, std::string_view("MM\0*", 4));
  if (!big && !bytes.has(0, std::string_view("II*\0", 4))) return std::nullopt;
  const ByteOrder order = big ? ByteOrder::kBig : ByteOrder::kLittle;
  TiffDirectory directory;
  const std::size_t start = bytes.number(4, 4, order).value_or(0);
  const std::size_t count = bytes.number(start, 2, order).value_or(0);
  for (std::size_t i = 0; i < count; ++i) {
    const ByteView entry = bytes.part(start + 2 + i * kEntryBytes, kEntryBytes);
    std::uint32_t* value = field(directory, entry.number(0, 2, order).value_or(0));
    if (value == nullptr) continue;
    const std::size_t width = entry.number(2, 2, order) == kShort ? 2 : 4;
    // Whichever of two a decoder believes, it is no larger.
    *value = std::max(*value, entry.number(8, width, order).value_or(0));
  }
  return directory;
}

}  // namespace convlens::media
