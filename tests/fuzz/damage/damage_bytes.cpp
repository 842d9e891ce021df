#include "fuzz/damage/damage_bytes.h"

#include <algorithm>
#include <cstring>

namespace convlens::fuzz {
namespace {

// Most damage is small.
std::size_t some_length(Random& random, std::size_t at_most) {
  const std::size_t limit = std::size_t{1} << below(random, 10);
  return at_most == 0 ? 0 : 1 + below(random, std::min(at_most, limit));
}

Bytes::iterator at(Bytes& bytes, std::size_t place) {
  return bytes.begin() + static_cast<std::ptrdiff_t>(place);
}

void flip_bit(Bytes& bytes, Random& random) {
  bytes[below(random, bytes.size())] ^= std::byte{1} << below(random, 8);
}

void overwrite_run(Bytes& bytes, Random& random) {
  const std::size_t start = below(random, bytes.size());
  const std::size_t length = some_length(random, bytes.size() - start);
  const auto value = static_cast<std::byte>(random() & 0xFFU);
  const bool same = one_in(random, 2);
  std::generate_n(at(bytes, start), length,
                  [&] { return same ? value : static_cast<std::byte>(random() & 0xFFU); });
}

void remove_run(Bytes& bytes, Random& random) {
  const std::size_t start = below(random, bytes.size());
  const std::size_t length = some_length(random, bytes.size() - start);
  bytes.erase(at(bytes, start), at(bytes, start + length));
}

void double_run(Bytes& bytes, Random& random) {
  const std::size_t start = below(random, bytes.size());
  const std::size_t length = some_length(random, bytes.size() - start);
  const Bytes run(at(bytes, start), at(bytes, start + length));
  bytes.insert(at(bytes, below(random, bytes.size() + 1)), run.begin(), run.end());
}

// In either order of bytes, at any place: what lengths, counts and offsets look like.
void change_number(Bytes& bytes, Random& random) {
  constexpr std::uint64_t kOdd[]{0,          1,          2,          0x7F,       0x80,
                                 0xFF,       0x100,      0x7FFF,     0x8000,     0xFFFF,
                                 0x10000,    0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x100000000,
                                 1ULL << 40, 1ULL << 62, 1ULL << 63, ~0ULL,      ~0ULL - 7};
  const std::size_t width = std::min(std::size_t{1} << below(random, 4), bytes.size());
  const std::size_t place = below(random, bytes.size() - width + 1);
  std::uint64_t value = 0;
  std::memcpy(&value, &bytes[place], width);
  switch (below(random, 4)) {
    case 0:
      value += 1 + below(random, 16);
      break;
    case 1:
      value -= 1 + below(random, 16);
      break;
    case 2:
      value = bytes.size() - below(random, std::min<std::size_t>(bytes.size(), 16));
      break;
    default:
      value = any_of(random, kOdd);
  }
  std::memcpy(&bytes[place], &value, width);
  if (one_in(random, 4)) std::reverse(at(bytes, place), at(bytes, place + width));
}

void truncate(Bytes& bytes, Random& random) { bytes.resize(below(random, bytes.size())); }

void splice(Bytes& bytes, const Bytes& other, Random& random) {
  if (other.empty()) return;
  const std::size_t from = below(random, other.size());
  const std::size_t length =
      one_in(random, 4) ? other.size() - from : some_length(random, other.size() - from);
  // Mostly at the same place, where the same thing stands in files of one kind.
  const std::size_t to =
      one_in(random, 2) ? std::min(from, bytes.size()) : below(random, bytes.size() + 1);
  if (bytes.size() < to + length) bytes.resize(to + length);
  std::copy_n(other.begin() + static_cast<std::ptrdiff_t>(from), length, at(bytes, to));
}

void change(Bytes& bytes, const Bytes& other, Random& random) {
  switch (below(random, 12)) {
    case 0:
      return remove_run(bytes, random);
    case 1:
      return double_run(bytes, random);
    case 2:
      return splice(bytes, other, random);
    case 3:
      return one_in(random, 2) ? truncate(bytes, random) : flip_bit(bytes, random);
    case 4:
    case 5:
      return overwrite_run(bytes, random);
    case 6:
    case 7:
    case 8:
      return change_number(bytes, random);
    default:
      return flip_bit(bytes, random);
  }
}

}  // namespace

Bytes damage_bytes(const Bytes& seed, const Bytes& other, Random& random) {
  Bytes bytes = seed;
  for (std::size_t changes = 1 + below(random, 4); changes > 0 && !bytes.empty(); --changes) {
    change(bytes, other, random);
  }
  return bytes;
}

}  // namespace convlens::fuzz
