#include "media/sets/pickle_numpy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "core/shape.h"
#include "media/sets/pickle_text.h"

namespace convlens::media {
namespace {

constexpr std::string_view kReconstruct = "numpy._reconstruct";
constexpr std::string_view kFromBuffer = "numpy._frombuffer";
constexpr std::string_view kScalar = "numpy.scalar";
constexpr std::string_view kArrayType = "numpy.ndarray";
constexpr std::string_view kDtype = "numpy.dtype";
constexpr std::string_view kEncode = "_codecs.encode";
constexpr std::string_view kBytes = "bytes";
constexpr std::string_view kByteArray = "bytearray";

struct KnownBuilder {
  std::string_view asked;
  std::string_view name;
};
constexpr std::array<KnownBuilder, 15> kBuilders{{
    {"numpy.core.multiarray._reconstruct", kReconstruct},
    {"numpy._core.multiarray._reconstruct", kReconstruct},
    {"numpy.core.numeric._frombuffer", kFromBuffer},
    {"numpy._core.numeric._frombuffer", kFromBuffer},
    {"numpy.core.multiarray.scalar", kScalar},
    {"numpy._core.multiarray.scalar", kScalar},
    {"numpy.ndarray", kArrayType},
    {"numpy.dtype", kDtype},
    {"_codecs.encode", kEncode},
    {"__builtin__.bytes", kBytes},
    {"builtins.bytes", kBytes},
    {"__builtin__.str", kBytes},
    {"__builtin__.bytearray", kByteArray},
    {"builtins.bytearray", kByteArray},
    {"numpy.multiarray._reconstruct", kReconstruct},
}};

const std::string* text_in(const PickleItems& items, std::size_t at) {
  const auto* text = at < items.size() ? items[at]->as<PickleText>() : nullptr;
  return text != nullptr ? &text->bytes : nullptr;
}

// Bytes of a value; 0 of a type that is none of numbers.
std::size_t size_of(const PickleDtype& dtype) {
  constexpr std::string_view kKinds = "biuf";
  constexpr std::string_view kSizes = "1248";
  const std::string& code = dtype.code;
  const bool known = code.size() == 2 && kKinds.find(code[0]) != std::string_view::npos &&
                     kSizes.find(code[1]) != std::string_view::npos;
  return known ? static_cast<std::size_t>(code[1] - '0') : 0;
}

std::optional<PickleDtype> dtype_of(std::string_view code) {
  PickleDtype dtype;
  if (!code.empty() && std::string_view("<>|=").find(code.front()) != std::string_view::npos) {
    dtype.big_endian = code.front() == '>';
    code.remove_prefix(1);
  }
  dtype.code = std::string(code);
  return size_of(dtype) > 0 ? std::optional(dtype) : std::nullopt;
}

bool read_shape(const PickleValue& value, std::vector<std::int64_t>& shape) {
  return value.as<PickleTuple>() != nullptr && pickled_integers(value, shape);
}

// Whether it has as many bytes as its shape asks for.
bool is_whole(const PickleArray& array) {
  const auto shape = Shape::checked(array.shape);
  const std::size_t value = size_of(array.dtype);
  return shape && value > 0 && array.bytes.size() % value == 0 &&
         array.bytes.size() / value == shape->element_count();
}

// The value at `at` of whole numbers.
std::optional<std::int64_t> integer_at(const PickleDtype& dtype, std::string_view bytes,
                                       std::size_t at) {
  const std::size_t size = size_of(dtype);
  const char kind = dtype.code.empty() ? ' ' : dtype.code[0];
  if (size == 0 || kind == 'f' || (at + 1) * size > bytes.size()) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t place = dtype.big_endian ? i : size - 1 - i;
    value = value << 8 | static_cast<unsigned char>(bytes[at * size + place]);
  }
  const unsigned unused = 64 - 8 * static_cast<unsigned>(size);
  if (kind == 'i') return std::bit_cast<std::int64_t>(value << unused) >> unused;
  return std::bit_cast<std::int64_t>(value);
}

// (type, shape, code): empty until its state is there.
std::optional<PickleValue> reconstructed(const PickleItems& arguments) {
  const auto* type = arguments.empty() ? nullptr : arguments[0]->as<PickleGlobal>();
  if (type == nullptr || type->name != kArrayType) return std::nullopt;
  return PickleValue{PickleArray{}};
}

// (bytes, dtype, shape, order)
std::optional<PickleValue> from_buffer(const PickleItems& arguments) {
  const auto* bytes = text_in(arguments, 0);
  const auto* order = text_in(arguments, 3);
  if (bytes == nullptr || order == nullptr || arguments.size() != 4) return std::nullopt;
  const auto* dtype = arguments[1]->as<PickleDtype>();
  if (dtype == nullptr) return std::nullopt;
  PickleArray array{*dtype, {}, *order == "F", *bytes};
  if (!read_shape(*arguments[2], array.shape) || !is_whole(array)) return std::nullopt;
  return PickleValue{std::move(array)};
}

// (dtype, bytes)
std::optional<PickleValue> scalar(const PickleItems& arguments) {
  const auto* bytes = text_in(arguments, 1);
  const auto* dtype = bytes != nullptr ? arguments[0]->as<PickleDtype>() : nullptr;
  if (dtype == nullptr) return std::nullopt;
  const auto value = integer_at(*dtype, *bytes, 0);
  return value ? std::optional(PickleValue{*value}) : std::nullopt;
}

// How protocols below 3 write bytes: (text, "latin1").
std::optional<PickleValue> encoded(const PickleItems& arguments) {
  const auto* text = text_in(arguments, 0);
  const auto* codec = text_in(arguments, 1);
  if (text == nullptr || codec == nullptr || (*codec != "latin1" && *codec != "latin-1")) {
    return std::nullopt;
  }
  auto bytes = latin1_of(*text);
  return bytes ? std::optional(PickleValue{PickleText{*std::move(bytes)}}) : std::nullopt;
}

std::optional<PickleValue> as_bytes(const PickleItems& arguments) {
  if (arguments.empty()) return PickleValue{PickleText{}};
  const auto* text = text_in(arguments, 0);
  if (text == nullptr) return std::nullopt;
  if (arguments.size() == 2) return encoded(arguments);
  return PickleValue{PickleText{*text}};
}

// (version, order, ...): what else is of structured types and alignment.
bool take_order(PickleDtype& dtype, const PickleItems& state) {
  const auto* order = text_in(state, 1);
  if (order == nullptr) return false;
  dtype.big_endian = *order == ">";
  return true;
}

// (version, shape, dtype, is in Fortran's order, bytes)
bool take_values(PickleArray& array, const PickleItems& state) {
  if (state.size() != 5) return false;
  const auto* dtype = state[2]->as<PickleDtype>();
  const auto* fortran = state[3]->as<bool>();
  const auto* fortran_number = state[3]->as<std::int64_t>();
  const auto* bytes = text_in(state, 4);
  if (dtype == nullptr || (fortran == nullptr && fortran_number == nullptr) || bytes == nullptr) {
    return false;
  }
  array.dtype = *dtype;
  array.fortran_order = fortran != nullptr ? *fortran : *fortran_number != 0;
  array.bytes = *bytes;
  return read_shape(*state[1], array.shape) && is_whole(array);
}

}  // namespace

