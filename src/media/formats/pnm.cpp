#include "media/formats/pnm.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <optional>
#include <span>

namespace convlens::media {
namespace {

constexpr std::uint32_t kTooMuch = 1'000'000'000;
constexpr std::uint32_t kMostValue = 65535;

enum class Kind { kBits, kGrey, kColour };

// Goes through a file whose beginning, or all of it, is text.
class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {}

  // The next bytes, which are there.
  std::span<const std::byte> take(std::size_t count) {
    const ByteView part = bytes_.part(place_, count);
    place_ += count;
    return part.bytes();
  }

  // A number in digits, after blanks and comments; from kTooMuch on it is no more than that.
  std::optional<std::uint32_t> number() {
    skip_blanks();
    std::optional<std::uint32_t> value;
    for (auto digit = digit_here(); digit; digit = digit_here()) {
      value = std::min(value.value_or(0) * std::uint64_t{10} + *digit, std::uint64_t{kTooMuch});
      ++place_;
    }
    return value;
  }

  // A single digit of PBM's text, where nothing needs to stand between two.
  std::optional<std::uint32_t> digit() {
    skip_blanks();
    const auto found = digit_here();
    if (found) ++place_;
    return found;
  }

  // The header ends with a single blank; a comment may stand before it.
  void end_header() {
    if (here() == '#') skip_comment();
    if (std::isspace(here()) != 0) ++place_;
  }

  void skip_blanks() {
    while (std::isspace(here()) != 0 || here() == '#') {
      if (here() == '#') {
        skip_comment();
      } else {
        ++place_;
      }
    }
  }

  std::size_t left() const { return bytes_.size() - std::min(place_, bytes_.size()); }
  ByteView rest() const { return bytes_.part(place_); }

 private:
  int here() const {
    const auto found = bytes_.number(place_, 1, ByteOrder::kBig);
    return found ? static_cast<int>(*found) : EOF;
  }
  std::optional<std::uint32_t> digit_here() const {
    const int found = here();
    if (found < '0' || found > '9') return std::nullopt;
    return static_cast<std::uint32_t>(found - '0');
  }
  void skip_comment() {
    while (here() != '\n' && here() != EOF) ++place_;
  }

  ByteView bytes_;
  std::size_t place_ = 2;  // behind the two letters
};

struct Header {
  Kind kind = Kind::kBits;
  bool text = false;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t most = 1;  // the largest value
};

// The first numbers, 0 where they are missing; the reader stands where the samples begin.
Header read_header(ByteView bytes, Reader& reader) {
  Header header;
  const std::uint32_t number = bytes.number(1, 1, ByteOrder::kBig).value_or('1') - '1';
  header.kind = static_cast<Kind>(number % 3);
  header.text = number < 3;
  header.width = reader.number().value_or(0);
  header.height = reader.number().value_or(0);
  if (header.kind != Kind::kBits) header.most = reader.number().value_or(0);
  reader.end_header();
  return header;
}

std::size_t row_samples(const Header& header) {
  return std::size_t{header.width} * (header.kind == Kind::kColour ? 3 : 1);
}

std::size_t row_bytes(const Header& header) {
  if (header.kind == Kind::kBits) return (row_samples(header) + 7) / 8;
  return row_samples(header) * (header.most > 255 ? 2 : 1);
}

// Before anything is reserved. The smallest numbers in text are digits, a blank behind each but the
// last; bits may do without.
bool has_room(const Header& header, std::size_t left) {
  if (!header.text) return left >= row_bytes(header) * header.height;
  const std::size_t samples = row_samples(header) * header.height;
  return header.kind == Kind::kBits ? left >= samples : left + 1 >= 2 * samples;
}

// Sample `i` of a row that is no text: a bit, a byte or two.
std::uint32_t packed_sample(std::span<const std::byte> row, std::size_t i, const Header& header) {
  const auto byte = [&](std::size_t at) { return std::to_integer<std::uint32_t>(row[at]); };
  if (header.kind == Kind::kBits) return byte(i / 8) >> (7 - i % 8) & 1U;
  return header.most > 255 ? byte(2 * i) << 8U | byte(2 * i + 1) : byte(i);
}

template <typename Sample>
Status fill(cv::Mat& samples, Reader& reader, const Header& header) {
  const bool bits = header.kind == Kind::kBits;
  const bool colour = header.kind == Kind::kColour;
  const std::size_t count = row_samples(header);
  const std::uint32_t top = top_value(samples.depth());
  for (int y = 0; y < samples.rows; ++y) {
    const auto packed = header.text ? std::span<const std::byte>() : reader.take(row_bytes(header));
    auto* row = samples.ptr<Sample>(y);
    for (std::size_t i = 0; i < count; ++i) {
      const std::optional<std::uint32_t> value = !header.text ? packed_sample(packed, i, header)
                                                 : bits       ? reader.digit()
                                                              : reader.number();
      if (!value) {
        return fail("the picture has {} numbers, {} expected",
                    static_cast<std::size_t>(y) * count + i, count * header.height);
      }
      if (*value > header.most) {
        return fail("a sample is {}, at most the {} that the picture declares expected", *value,
                    header.most);
      }
      // Red, green, blue become blue, green, red; of bits, 1 is black.
      const std::size_t at = colour ? i + 2 - 2 * (i % 3) : i;
      const std::uint32_t scaled = rescaled(*value, header.most, top);
      row[at] = static_cast<Sample>(bits ? top - scaled : scaled);
    }
  }
  return {};
}

}  // namespace

bool is_pnm(ByteView bytes) {
  const std::uint32_t kind = bytes.number(1, 1, ByteOrder::kBig).value_or(0);
  const auto after = static_cast<int>(bytes.number(2, 1, ByteOrder::kBig).value_or(0));
  return bytes.has(0, "P") && kind >= '1' && kind <= '6' &&
         (std::isspace(after) != 0 || after == '#');
}

PictureHeader pnm_header(ByteView bytes) {
  Reader reader(bytes);
  const Header header = read_header(bytes, reader);
  PictureHeader found{.format = PictureFormat::kPnm};
  found.width = header.width;
  found.height = header.height;
  return found;
}

Result<PictureSamples> read_pnm(ByteView bytes) {
  Reader reader(bytes);
  const Header header = read_header(bytes, reader);
  if (header.most < 1 || header.most > kMostValue) {
    return fail("the picture's largest value is {}, 1 to {} expected", header.most, kMostValue);
  }
  if (!has_room(header, reader.left())) {
    return fail("the file ends within the picture, {} x {} pixels expected", header.width,
                header.height);
  }
  const bool colour = header.kind == Kind::kColour;
  const int depth = header.most > 255 ? CV_16U : CV_8U;
  PictureSamples read{.samples =
                          cv::Mat(static_cast<int>(header.height), static_cast<int>(header.width),
                                  CV_MAKETYPE(depth, colour ? 3 : 1))};
  TRY(depth == CV_16U ? fill<std::uint16_t>(read.samples, reader, header)
                      : fill<std::uint8_t>(read.samples, reader, header));
  reader.skip_blanks();
  if (is_pnm(reader.rest())) {
    read.conversions.push_back(phrase("the first of several pictures in the file"));
  }
  const std::uint32_t top = top_value(depth);
  if (header.kind != Kind::kBits && header.most != top) {
    read.conversions.push_back(phrase("0 to {} brought to 0 to {}", header.most, top));
  }
  return read;
}

}  // namespace convlens::media
