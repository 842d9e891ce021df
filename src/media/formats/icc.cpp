#include "media/formats/icc.h"

#define ZLIB_CONST  // input that zlib does not change is const
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "core/printable.h"

namespace convlens::media {
namespace {

constexpr std::size_t kMostProfile = std::size_t{1}
                                     << 24;  // bytes; the largest in use have four million
constexpr std::size_t kHeader = 128;

// The data of a tag; empty where the profile has none.
ByteView tag(ByteView profile, std::string_view name) {
  constexpr std::size_t kEntry = 12;
  constexpr std::uint32_t kMostTags = 1000;
  const std::uint32_t count = std::min(big(profile, kHeader, 4), kMostTags);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = kHeader + 4 + i * kEntry;
    if (!profile.has(entry, name)) continue;
    return profile.part(big(profile, entry + 4, 4), big(profile, entry + 8, 4));
  }
  return ByteView({});
}

// s15Fixed16Number
double fixed(ByteView data, std::size_t place) {
  return static_cast<double>(static_cast<std::int32_t>(big(data, place, 4))) / 65536.0;
}

// Whether a primary, adapted to D50, is sRGB's.
bool has_primary(ByteView profile, std::string_view name, const std::array<double, 3>& xyz) {
  constexpr double kNear = 0.003;
  const ByteView data = tag(profile, name);
  if (!data.has(0, "XYZ ") || data.size() < 20) return false;
  for (std::size_t i = 0; i < 3; ++i) {
    if (std::abs(fixed(data, 8 + 4 * i) - xyz[i]) > kNear) return false;
  }
  return true;
}

// A curve of samples, or of one gamma, at `x`, 0 to 1.
double sampled_curve(ByteView data, double x) {
  const std::uint32_t count = big(data, 8, 4);
  if (count == 0) return x;
  if (count == 1) return std::pow(x, static_cast<double>(big(data, 12, 2)) / 256.0);
  const auto nearest = static_cast<std::size_t>(std::lround(x * static_cast<double>(count - 1)));
  return static_cast<double>(big(data, 12 + 2 * nearest, 2)) / 65535.0;
}

// (a x + b)^g + c from d on, e x + f before; the first kinds leave the later ones out.
double parametric_curve(ByteView data, double x) {
  constexpr std::array<std::size_t, 5> kNumbers{1, 3, 4, 5, 7};
  const std::uint32_t kind = big(data, 8, 2);
  if (kind >= kNumbers.size()) return -1.0;
  std::array<double, 7> p{1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0};  // g a b c d e f
  for (std::size_t i = 0; i < kNumbers[kind]; ++i) p[i] = fixed(data, 12 + 4 * i);
  if (kind == 1 || kind == 2) {
    const double above = kind == 2 ? p[3] : 0.0;
    return (x >= -p[2] / p[1] ? std::pow(p[1] * x + p[2], p[0]) : 0.0) + above;
  }
  if (kind >= 3) {
    // Kind 3: Y = (aX + b)^g from d on, cX before; 4 adds e above and f below.
    return x >= p[4] ? std::pow(p[1] * x + p[2], p[0]) + p[5] : p[3] * x + p[6];
  }
  return std::pow(x, p[0]);
}

bool has_curve(ByteView profile, std::string_view name) {
  // sRGB's at a tenth and at a half.
  constexpr std::array<std::array<double, 2>, 2> kPoints{{{0.1, 0.01002}, {0.5, 0.21404}}};
  constexpr double kNear = 0.01;
  const ByteView data = tag(profile, name);
  const bool sampled = data.has(0, "curv");
  if (!sampled && !data.has(0, "para")) return false;
  return std::all_of(kPoints.begin(), kPoints.end(), [&](const auto& point) {
    const double value = sampled ? sampled_curve(data, point[0]) : parametric_curve(data, point[0]);
    return std::abs(value - point[1]) <= kNear;
  });
}

void append_utf8(std::string& text, std::uint32_t unit) {
  const auto put = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (unit < 0x80) return put(unit);
  if (unit < 0x800) {
    put(0xC0U | unit >> 6U);
  } else {
    put(0xE0U | unit >> 12U);
    put(0x80U | (unit >> 6U & 0x3FU));
  }
  put(0x80U | (unit & 0x3FU));
}

// Its description in ASCII, or the first of its languages; halves of surrogate pairs, which no name
// has, become what printable() says of them.
std::string name_of(ByteView profile) {
  const ByteView data = tag(profile, "desc");
  std::string name;
  if (data.has(0, "mluc")) {
    const ByteView text = data.part(big(data, 24, 4), big(data, 20, 4));
    for (std::size_t i = 0; i + 2 <= text.size(); i += 2) append_utf8(name, big(text, i, 2));
  } else if (data.has(0, "desc")) {
    for (const std::byte byte : data.part(12, big(data, 8, 4)).bytes()) {
      name += static_cast<char>(byte);
    }
  }
  name.resize(std::min(name.find('\0'), name.size()));
  return name;
}

bool is_srgb(ByteView profile) {
  if (profile.has(16, "GRAY")) return has_curve(profile, "kTRC");
  if (!profile.has(16, "RGB ")) return false;
  // The ICC's own sRGB of version 4 has tables in the place of primaries.
  if (tag(profile, "rXYZ").size() == 0) return name_of(profile).starts_with("sRGB");
  return has_primary(profile, "rXYZ", {0.4361, 0.2225, 0.0139}) &&
         has_primary(profile, "gXYZ", {0.3851, 0.7169, 0.0971}) &&
         has_primary(profile, "bXYZ", {0.1431, 0.0606, 0.7141}) && has_curve(profile, "rTRC") &&
         has_curve(profile, "gTRC") && has_curve(profile, "bTRC");
}

}  // namespace

std::vector<std::byte> png_profile(ByteView chunk) {
  const auto bytes = chunk.bytes();
  const auto end = std::find(bytes.begin(), bytes.end(), std::byte{0});
  const auto name = static_cast<std::size_t>(end - bytes.begin());
  const ByteView packed = chunk.part(name + 2);  // behind the name and the kind of packing
  std::vector<std::byte> profile(
      std::min(kMostProfile, std::max<std::size_t>(packed.size(), 1) * 64));
  z_stream stream{};
  if (packed.size() == 0 || packed.size() > std::numeric_limits<uInt>::max() ||
      inflateInit(&stream) != Z_OK) {
    return {std::byte{0}};
  }
  stream.next_in = reinterpret_cast<z_const Bytef*>(packed.bytes().data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(profile.data());
  stream.avail_out = static_cast<uInt>(profile.size());
  inflate(&stream, Z_FINISH);
  profile.resize(std::max<std::size_t>(profile.size() - stream.avail_out, 1));
  inflateEnd(&stream);
  return profile;
}

std::vector<std::byte> jpeg_profile(const std::map<std::uint32_t, ByteView>& parts) {
  std::vector<std::byte> profile;
  for (const auto& [number, part] : parts) {
    profile.insert(profile.end(), part.bytes().begin(), part.bytes().end());
  }
  return profile;
}

Phrase profile_note(ByteView profile) {
  if (profile.size() == 0) return {};
  if (!profile.has(36, "acsp")) {
    return phrase("a damaged colour profile left out, colours taken for sRGB");
  }
  if (is_srgb(profile)) return {};
  const std::string name = printable(name_of(profile));
  if (name.empty()) return phrase("a colour profile left out, colours taken for sRGB");
  return phrase("the colour profile \"{}\" left out, colours taken for sRGB", name);
}

}  // namespace convlens::media
