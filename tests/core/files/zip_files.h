#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// Zip files made byte by byte, with what no tool would write. The layout is that of PKWARE's
// APPNOTE: local headers with data, the table of contents, its end.
namespace convlens::testing {

struct ZipEntry {
  std::string name;
  std::string content;
  bool deflate = false;
  std::uint16_t flags = 0;
  std::uint16_t method = 0;  // overrides what deflate says, where not 0
};

inline std::string deflated(const std::string& content) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  std::string input = content;
  std::string output(deflateBound(&stream, input.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(output.data());
  stream.avail_out = static_cast<uInt>(output.size());
  deflate(&stream, Z_FINISH);
  output.resize(stream.total_out);
  deflateEnd(&stream);
  return output;
}

inline void append(std::string& bytes, std::uint64_t value, int count) {
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
}

inline std::vector<std::byte> make_zip(const std::vector<ZipEntry>& entries) {
  std::string bytes;
  std::string contents;
  for (const ZipEntry& entry : entries) {
    const std::string data = entry.deflate ? deflated(entry.content) : entry.content;
    const auto* plain = reinterpret_cast<const Bytef*>(entry.content.data());
    std::string common;  // to both headers: from flags to the lengths of name and extra field
    append(common, entry.flags, 2);
    append(common, entry.method != 0 ? entry.method : entry.deflate ? 8 : 0, 2);
    append(common, 0x00210000, 4);  // 1 January 1980
    append(common, crc32(0, plain, static_cast<uInt>(entry.content.size())), 4);
    append(common, data.size(), 4);
    append(common, entry.content.size(), 4);
    append(common, entry.name.size(), 2);
    append(common, 0, 2);
    contents += "PK\x01\x02";
    append(contents, 20, 2);
    append(contents, 20, 2);
    contents += common;
    append(contents, 0, 4);  // comment, disk
    append(contents, 0, 6);  // attributes
    append(contents, bytes.size(), 4);
    contents += entry.name;
    bytes += "PK\x03\x04";
    append(bytes, 20, 2);
    bytes += common + entry.name + data;
  }
  const std::size_t start = bytes.size();
  bytes += contents + "PK\x05\x06";
  append(bytes, 0, 4);
  append(bytes, entries.size(), 2);
  append(bytes, entries.size(), 2);
  append(bytes, contents.size(), 4);
  append(bytes, start, 4);
  append(bytes, 0, 2);
  const auto* data = reinterpret_cast<const std::byte*>(bytes.data());
  return {data, data + bytes.size()};
}

}  // namespace convlens::testing
