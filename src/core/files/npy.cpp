#include "core/files/npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/files/file.h"

namespace convlens {
namespace {

static_assert(std::endian::native == std::endian::little,
              "write_npy() copies float32 values as they lie in memory, and says '<f4'");

// The format is described in the documentation of numpy.lib.format.
constexpr std::string_view kMagic{"\x93NUMPY"};

struct Header {
  std::string descr;  // empty where the type is not a plain string, so structured
  bool fortran_order = false;
  std::vector<std::int64_t> extents;
};

// The Python dict literal of a header: exactly the keys descr, fortran_order and shape, in any
// order. Every function answers false, or nothing, at the first character that does not fit.
class HeaderParser {
 public:
  explicit HeaderParser(std::string_view text) : text_(text) {}

  std::optional<Header> parse() {
    Header header;
    std::array<bool, 3> seen{};
    if (!accept('{')) return std::nullopt;
    while (!accept('}')) {
      const std::optional<std::string_view> key = string();
      if (!key || !accept(':') || !entry(*key, header, seen)) return std::nullopt;
      if (!accept(',') && !next_is('}')) return std::nullopt;
    }
    skip_space();
    const bool complete = seen[0] && seen[1] && seen[2] && text_.empty();
    return complete ? std::optional<Header>(std::move(header)) : std::nullopt;
  }

 private:
  bool entry(std::string_view key, Header& header, std::array<bool, 3>& seen) {
    if (key == "descr") return !std::exchange(seen[0], true) && descr(header.descr);
    if (key == "fortran_order") {
      return !std::exchange(seen[1], true) && boolean(header.fortran_order);
    }
    return key == "shape" && !std::exchange(seen[2], true) && tuple(header.extents);
  }

  void skip_space() {
    const std::size_t end = text_.find_first_not_of(" \t\r\n");
    text_.remove_prefix(std::min(end, text_.size()));
  }

  bool next_is(char wanted) {
    skip_space();
    return !text_.empty() && text_.front() == wanted;
  }

  bool accept(char wanted) {
    if (!next_is(wanted)) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool accept_word(std::string_view word) {
    skip_space();
    if (text_.substr(0, word.size()) != word) return false;
    text_.remove_prefix(word.size());
    return true;
  }

  std::optional<std::string_view> string() {
    const char quote = next_is('"') ? '"' : '\'';
    if (!accept(quote)) return std::nullopt;
    const std::size_t end = text_.find(quote);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view content = text_.substr(0, end);
    text_.remove_prefix(end + 1);
    return content;
  }

  // Types are quoted in error messages, so a damaged one must not smuggle in line breaks.
  static constexpr std::size_t kMaxDescr = 32;
  static bool printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  }

  // A type is a string; that of a structured array is a list of tuples, whose content does not
  // matter here, only where it ends. Brackets within its strings do not count.
  bool descr(std::string& value) {
    if (!next_is('[')) {
      const std::optional<std::string_view> plain = string();
      value = plain.value_or("");
      return !value.empty() && value.size() <= kMaxDescr && printable(value);
    }
    int depth = 0;
    while (!text_.empty()) {
      if (next_is('\'') || next_is('"')) {
        if (!string()) return false;
        continue;
      }
      if (accept('[')) {
        ++depth;
      } else if (accept(']')) {
        if (--depth == 0) return true;
      } else if (!text_.empty()) {
        text_.remove_prefix(1);
      }
    }
    return false;
  }

  bool boolean(bool& value) {
    value = accept_word("True");
    return value || accept_word("False");
  }

  bool tuple(std::vector<std::int64_t>& values) {
    if (!accept('(')) return false;
    while (!accept(')')) {
      const std::optional<std::int64_t> value = integer();
      if (!value) return false;
      values.push_back(*value);
      const bool comma = accept(',');
      if (!comma && !next_is(')')) return false;
      if (!comma && values.size() == 1) return false;  // "(5)" is a number, "(5,)" a tuple
    }
    return true;
  }

  std::optional<std::int64_t> integer() {
    constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
    const bool negative = accept('-');
    skip_space();
    std::int64_t value = 0;
    std::size_t digits = 0;
    for (; digits < text_.size() && text_[digits] >= '0' && text_[digits] <= '9'; ++digits) {
      const int digit = text_[digits] - '0';
      if (value > (kMax - digit) / 10) return std::nullopt;
      value = value * 10 + digit;
    }
    if (digits == 0) return std::nullopt;
    text_.remove_prefix(digits);
    accept('L');  // Python 2 wrote long integers so
    return negative ? -value : value;
  }

