#include "fuzz/damage/damage_npy.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string>

#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/damage_json.h"

namespace convlens::fuzz {
namespace {

constexpr std::string_view kMagic{"\x93NUMPY"};

struct Parts {
  int major = 1;
  std::string header;
  Bytes data;
};

std::size_t length_bytes(int major) { return major == 1 ? 2 : 4; }

std::optional<Parts> split(const Bytes& file) {
  const std::string text = to_text(file);
  if (text.size() < kMagic.size() + 6 || text.compare(0, kMagic.size(), kMagic) != 0) return {};
  Parts parts{text[kMagic.size()], {}, {}};
  const std::size_t start = kMagic.size() + 2 + length_bytes(parts.major);
  std::size_t length = 0;
  for (std::size_t i = start; i-- > kMagic.size() + 2;) {
    length = length << 8 | static_cast<unsigned char>(text[i]);
  }
  if (text.size() < start + length) return {};
  parts.header = text.substr(start, length);
  parts.data.assign(file.begin() + static_cast<std::ptrdiff_t>(start + length), file.end());
  return parts;
}

// The header's length is `lie` more than it is.
Bytes joined(const Parts& parts, std::size_t lie = 0) {
  std::string start(kMagic);
  start += {static_cast<char>(parts.major), '\0'};
  for (std::size_t i = 0; i < length_bytes(parts.major); ++i) {
    start += static_cast<char>((parts.header.size() + lie) >> (8 * i) & 0xFFU);
  }
  Bytes file = to_bytes(start + parts.header);
  file.insert(file.end(), parts.data.begin(), parts.data.end());
  return file;
}

const std::vector<std::string>& descriptions() {
  static const std::vector<std::string> kAll{"|b1", "|u1", "|i1", "<u2", ">u2", "<i2", ">i2", "<u4",
                                             ">u4", "<i4", ">i4", "<u8", ">u8", "<i8", ">i8", "<f2",
                                             ">f2", "<f4", ">f4", "<f8", ">f8", "=f4", "u1"};
  return kAll;
}

Parts good(const std::string& descr, bool fortran, const std::vector<std::size_t>& extents,
           int major) {
  std::size_t bytes = static_cast<std::size_t>(descr.back() - '0');
  std::string shape;
  for (const std::size_t extent : extents) {
    shape += std::to_string(extent) + ", ";
    bytes *= extent;
  }
  if (extents.size() > 1) shape.resize(shape.size() - 2);
  Parts parts{major, {}, Bytes(bytes)};
  parts.header = fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': ({}), }}", descr,
                             fortran ? "True" : "False", shape);
  parts.header.resize((parts.header.size() / 64 + 1) * 64 - 1, ' ');
  parts.header += '\n';
  std::uint32_t value = 1;
  for (std::byte& byte : parts.data) {
    value = value * 1'664'525 + 1'013'904'223;
    byte = static_cast<std::byte>(value >> 24);
  }
  return parts;
}

void replace(std::string& text, std::string_view from, const std::string& to) {
  const std::size_t place = text.find(from);
  if (place != std::string::npos) text.replace(place, from.size(), to);
}

// The text between two marks becomes another.
void replace_between(std::string& text, char open, char close, const std::string& content) {
  const std::size_t start = text.find(open);
  const std::size_t end = text.find(close, start == std::string::npos ? start : start + 1);
  if (end != std::string::npos) text.replace(start + 1, end - start - 1, content);
}

void change_type(std::string& header, Random& random) {
  static const std::vector<std::string> kOdd{
      "'|O'", "'<c8'",  "'<U5'", "'|S3'", "''",      "'f'",    "'<f16'", "[('a', '<f4')]",
      "['",   "[[[[[]", "'>'",   "1",     "'<f4\n'", "'<f\"'", "None",   "'<M8[ns]'"};
  const std::string type =
      one_in(random, 3) ? any_of(random, kOdd) : "'" + any_of(random, descriptions()) + "'";
  const std::size_t start = header.find(':');
  const std::size_t end = header.find(", 'f");
  if (start < end && end != std::string::npos) header.replace(start + 1, end - start - 1, type);
}

// Extents of the old product, or of any other.
void change_shape(std::string& header, Random& random) {
  static const std::vector<std::string> kExtents{"0",
                                                 "1",
                                                 "2",
                                                 "3",
                                                 "6",
                                                 "24",
                                                 "-1",
                                                 "4294967296",
                                                 "2147483648",
                                                 "1073741824",
                                                 "4611686018427387904",
                                                 "9223372036854775807",
                                                 "18446744073709551616",
                                                 "3L",
                                                 "- 2",
                                                 "1.5",
                                                 "x",
                                                 "(2,)",
                                                 "00000004"};
  std::string shape;
  for (std::size_t axes = below(random, one_in(random, 8) ? 40 : 6); axes > 0; --axes) {
    shape += any_of(random, kExtents) + (one_in(random, 16) ? " " : ", ");
  }
  replace_between(header, '(', ')', shape);
}

void change_header(std::string& header, Random& random) {
  switch (below(random, 7)) {
    case 0:
    case 1:
      return change_type(header, random);
    case 2:
    case 3:
      return change_shape(header, random);
    case 4:
      return one_in(random, 2) ? replace(header, "False", "True")
                               : replace(header, "True", "False");
    case 5:
      return replace(header, "}", one_in(random, 2) ? "'shape': (1,)}" : "'extra': 1}");
    default:
      header = to_text(damage_bytes(to_bytes(header), to_bytes(header), random));
  }
}

}  // namespace

std::vector<Bytes> npy_seeds() {
  std::vector<Bytes> all;
  int major = 1;
  for (const std::string& descr : descriptions()) {
    for (const bool fortran : {false, true}) {
      all.push_back(joined(good(descr, fortran, {2, 3, 4}, major)));
      major = major % 3 + 1;
    }
  }
  all.push_back(joined(good("<f4", false, {}, 1)));
  all.push_back(joined(good("<f4", true, {5}, 1)));
  all.push_back(joined(good("<f4", true, {7, 7, 3, 2}, 1)));
  all.push_back(joined(good(">f2", true, {2, 1, 2, 1, 2, 3}, 2)));
  all.push_back(joined(good("<f8", false, {3, 0, 2}, 1)));
  return all;
}

Bytes damage_npy(const Bytes& seed, const Bytes& other, Random& random) {
  auto parts = split(seed);
  if (!parts || one_in(random, 6)) return damage_bytes(seed, other, random);
  for (std::size_t changes = 1 + below(random, 3); changes > 0; --changes) {
    if (one_in(random, 5)) {
      parts->data.resize(below(random, 2 * parts->data.size() + 17));
    } else {
      change_header(parts->header, random);
    }
  }
  if (one_in(random, 16)) parts->major = static_cast<int>(below(random, 5));
  return joined(*parts, one_in(random, 16) ? random() : 0);
}

}  // namespace convlens::fuzz
