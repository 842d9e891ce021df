#include "fuzz/damage/damage_protobuf.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "fuzz/damage/damage_bytes.h"

namespace convlens::fuzz {
namespace {

// The format's ways of writing a value.
constexpr std::uint64_t kVarint = 0;
constexpr std::uint64_t kEightBytes = 1;
constexpr std::uint64_t kLengthAndBytes = 2;
constexpr std::uint64_t kFourBytes = 5;

struct Field {
  std::uint64_t key = 0;  // the field's number times 8, and how its value is written
  std::uint64_t number = 0;
  Bytes bytes;

  std::uint64_t way() const { return key % 8; }
};
using Message = std::vector<Field>;

std::optional<std::uint64_t> take_varint(std::span<const std::byte>& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = std::to_integer<std::uint64_t>(bytes.front());
    bytes = bytes.subspan(1);
    value |= (byte & 0x7FU) << shift;
    if (byte < 0x80) return value;
  }
  return {};
}

// Nothing where the bytes are no message: then they are text or numbers.
std::optional<Message> parse(std::span<const std::byte> bytes) {
  Message message;
  while (!bytes.empty()) {
    const auto key = take_varint(bytes);
    if (!key || *key < 8) return {};
    Field field{*key, 0, {}};
    std::size_t length = field.way() == kEightBytes ? 8 : field.way() == kFourBytes ? 4 : 0;
    if (field.way() == kVarint || field.way() == kLengthAndBytes) {
      const auto number = take_varint(bytes);
      if (!number) return {};
      (field.way() == kVarint ? field.number : length) = *number;
    } else if (length == 0) {
      return {};
    }
    if (length > bytes.size()) return {};
    field.bytes.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
    bytes = bytes.subspan(length);
    message.push_back(std::move(field));
  }
  return message;
}

void put_varint(Bytes& bytes, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7U) bytes.push_back(static_cast<std::byte>(value | 0x80U));
  bytes.push_back(static_cast<std::byte>(value));
}

Bytes serialized(const Message& message) {
  Bytes bytes;
  for (const Field& field : message) {
    put_varint(bytes, field.key);
    if (field.way() == kVarint) put_varint(bytes, field.number);
    if (field.way() == kLengthAndBytes) put_varint(bytes, field.bytes.size());
    bytes.insert(bytes.end(), field.bytes.begin(), field.bytes.end());
  }
  return bytes;
}

void change_value(Field& field, Random& random) {
  constexpr std::uint64_t kOdd[]{0,          1,     2,           3,          7,
                                 16,         255,   65536,       0x7FFFFFFF, 0x80000000,
                                 0xFFFFFFFF, ~0ULL, 1ULL << 40U, ~0ULL - 1,  1ULL << 63U};
  if (field.way() == kVarint) {
    field.number = one_in(random, 2) ? any_of(random, kOdd) : field.number + below(random, 9) - 4;
    return;
  }
  if (field.bytes.empty() || one_in(random, 8)) {
    field.bytes.assign(below(random, 20), static_cast<std::byte>(random() & 0xFFU));
    return;
  }
  const std::size_t length = field.bytes.size();
  field.bytes = damage_bytes(field.bytes, field.bytes, random);
  // Values of a fixed width keep it.
  if (field.way() != kLengthAndBytes) field.bytes.resize(length);
}

void change_list(Message& message, std::size_t place, Random& random) {
  const auto at = message.begin() + static_cast<std::ptrdiff_t>(place);
  switch (below(random, 4)) {
    case 0:
      message.erase(at);
      break;
    case 1:
      message.push_back(Field(*at));
      break;
    case 2:
      std::swap(*at, message[below(random, message.size())]);
      break;
    default:
      // Another field of the same kind.
      at->key = 8 * (1 + below(random, 24)) + at->way();
  }
}

void change(Message& message, const Message& other, Random& random) {
  if (message.empty()) return;
  const std::size_t place = below(random, message.size());
  Field& field = message[place];
  auto inner = field.way() == kLengthAndBytes ? parse(field.bytes) : std::nullopt;
  if (inner && !inner->empty() && !one_in(random, 5)) {
    change(*inner, other, random);
    field.bytes = serialized(*inner);
  } else if (!other.empty() && one_in(random, 8)) {
    field = any_of(random, other);
  } else if (one_in(random, 2)) {
    change_value(field, random);
  } else {
    change_list(message, place, random);
  }
}

}  // namespace

Bytes damage_protobuf(const Bytes& seed, const Bytes& other, Random& random) {
  auto message = parse(seed);
  if (!message || message->empty() || one_in(random, 8)) return damage_bytes(seed, other, random);
  const Message second = parse(other).value_or(Message{});
  for (std::size_t changes = 1 + below(random, 4); changes > 0; --changes) {
    change(*message, second, random);
  }
  return serialized(*message);
}

}  // namespace convlens::fuzz