  std::string_view text_;
};

std::uint32_t little_endian(std::span<const std::byte> bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = value << 8 | std::to_integer<std::uint32_t>(bytes[i]);
  }
  return value;
}

// IEEE 754 binary16 from its bits; every value of it is a float32.
struct Half {
  std::uint16_t bits;

  explicit operator float() const {
    const bool negative = (bits & 0x8000U) != 0;
    const unsigned exponent = bits >> 10 & 0x1FU;
    const unsigned fraction = bits & 0x3FFU;
    float magnitude = 0.0f;
    if (exponent == 0x1F) {
      magnitude = fraction == 0 ? std::numeric_limits<float>::infinity()
                                : std::numeric_limits<float>::quiet_NaN();
    } else if (exponent == 0) {
      magnitude = static_cast<float>(fraction) * 0x1p-24f;  // subnormal
    } else {
      const std::uint32_t single = (exponent + 127 - 15) << 23 | fraction << 13;
      std::memcpy(&magnitude, &single, sizeof single);
    }
    return negative ? -magnitude : magnitude;
  }
};

struct Bool {
  std::uint8_t byte;

  explicit operator float() const { return byte != 0 ? 1.0f : 0.0f; }
};

// Values one after the other in file order, `data` holding exactly output.size() of them.
template <typename T>
void convert(std::span<const std::byte> data, bool swap_bytes, std::span<float> output) {
  assert(data.size() == output.size() * sizeof(T));
  std::array<std::byte, sizeof(T)> raw{};
  for (std::size_t i = 0; i < output.size(); ++i) {
    std::memcpy(raw.data(), data.data() + i * sizeof(T), sizeof(T));
    if (swap_bytes) std::reverse(raw.begin(), raw.end());
    T value{};
    std::memcpy(&value, raw.data(), sizeof(T));
    output[i] = static_cast<float>(value);
  }
}

using Converter = void (*)(std::span<const std::byte>, bool, std::span<float>);

struct ElementType {
  std::string_view code;  // numpy's, without the byte order
  std::size_t bytes;
  NpyKind kind;
  Converter convert;
};

constexpr std::array<ElementType, 12> kElementTypes{{
    {"b1", 1, NpyKind::kOtherInteger, convert<Bool>},
    {"u1", 1, NpyKind::kUint8, convert<std::uint8_t>},
    {"u2", 2, NpyKind::kUint16, convert<std::uint16_t>},
    {"u4", 4, NpyKind::kOtherInteger, convert<std::uint32_t>},
    {"u8", 8, NpyKind::kOtherInteger, convert<std::uint64_t>},
    {"i1", 1, NpyKind::kOtherInteger, convert<std::int8_t>},
    {"i2", 2, NpyKind::kOtherInteger, convert<std::int16_t>},
    {"i4", 4, NpyKind::kOtherInteger, convert<std::int32_t>},
    {"i8", 8, NpyKind::kOtherInteger, convert<std::int64_t>},
    {"f2", 2, NpyKind::kFloat, convert<Half>},
    {"f4", 4, NpyKind::kFloat, convert<float>},
    {"f8", 8, NpyKind::kFloat, convert<double>},
}};

const ElementType* element_type(std::string_view code) {
  for (const ElementType& type : kElementTypes) {
    if (type.code == code) return &type;
  }
  return nullptr;
}

// Where the header's text lies, and behind it the data.
struct Parts {
  std::string_view header;
  std::span<const std::byte> data;
};

Result<Parts> split(std::span<const std::byte> bytes, const Phrase& name) {
  constexpr std::size_t kVersionEnd = kMagic.size() + 2;
  if (bytes.size() < kVersionEnd || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
    return fail("{}: this is not a NumPy .npy file, which starts with \\x93NUMPY and a version",
                name);
  }
  const int major = std::to_integer<int>(bytes[kMagic.size()]);
  const int minor = std::to_integer<int>(bytes[kMagic.size() + 1]);
  if (major < 1 || major > 3 || minor != 0) {
    return fail("{}: expected .npy format version 1.0, 2.0 or 3.0, found {}.{}", name, major,
                minor);
  }
  const std::size_t length_bytes = major == 1 ? 2 : 4;
  const std::span<const std::byte> rest = bytes.subspan(kVersionEnd);
  if (rest.size() < length_bytes) return fail("{}: the file ends within its header", name);
  const std::size_t length = little_endian(rest.first(length_bytes));
  if (rest.size() - length_bytes < length) {
    return fail("{}: the file ends within its header, which should take {} bytes", name, length);
  }
  const std::span<const std::byte> header = rest.subspan(length_bytes, length);
  return Parts{{reinterpret_cast<const char*>(header.data()), header.size()},
               rest.subspan(length_bytes + length)};
}

// All axes in the opposite order: (a, b, c) becomes (c, b, a).
Result<Tensor> transposed(const Tensor& input, const Shape& output_shape) {
  Result<Tensor> output = Tensor::create(output_shape);
  if (!output || output->size() == 0) return output;
  const int rank = output_shape.rank();
  // Steps within the input of the output's axes, of which the first is the input's innermost.
  std::array<std::size_t, Shape::kMaxRank> steps{};
  std::array<std::int64_t, Shape::kMaxRank> index{};
  std::size_t step = 1;
  for (int axis = 0; axis < rank; ++axis) {
    steps[static_cast<std::size_t>(axis)] = step;
    step *= static_cast<std::size_t>(output_shape[axis]);
  }
  std::size_t source = 0;
  for (float& value : output->values()) {
    value = input.data()[source];
    for (int axis = rank - 1; axis >= 0; --axis) {
      const auto a = static_cast<std::size_t>(axis);
      source += steps[a];
      if (++index[a] < output_shape[axis]) break;
      source -= steps[a] * static_cast<std::size_t>(output_shape[axis]);
      index[a] = 0;
    }
  }
  return output;
}

Result<Tensor> read_values(const Header& header, const Shape& shape, const ElementType& type,
                           std::span<const std::byte> data) {
  std::vector<std::int64_t> extents = header.extents;
  if (header.fortran_order) std::reverse(extents.begin(), extents.end());
  TRY_ASSIGN(const auto file_shape, Shape::checked(extents));
  Result<Tensor> values = Tensor::create(file_shape);
  if (!values) return values;
  if (type.code == "f4" && header.descr.front() != '>') {
    if (!data.empty()) std::memcpy(values->data(), data.data(), data.size());
  } else {
    type.convert(data, header.descr.front() == '>', values->values());
  }
  const bool reorder = header.fortran_order && shape.rank() > 1;
  return reorder ? transposed(*values, shape) : std::move(values);
}

}  // namespace

