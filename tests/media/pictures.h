#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "core/files/file.h"

// Picture files made byte by byte, in forms that OpenCV's own encoders do not write.
namespace convlens::media::testing {

using Bytes = std::vector<std::uint8_t>;

inline void append(Bytes& bytes, std::span<const std::uint8_t> more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

inline void append_big_endian(Bytes& bytes, std::uint32_t value, int count) {
  for (int i = count - 1; i >= 0; --i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

// CRC-32 as the PNG specification's annex D defines it.
inline std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? crc >> 1 ^ 0xedb88320U : crc >> 1;
  }
  return ~crc;
}

inline void append_chunk(Bytes& png, const std::string& type, const Bytes& data) {
  append_big_endian(png, static_cast<std::uint32_t>(data.size()), 4);
  Bytes body(type.begin(), type.end());
  append(body, data);
  append(png, body);
  append_big_endian(png, crc32(body), 4);
}

// A zlib stream of one stored block (RFC 1950, RFC 1951), so of at most 65535 bytes.
inline Bytes zlib_stored(const Bytes& data) {
  const auto size = static_cast<std::uint16_t>(data.size());
  Bytes stream{0x78, 0x01, 0x01};
  for (const unsigned word : {unsigned{size}, ~unsigned{size}}) {
    stream.push_back(static_cast<std::uint8_t>(word & 0xffU));
    stream.push_back(static_cast<std::uint8_t>(word >> 8 & 0xffU));
  }
  append(stream, data);
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const std::uint8_t byte : data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  append_big_endian(stream, b << 16 | a, 4);
  return stream;
}

// The PNG specification's colour types.
enum class PngColor : std::uint8_t { kGray = 0, kRgb = 2, kPalette = 3, kGrayAlpha = 4, kRgba = 6 };

struct PngChunk {
  std::string type;
  Bytes data;
};

// `rows` are the samples as the file packs them, one vector a row, without filter bytes.
inline Bytes png(std::uint32_t width, std::uint32_t height, int bits, PngColor color,
                 const std::vector<Bytes>& rows, const std::vector<PngChunk>& extra = {}) {
  Bytes file{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  Bytes header;
  append_big_endian(header, width, 4);
  append_big_endian(header, height, 4);
  append(header, Bytes{static_cast<std::uint8_t>(bits), static_cast<std::uint8_t>(color), 0, 0, 0});
  append_chunk(file, "IHDR", header);
  for (const PngChunk& chunk : extra) append_chunk(file, chunk.type, chunk.data);
  Bytes samples;
  for (const Bytes& row : rows) {
    samples.push_back(0);  // filter: none
    append(samples, row);
  }
  append_chunk(file, "IDAT", zlib_stored(samples));
  append_chunk(file, "IEND", {});
  return file;
}

// A JPEG with an application segment put in after its start-of-image marker.
inline Bytes with_app1(const Bytes& jpeg, const Bytes& content) {
  Bytes result(jpeg.begin(), jpeg.begin() + 2);
  append(result, Bytes{0xff, 0xe1});
  append_big_endian(result, static_cast<std::uint32_t>(content.size() + 2), 2);
  append(result, content);
  result.insert(result.end(), jpeg.begin() + 2, jpeg.end());
  return result;
}

// Exif's header and a TIFF directory of one entry: Orientation (0x0112), a SHORT.
inline Bytes exif_orientation(std::uint8_t orientation) {
  return {'E', 'x',  'i', 'f', 0, 0, 'M', 'M', 0, 42,          0, 0, 0, 8, 0, 1,
          1,   0x12, 0,   3,   0, 0, 0,   1,   0, orientation, 0, 0, 0, 0, 0, 0};
}

inline void write(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
  const Status status = write_file(path, std::as_bytes(bytes));
  ASSERT_TRUE(status) << status.error().message;
}

inline Bytes read(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  EXPECT_TRUE(bytes) << (bytes ? "" : bytes.error().message);
  Bytes result;
  if (bytes) {
    for (const std::byte byte : *bytes) result.push_back(std::to_integer<std::uint8_t>(byte));
  }
  return result;
}

}  // namespace convlens::media::testing
