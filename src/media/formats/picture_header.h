#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace convlens::media {

enum class PictureFormat { kPng, kJpeg, kBmp, kWebp, kTiff, kPnm };

// An ending of a picture's file.
struct PictureEnding {
  std::string_view name;    // of the format, for people
  std::string_view ending;  // ".jpg"
};
// All that open, those of one format beside each other.
std::span<const PictureEnding> picture_endings();

// What a picture file says of itself, read without decoding it.
struct PictureHeader {
  PictureFormat format = PictureFormat::kPng;
  std::int64_t width = 0;  // as stored: before it is turned
  std::int64_t height = 0;
  int orientation = 1;                  // Exif's: 1 to 8, 1 is upright
  std::vector<std::byte> profile = {};  // ICC's; empty where there is none
  // Of the formats that OpenCV decodes:
  bool cmyk = false;       // a JPEG
  bool several = false;    // pictures or an animation's frames, of which the first is meant
  bool grey = false;       // a PNG, with or without alpha
  std::uint32_t bits = 8;  // of a PNG's channels or palette's entries
  // The value that is transparent in a grey PNG, in 8 bits or all 16.
  std::optional<std::uint32_t> grey_key = std::nullopt;
};

// Whether a file that begins so, with some 64 bytes, is a picture of one of these
// formats.
bool begins_as_picture(std::span<const std::byte> start);

// The formats are told by their signatures and are the only ones that reach a decoder. The errors
// name no file. Widths and heights are 1 at least.
Result<PictureHeader> read_picture_header(std::span<const std::byte> data);

}  // namespace convlens::media
