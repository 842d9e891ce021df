#include "media/formats/picture_header.h"

#include <array>
#include <cctype>
#include <map>
#include <string_view>

#include "media/formats/bmp.h"
#include "media/formats/byte_view.h"
#include "media/formats/exif.h"
#include "media/formats/icc.h"
#include "media/formats/jpeg_end.h"
#include "media/formats/pnm.h"
#include "media/formats/tiff.h"

namespace convlens::media {
namespace {

Phrase expected() { return phrase("PNG, JPEG, TIFF, BMP, WebP, PBM, PGM or PPM expected"); }

// PNG specification, 5.3 and 11.
PictureHeader png_header(ByteView bytes) {
  PictureHeader header{.format = PictureFormat::kPng};
  constexpr std::size_t kAround = 12;  // length, type and check sum
  constexpr std::uint32_t kGrey = 0;
  constexpr std::uint32_t kGreyAlpha = 4;
  std::uint32_t color = kGrey;
  std::size_t length = 0;
  for (std::size_t i = 8; i + kAround <= bytes.size(); i += length + kAround) {
    length = big(bytes, i, 4);
    const ByteView data = bytes.part(i + 8, length);
    if (bytes.has(i + 4, "IHDR")) {
      header.width = big(data, 0, 4);
      header.height = big(data, 4, 4);
      header.bits = big(data, 8, 1);
      color = big(data, 9, 1);
      header.grey = color == kGrey || color == kGreyAlpha;
    } else if (bytes.has(i + 4, "tRNS") && color == kGrey && header.bits >= 1 &&
               header.bits <= 16) {
      const std::uint32_t key = big(data, 0, 2);
      header.grey_key = header.bits < 8 ? key * 255 / ((1U << header.bits) - 1) : key;
    } else if (bytes.has(i + 4, "acTL")) {
      header.several = true;
    } else if (bytes.has(i + 4, "eXIf")) {
      header.orientation = exif_orientation(data);
    } else if (bytes.has(i + 4, "iCCP") && header.profile.empty()) {
      header.profile = png_profile(data);
    }
  }
  return header;
}

bool is_frame_marker(std::uint32_t marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

// ITU-T T.81, annex B: the segments up to the first scan.
PictureHeader jpeg_header(ByteView bytes) {
  PictureHeader header{.format = PictureFormat::kJpeg};
  constexpr std::uint32_t kApp1 = 0xe1;
  constexpr std::uint32_t kApp2 = 0xe2;  // CIPA DC-007, multi-picture format
  constexpr std::uint32_t kScan = 0xda;
  constexpr std::string_view kProfile("ICC_PROFILE\0", 12);
  std::map<std::uint32_t, ByteView> profile;  // its parts by their numbers
  std::size_t i = 2;
  while (i + 4 <= bytes.size()) {
    const std::uint32_t marker = big(bytes, i + 1, 1);
    if (big(bytes, i, 1) != 0xff || marker == 0xff) {  // a fill byte
      ++i;
      continue;
    }
    if (marker == kScan) break;
    const std::size_t length = big(bytes, i + 2, 2);
    const ByteView data = bytes.part(i + 4, length < 2 ? 0 : length - 2);
    if (is_frame_marker(marker)) {
      header.height = big(data, 1, 2);
      header.width = big(data, 3, 2);
      header.cmyk = big(data, 5, 1) == 4;
    } else if (marker == kApp1 && data.has(0, "Exif")) {
      header.orientation = exif_orientation(data);
    } else if (marker == kApp2 && data.has(0, std::string_view("MPF\0", 4))) {
      header.several = true;
    } else if (marker == kApp2 && data.has(0, kProfile)) {
      profile.emplace(big(data, 12, 1), data.part(14));
    }
    i += 2 + length;
  }
  header.profile = jpeg_profile(profile);
  return header;
}

// RFC 9649: the chunks after RIFF and WEBP.
PictureHeader webp_header(ByteView bytes) {
  PictureHeader header{.format = PictureFormat::kWebp};
  std::size_t length = 0;
  for (std::size_t i = 12; i + 8 <= bytes.size(); i += 8 + length + length % 2) {
    length = little(bytes, i + 4, 4);
    const ByteView data = bytes.part(i + 8, length);
    if (bytes.has(i, "VP8X")) {
      constexpr std::uint32_t kAnimation = 2;
      header.several = (little(data, 0, 1) & kAnimation) != 0;
      header.width = 1 + little(data, 4, 3);
      header.height = 1 + little(data, 7, 3);
    } else if (bytes.has(i, "VP8L") && header.width == 0) {
      const std::uint32_t both = little(data, 1, 4);
      header.width = 1 + (both & 0x3fffU);
      header.height = 1 + (both >> 14U & 0x3fffU);
    } else if (bytes.has(i, "VP8 ") && header.width == 0) {
      header.width = little(data, 6, 2) & 0x3fffU;
      header.height = little(data, 8, 2) & 0x3fffU;
    } else if (bytes.has(i, "EXIF")) {
      header.orientation = exif_orientation(data);
    } else if (bytes.has(i, "ICCP")) {
      header.profile.assign(data.bytes().begin(), data.bytes().end());
    }
  }
  return header;
}

// What the installed OpenCV does not read, or nobody has tried hard; empty where it is unknown.
Word known_stranger(ByteView bytes) {
  if (bytes.has(0, "GIF8")) return word("a GIF");
  if (bytes.has(4, "ftypavi")) return word("an AVIF");
  if (bytes.has(4, "ftyp")) return word("a HEIC or video");
  if (bytes.has(4, "jP  ")) return word("a JPEG 2000");
  if (bytes.has(0, "v/1\x01")) return word("an OpenEXR");
  if (bytes.has(0, "#?RADIANCE")) return word("a Radiance HDR");
  if (bytes.has(0, "8BPS")) return word("a Photoshop");
  if (bytes.has(0, "P7")) return word("a PAM");
  if (bytes.has(0, "PF") || bytes.has(0, "Pf")) return word("a PFM");
  return {};
}

}  // namespace

std::span<const PictureEnding> picture_endings() {
  static constexpr std::array kEndings{
      PictureEnding{"PNG", ".png"},   PictureEnding{"JPEG", ".jpg"},
      PictureEnding{"JPEG", ".jpeg"}, PictureEnding{"TIFF", ".tif"},
      PictureEnding{"TIFF", ".tiff"}, PictureEnding{"BMP", ".bmp"},
      PictureEnding{"WebP", ".webp"}, PictureEnding{"PBM", ".pbm"},
      PictureEnding{"PGM", ".pgm"},   PictureEnding{"PPM", ".ppm"}};
  return kEndings;
}

bool begins_as_picture(std::span<const std::byte> start) {
  const ByteView bytes(start);
  // "BM" and "P5 " may begin a text, too: a bitmap's header has a size, and a width in digits
  // follows the other.
  const std::uint32_t bmp_size = little(bytes, 14, 4);
  const std::uint32_t after = big(bytes, 3, 1);
  return bytes.has(0, "\x89PNG\r\n\x1a\n") || is_jpeg(start) || is_tiff(bytes) ||
         (is_bmp(bytes) && bmp_size >= 12 && bmp_size <= 124) ||
         (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) ||
         (is_pnm(bytes) && (after == '#' || std::isdigit(static_cast<int>(after)) != 0 ||
                            std::isspace(static_cast<int>(after)) != 0));
}

Result<PictureHeader> read_picture_header(std::span<const std::byte> data) {
  const ByteView bytes(data);
  PictureHeader header;
  if (bytes.has(0, "\x89PNG\r\n\x1a\n")) {
    header = png_header(bytes);
  } else if (is_jpeg(data)) {
    header = jpeg_header(bytes);
  } else if (is_bmp(bytes)) {
    header = bmp_header(bytes);
  } else if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
    header = webp_header(bytes);
  } else if (is_tiff(bytes)) {
    TRY_ASSIGN(header, tiff_header(bytes));
  } else if (is_pnm(bytes)) {
    header = pnm_header(bytes);
  } else {
    const Word stranger = known_stranger(bytes);
    if (stranger.text.empty()) return fail("not a picture that can be decoded, {}", expected());
    return fail("{} file, which cannot be read here, {}", stranger, expected());
  }
  if (header.width < 1 || header.height < 1) {
    return fail(
        "not a picture that can be decoded, its beginning should tell a width and a height from 1");
  }
  return header;
}

}  // namespace convlens::media
