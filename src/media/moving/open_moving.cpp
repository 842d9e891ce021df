#include <algorithm>
#include <array>
#include <string_view>

#include "core/files/file.h"
#include "media/formats/byte_view.h"
#include "media/moving/animated_webp.h"
#include "media/moving/moving_picture.h"
#include "media/moving/picture_series.h"
#include "media/moving/video.h"

namespace convlens::media {
namespace {

namespace fs = std::filesystem;

// RFC 9649, 2.7: the second bit of an extended file's flags.
bool is_animated_webp(ByteView bytes) {
  constexpr std::size_t kFlags = 20;
  return bytes.has(0, "RIFF") && bytes.has(8, "WEBPVP8X") && (little(bytes, kFlags, 1) & 2U) != 0;
}

// A PNG with an acTL chunk in front of its first IDAT. (PNG, third edition, 11.3.6.)
bool is_animated_png(ByteView bytes) {
  if (!bytes.has(0, "\x89PNG\r\n\x1a\n")) return false;
  for (std::size_t at = 8; at + 8 <= bytes.size();) {
    if (bytes.has(at + 4, "acTL")) return true;
    if (bytes.has(at + 4, "IDAT")) return false;
    at += 12 + big(bytes, at, 4);
  }
  return false;
}

// Enough for what stands in front of a PNG's first pixels, but for a large colour profile.
std::vector<std::byte> start_of(const fs::path& path) {
  constexpr std::size_t kStart = 1 << 20;
  return read_start(path, kStart);
}

}  // namespace

bool is_animation(const fs::path& path) {
  const std::vector<std::byte> start = start_of(path);
  const ByteView bytes(start);
  return bytes.has(0, "GIF8") || is_animated_webp(bytes) || is_animated_png(bytes);
}

Result<std::unique_ptr<MovingPicture>> open_moving(const fs::path& path,
                                                   const std::atomic<bool>& dropped) {
  std::error_code unknown;
  if (fs::is_directory(path, unknown)) return open_picture_series(path, dropped);
  const std::vector<std::byte> start = start_of(path);
  if (is_animated_webp(ByteView(start))) return open_animated_webp(path);
  return open_video(path, dropped);
}

bool begins_as_video(const fs::path& path) {
  constexpr std::size_t kTwoPackets = 377;  // of an MPEG transport stream, and the mark of a third
  const std::vector<std::byte> start = read_start(path, kTwoPackets);
  const ByteView bytes(start);
  for (const std::string_view box : {"ftyp", "moov", "mdat", "wide"}) {
    if (bytes.has(4, box)) return !bytes.has(8, "avif") && !bytes.has(8, "heic");
  }
  if (bytes.has(0, "RIFF")) return bytes.has(8, "AVI ");
  constexpr std::size_t kPacket = 188;
  const bool stream = bytes.has(0, "G") && bytes.has(kPacket, "G") && bytes.has(2 * kPacket, "G");
  constexpr std::array<std::string_view, 10> kMarks{"\x1a\x45\xdf\xa3",  // Matroska, WebM
                                                    "OggS",
                                                    "FLV\x01",
                                                    "\x30\x26\xb2\x75\x8e\x66\xcf\x11",  // ASF, WMV
                                                    std::string_view("\0\0\x01\xba", 4),  // MPEG
                                                    std::string_view("\0\0\x01\xb3", 4),
                                                    "YUV4MPEG2 ",
                                                    "DKIF",  // IVF
                                                    ".RMF",
                                                    "nut/multimedia container"};
  return stream || std::any_of(kMarks.begin(), kMarks.end(),
                               [&](std::string_view mark) { return bytes.has(0, mark); });
}

std::span<const char* const> moving_endings() {
  static constexpr std::array<const char*, 26> kEndings{
      ".3gp",  ".264", ".apng", ".asf", ".avi", ".dv",   ".flv", ".gif",  ".h264",
      ".hevc", ".ivf", ".m2ts", ".m4v", ".mkv", ".mov",  ".mp4", ".mpeg", ".mpg",
      ".mts",  ".mxf", ".nut",  ".ogv", ".ts",  ".webm", ".wmv", ".y4m"};
  return kEndings;
}

}  // namespace convlens::media
