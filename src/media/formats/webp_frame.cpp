#include "media/formats/webp_frame.h"

#include <string_view>

namespace convlens::media {
namespace {

constexpr std::size_t kChunkHead = 8;   // a name and a length
constexpr std::size_t kFrameHead = 16;  // place, size, duration and flags

class Writer {
 public:
  void letters(std::string_view text) {
    for (const char letter : text) bytes.push_back(static_cast<std::byte>(letter));
  }
  void number(std::uint64_t value, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      bytes.push_back(static_cast<std::byte>(value >> (8 * i) & 0xffU));
    }
  }
  void copy(ByteView from) {
    for (std::size_t i = 0; i < from.size(); ++i) number(little(from, i, 1), 1);
  }
  std::vector<std::byte> bytes;
};

// The frame's own chunks behind the header of a still picture that may have alpha.
std::vector<std::byte> still_of(ByteView chunks, std::uint32_t width, std::uint32_t height) {
  constexpr std::size_t kExtendedHead = 10;
  constexpr std::uint32_t kAlpha = 0x10;
  Writer file;
  file.letters("RIFF");
  file.number(4 + kChunkHead + kExtendedHead + chunks.size(), 4);
  file.letters("WEBPVP8X");
  file.number(kExtendedHead, 4);
  file.number(kAlpha, 4);
  file.number(width - 1, 3);
  file.number(height - 1, 3);
  file.copy(chunks);
  return std::move(file.bytes);
}

Result<WebpFrame> read_frame(ByteView frame, const PictureHeader& animation) {
  WebpFrame read;
  // Places are even.
  read.x = static_cast<int>(2 * little(frame, 0, 3));
  read.y = static_cast<int>(2 * little(frame, 3, 3));
  const std::uint32_t width = 1 + little(frame, 6, 3);
  const std::uint32_t height = 1 + little(frame, 9, 3);
  if (read.x + std::int64_t{width} > animation.width ||
      read.y + std::int64_t{height} > animation.height) {
    return fail("the first frame is {} x {} pixels at {}, {}, within {} x {} expected", width,
                height, read.x, read.y, animation.width, animation.height);
  }
  read.still = still_of(frame.part(kFrameHead), width, height);
  return read;
}

}  // namespace

Result<WebpFrame> first_webp_frame(ByteView bytes, const PictureHeader& animation) {
  std::size_t length = 0;
  for (std::size_t i = 12; i + kChunkHead <= bytes.size(); i += kChunkHead + length + length % 2) {
    length = little(bytes, i + 4, 4);
    if (bytes.has(i, "ANMF")) return read_frame(bytes.part(i + kChunkHead, length), animation);
  }
  return fail("the animation has no frames, one at least expected");
}

}  // namespace convlens::media