std::optional<std::string_view> data_builder(std::string_view name) {
  for (const KnownBuilder& known : kBuilders) {
    if (known.asked == name) return known.name;
  }
  return std::nullopt;
}

std::optional<PickleValue> built_by(std::string_view builder, const PickleItems& arguments) {
  if (builder == kReconstruct) return reconstructed(arguments);
  if (builder == kFromBuffer) return from_buffer(arguments);
  if (builder == kScalar) return scalar(arguments);
  if (builder == kEncode) return encoded(arguments);
  if (builder == kBytes || builder == kByteArray) return as_bytes(arguments);
  const auto* code = builder == kDtype ? text_in(arguments, 0) : nullptr;
  auto dtype = code != nullptr ? dtype_of(*code) : std::nullopt;
  return dtype ? std::optional(PickleValue{*std::move(dtype)}) : std::nullopt;
}

bool take_state(PickleValue& value, const PickleItems& state) {
  if (auto* dtype = std::get_if<PickleDtype>(&value.is)) return take_order(*dtype, state);
  auto* array = std::get_if<PickleArray>(&value.is);
  return array != nullptr && take_values(*array, state);
}

bool array_integers(const PickleArray& array, std::vector<std::int64_t>& numbers) {
  if (array.shape.size() != 1 || !is_whole(array)) return false;
  numbers.clear();
  for (std::size_t i = 0; i < static_cast<std::size_t>(array.shape[0]); ++i) {
    const auto value = integer_at(array.dtype, array.bytes, i);
    if (!value) return false;
    numbers.push_back(*value);
  }
  return true;
}

}  // namespace convlens::media
