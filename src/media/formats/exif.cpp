#include "media/formats/exif.h"

namespace convlens::media {
namespace {

constexpr std::string_view kWord("Exif\0\0", 6);
constexpr std::size_t kEntryBytes = 12;
constexpr std::uint32_t kOrientation = 0x0112;
constexpr std::uint32_t kShort = 3;  // two bytes; whoever writes LONG has four

}  // namespace

int exif_orientation(ByteView exif) {
  const ByteView bytes = exif.has(0, kWord) ? exif.part(kWord.size()) : exif;
  const bool big = bytes.has(0, std::string_view("MM\0*", 4));
  if (!big && !bytes.has(0, std::string_view("II*\0", 4))) return 1;
  const ByteOrder order = big ? ByteOrder::kBig : ByteOrder::kLittle;
  const std::size_t start = bytes.number(4, 4, order).value_or(0);
  const std::size_t count = bytes.number(start, 2, order).value_or(0);
  for (std::size_t i = 0; i < count; ++i) {
    const ByteView entry = bytes.part(start + 2 + i * kEntryBytes, kEntryBytes);
    if (entry.number(0, 2, order) != kOrientation) continue;
    const std::size_t width = entry.number(2, 2, order) == kShort ? 2 : 4;
    const std::uint32_t found = entry.number(8, width, order).value_or(1);
    return found >= 1 && found <= 8 ? static_cast<int>(found) : 1;
  }
  return 1;
}

}  // namespace convlens::media
