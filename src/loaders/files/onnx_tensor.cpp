#include "loaders/files/onnx_tensor.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "core/printable.h"

namespace convlens::loaders {
namespace {

using onnx::TensorProto;

static_assert(std::endian::native == std::endian::little, "ONNX writes its bytes in this order");

// IEEE 754 binary16.
float from_half(std::uint16_t bits) {
  const auto sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16U;
  const std::uint32_t exponent = (bits >> 10U) & 0x1FU;
  const std::uint32_t fraction = bits & 0x3FFU;
  if (exponent == 0) {
    constexpr float kSmallest = 0x1p-24f;
    const float value = static_cast<float>(fraction) * kSmallest;
    return sign != 0 ? -value : value;
  }
  const std::uint32_t wide = exponent == 0x1F ? 0xFFU : exponent + 127 - 15;
  return std::bit_cast<float>(sign | (wide << 23U) | (fraction << 13U));
}

// The upper half of a float32.
float from_bfloat(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
}

// The number of values that the shape tells; ONNX has no more than eight axes in practice, this
// program six.
Result<Shape> shape_of(const TensorProto& tensor) {
  std::vector<std::int64_t> extents(tensor.dims().begin(), tensor.dims().end());
  auto shape = Shape::checked(extents);
  if (shape) return shape;
  return fail("the array \"{}\": {}", printable(tensor.name()), shape.error());
}

tl::unexpected<Error> wrong_count(const TensorProto& tensor, const Shape& shape,
                                  std::size_t found) {
  return fail("the array \"{}\" of shape {} should hold {} values, found {}",
              printable(tensor.name()), to_string(shape), shape.element_count(), found);
}

// Calls store(i, value) for every value, read from raw bytes of type T.
template <typename T, typename Store>
Status read_raw(const TensorProto& tensor, const Shape& shape, const Store& store) {
  const std::string& raw = tensor.raw_data();
  if (raw.size() % sizeof(T) != 0 || raw.size() / sizeof(T) != shape.element_count()) {
    return wrong_count(tensor, shape, raw.size() / sizeof(T));
  }
  for (std::size_t i = 0; i < shape.element_count(); ++i) {
    T value;
    std::memcpy(&value, raw.data() + i * sizeof(T), sizeof(T));
    store(i, value);
  }
  return {};
}

// The same from one of protobuf's lists, whose values may be narrower than the list's type.
template <typename T, typename List, typename Store>
Status read_list(const TensorProto& tensor, const Shape& shape, const List& list,
                 const Store& store) {
  if (static_cast<std::size_t>(list.size()) != shape.element_count()) {
    return wrong_count(tensor, shape, static_cast<std::size_t>(list.size()));
  }
  for (int i = 0; i < list.size(); ++i) {
    store(static_cast<std::size_t>(i), static_cast<T>(list.Get(i)));
  }
  return {};
}

template <typename T, typename List, typename Store>
Status read_either(const TensorProto& tensor, const Shape& shape, const List& list,
                   const Store& store) {
  return tensor.has_raw_data() ? read_raw<T>(tensor, shape, store)
                               : read_list<T>(tensor, shape, list, store);
}

// Calls store(i, value) with a value of whatever type the array has.
template <typename Store>
Status read_values(const TensorProto& tensor, const Shape& shape, const Store& store) {
  const auto as_half = [&store](std::size_t i, std::uint16_t bits) { store(i, from_half(bits)); };
  const auto as_bfloat = [&store](std::size_t i, std::uint16_t bits) {
    store(i, from_bfloat(bits));
  };
  switch (tensor.data_type()) {
    case TensorProto::FLOAT:
      return read_either<float>(tensor, shape, tensor.float_data(), store);
    case TensorProto::DOUBLE:
      return read_either<double>(tensor, shape, tensor.double_data(), store);
    case TensorProto::FLOAT16:
      return read_either<std::uint16_t>(tensor, shape, tensor.int32_data(), as_half);
    case TensorProto::BFLOAT16:
      return read_either<std::uint16_t>(tensor, shape, tensor.int32_data(), as_bfloat);
    case TensorProto::BOOL:
    case TensorProto::UINT8:
      return read_either<std::uint8_t>(tensor, shape, tensor.int32_data(), store);
    case TensorProto::INT8:
      return read_either<std::int8_t>(tensor, shape, tensor.int32_data(), store);
    case TensorProto::UINT16:
      return read_either<std::uint16_t>(tensor, shape, tensor.int32_data(), store);
    case TensorProto::INT16:
      return read_either<std::int16_t>(tensor, shape, tensor.int32_data(), store);
    case TensorProto::INT32:
      return read_either<std::int32_t>(tensor, shape, tensor.int32_data(), store);
    case TensorProto::UINT32:
      return read_either<std::uint32_t>(tensor, shape, tensor.uint64_data(), store);
    case TensorProto::INT64:
      return read_either<std::int64_t>(tensor, shape, tensor.int64_data(), store);
    case TensorProto::UINT64:
      return read_either<std::uint64_t>(tensor, shape, tensor.uint64_data(), store);
    default:
      return fail("the array \"{}\" has values of the type {}, which is not supported",
                  printable(tensor.name()), tensor.data_type());
  }
}

}  // namespace

bool holds_integers(int data_type) {
  switch (data_type) {
    case TensorProto::FLOAT:
    case TensorProto::DOUBLE:
    case TensorProto::FLOAT16:
    case TensorProto::BFLOAT16:
      return false;
    default:
      return true;
  }
}

Result<Tensor> float_values(const TensorProto& tensor) {
  TRY_ASSIGN(const auto shape, shape_of(tensor));
  // Before memory is taken: a file holds each of its values in a byte or more.
  if (shape.element_count() > tensor.ByteSizeLong()) {
    return wrong_count(tensor, shape, tensor.ByteSizeLong());
  }
  auto values = Tensor::create(shape);
  if (!values) return values;
  TRY(read_values(tensor, shape, [&values](std::size_t i, auto value) {
    values->data()[i] = static_cast<float>(value);
  }));
  return values;
}

Result<std::vector<std::int64_t>> integer_values(const TensorProto& tensor) {
  TRY_ASSIGN(const auto shape, shape_of(tensor));
  if (shape.element_count() > tensor.ByteSizeLong()) {
    return wrong_count(tensor, shape, tensor.ByteSizeLong());
  }
  std::vector<std::int64_t> values(shape.element_count());
  TRY(read_values(tensor, shape, [&values](std::size_t i, auto value) {
    // NOLINTNEXTLINE(bugprone-signed-char-misuse): the values of INT8 have a sign
    values[i] = static_cast<std::int64_t>(value);
  }));
  return values;
}

}  // namespace convlens::loaders
