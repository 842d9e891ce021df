#include "media/formats/pnm.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <optional>

namespace convlens::media {
namespace {

constexpr std::uint32_t kTooMuch = 1'000'000'000;
constexpr std::uint32_t kMostValue = 65535;

enum class Kind { kBits, kGrey, kColour };

// Goes through a file whose beginning, or all of it, is text.
class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {}

  std::optional<std::uint32_t> byte() {
    const auto found = bytes_.number(place_, 1, ByteOrder::kBig);
    if (found) ++place_;
    return found;
  }
  std::optional<std::uint32_t> two_bytes() {
    const auto found = bytes_.number(place_, 2, ByteOrder::kBig);
    if (found) place_ += 2;
    return found;
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

// Of a row whose samples stand in the file as numbers, or as one byte or two.
std::optional<std::uint32_t> next_sample(Reader& reader, const Header& header) {
  if (header.text) return header.kind == Kind::kBits ? reader.digit() : reader.number();
  return header.most > 255 ? reader.two_bytes() : reader.byte();
}

// A row's bits are packed, each row from a byte of its own on.
std::optional<std::uint32_t> next_bit(Reader& reader, int x, std::uint32_t& packed) {
  if (x % 8 == 0) {
    const auto byte = reader.byte();
    if (!byte) return std::nullopt;
    packed = *byte;
  }
  return packed >> (7 - x % 8) & 1U;
}

// Before anything is reserved: what the smallest samples of this kind take. Text may end behind its
// last number.
bool has_room(const Header& header, std::size_t left) {
  const std::size_t width = header.width;
  const std::size_t samples = width * header.height * (header.kind == Kind::kColour ? 3 : 1);
  if (header.kind == Kind::kBits) {
    return left >= (header.text ? samples : (width + 7) / 8 * header.height);
  }
  if (header.text) return left + 1 >= 2 * samples;
  return left >= samples * (header.most > 255 ? 2 : 1);
}

template <typename Sample>
Status fill(cv::Mat& samples, Reader& reader, const Header& header) {
  const int channels = samples.channels();
  const bool packed_bits = header.kind == Kind::kBits && !header.text;
  const std::uint32_t top = top_value(samples.depth());
  for (int y = 0; y < samples.rows; ++y) {
    auto* row = samples.ptr<Sample>(y);
    std::uint32_t packed = 0;
    for (int x = 0; x < samples.cols * channels; ++x) {
      const auto value = packed_bits ? next_bit(reader, x, packed) : next_sample(reader, header);
      if (!value) {
        return fail("the picture has {} numbers, {} expected",
                    y * std::int64_t{samples.cols} * channels + x,
                    samples.total() * samples.channels());
      }
      if (*value > header.most) {
        return fail("a sample is {}, at most the {} that the picture declares expected", *value,
                    header.most);
      }
      // Red, green, blue become blue, green, red; of bits, 1 is black.
      const int at = channels == 3 ? x - x % 3 + 2 - x % 3 : x;
      const std::uint32_t scaled = rescaled(*value, header.most, top);
      row[at] = static_cast<Sample>(header.kind == Kind::kBits ? top - scaled : scaled);
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