Result<NpyArray> parse_npy(std::span<const std::byte> bytes, const Phrase& name) {
  TRY_ASSIGN(const auto parts, split(bytes, name));
  const std::optional<Header> header = HeaderParser(parts.header).parse();
  if (!header) {
    return fail(
        "{}: the .npy header is damaged, expected a dictionary of descr, fortran_order and shape",
        name);
  }
  std::string_view code = header->descr;
  if (!code.empty() && std::string_view("<>|=").find(code.front()) != std::string_view::npos) {
    code.remove_prefix(1);
  }
  const ElementType* type = element_type(code);
  if (type == nullptr) {
    return fail(
        "{}: expected an array of integers, floats or bools, found {}", name,
        header->descr.empty() ? phrase("a structured type") : phrase("type '{}'", header->descr));
  }
  const Result<Shape> shape = Shape::checked(header->extents);
  if (!shape) return fail("{}: {}", name, shape.error());
  // Compared in elements, because the product of the two factors might not fit.
  const std::size_t count = shape->element_count();
  if (parts.data.size() % type->bytes != 0 || parts.data.size() / type->bytes != count) {
    return fail("{}: the header tells of {} values of {} bytes each, but {} bytes follow it", name,
                count, type->bytes, parts.data.size());
  }
  Result<Tensor> values = read_values(*header, *shape, *type, parts.data);
  if (!values) return fail("{}: {}", name, values.error());
  return NpyArray{*std::move(values), type->kind};
}

Result<NpyArray> read_npy(const std::filesystem::path& path) {
  TRY_ASSIGN(const auto bytes, read_file(path));
  return parse_npy(bytes, path.string());
}

std::vector<std::byte> npy_bytes(const TensorView& tensor) {
  std::string header = fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': {}, }}",
                                   to_string(tensor.shape()));
  // The data start at a multiple of 64 bytes, as the format asks for; a newline ends the header.
  constexpr std::size_t kPrefix = kMagic.size() + 4;
  header.append(63 - (kPrefix + header.size()) % 64, ' ');
  header += '\n';

  std::string start(kMagic);
  start += {'\x01', '\x00', static_cast<char>(header.size() & 0xFFU),
            static_cast<char>(header.size() >> 8)};
  start += header;
  const auto values = std::as_bytes(tensor.values());
  std::vector<std::byte> bytes(start.size() + values.size());
  std::memcpy(bytes.data(), start.data(), start.size());
  std::copy(values.begin(), values.end(),
            bytes.begin() + static_cast<std::ptrdiff_t>(start.size()));
  return bytes;
}

Status write_npy(const std::filesystem::path& path, const TensorView& tensor) {
  return write_file(path, npy_bytes(tensor));
}

}  // namespace convlens
