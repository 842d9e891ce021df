#include "fuzz/damage/damage_picture.h"

#include <zlib.h>

#include <algorithm>
#include <string>

#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/damage_json.h"

namespace convlens::fuzz {
namespace {

enum class Order { kBig, kLittle };

std::uint64_t number(const Bytes& bytes, std::size_t place, std::size_t count, Order order) {
  if (place > bytes.size() || count > bytes.size() - place) return 0;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t next = order == Order::kBig ? i : count - 1 - i;
    value = value << 8U | std::to_integer<std::uint64_t>(bytes[place + next]);
  }
  return value;
}

void put(Bytes& bytes, std::size_t place, std::uint64_t value, std::size_t count, Order order) {
  if (place > bytes.size() || count > bytes.size() - place) return;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t next = order == Order::kBig ? count - 1 - i : i;
    bytes[place + next] = static_cast<std::byte>(value >> (8 * i) & 0xFFU);
  }
}

bool begins(const Bytes& bytes, std::string_view word) {
  return bytes.size() > 64 && to_text(std::span(bytes).first(word.size())) == word;
}

// What kinds, widths, counts and sides are, and what they hardly are.
std::uint64_t odd_value(Random& random) {
  constexpr std::uint64_t kValues[]{0,  1,   2,   3,   4,     5,     6,     7,          8,
                                    12, 13,  15,  16,  17,    24,    31,    32,         48,
                                    64, 255, 256, 513, 4'000, 32768, 65535, 0x7FFFFFFF, 0xFFFFFFFF};
  return one_in(random, 8) ? random() : any_of(random, kValues);
}

// TIFF 6.0, section 2: entries of a tag, a type, a count, and a value or its place. BigTIFF has
// eight bytes where TIFF has four.
void change_tiff_field(Bytes& tiff, Random& random) {
  constexpr std::uint64_t kTags[]{254, 256, 257, 258, 259, 262, 266, 273,  274, 277,
                                  278, 279, 284, 317, 320, 322, 323, 324,  325, 332,
                                  338, 339, 347, 529, 530, 531, 532, 32997};
  const Order order = begins(tiff, "MM") ? Order::kBig : Order::kLittle;
  const bool large = number(tiff, 2, 2, order) == 43;
  const std::size_t entry_bytes = large ? 20 : 12;
  const std::size_t count_bytes = large ? 8 : 2;
  const std::size_t start = large ? number(tiff, 8, 8, order) : number(tiff, 4, 4, order);
  const std::size_t count = std::min<std::size_t>(number(tiff, start, count_bytes, order), 64);
  if (count == 0) return;
  const std::size_t entry = start + count_bytes + below(random, count) * entry_bytes;
  const std::size_t value_bytes = large ? 8 : 4;
  switch (below(random, 8)) {
    case 0:
      return put(tiff, entry, any_of(random, kTags), 2, order);
    case 1:
      return put(tiff, entry + 2, below(random, 20), 2, order);
    case 2:
      return put(tiff, entry + 4, odd_value(random), value_bytes, order);
    default:
      return put(tiff, entry + 4 + value_bytes, odd_value(random),
                 one_in(random, 3) ? value_bytes : 2, order);
  }
}

void change_bmp_field(Bytes& bmp, Random& random) {
  constexpr std::size_t kPlaces[]{10, 14, 18, 22, 28, 30, 46, 54, 58, 62, 66};
  const std::size_t place = any_of(random, kPlaces);
  std::uint64_t value = odd_value(random);
  if (place >= 54) value = (value % 4096) << below(random, 32);  // a mask or a colour
  put(bmp, place, value, one_in(random, 2) ? 4 : 2, Order::kLittle);
}

void change_pnm_number(Bytes& pnm, Random& random) {
  std::string text = to_text(pnm);
  if (one_in(random, 4)) text[1] = static_cast<char>('1' + below(random, 6));
  const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
  auto first = text.begin() + 2;
  for (std::size_t skipped = below(random, 4); skipped > 0; --skipped) {
    first = std::find_if_not(std::find_if(first, text.end(), is_digit), text.end(), is_digit);
  }
  first = std::find_if(first, text.end(), is_digit);
  const auto last = std::find_if_not(first, text.end(), is_digit);
  text.replace(first, last, std::to_string(odd_value(random) % 100'000));
  pnm = to_bytes(text);
}

// The check sums of a PNG's chunks hide damage from what comes behind them.
void mend_check_sums(Bytes& png) {
  constexpr std::size_t kSignature = 8;
  constexpr std::size_t kAround = 12;  // length, type and check sum
  for (std::size_t i = kSignature; i + kAround <= png.size();) {
    const std::size_t length = number(png, i, 4, Order::kBig);
    if (length > png.size() - i - kAround) return;
    const auto* body = reinterpret_cast<const Bytef*>(&png[i + 4]);
    const uLong sum = crc32(0, body, static_cast<uInt>(length + 4));
    put(png, i + 8 + length, sum, 4, Order::kBig);
    i += length + kAround;
  }
}

}  // namespace

Bytes damage_picture(const Bytes& seed, const Bytes& other, Random& random) {
  Bytes damaged = seed;
  const bool tiff = begins(damaged, "II") || begins(damaged, "MM");
  const bool fields = !one_in(random, 3);
  for (std::size_t changes = 1 + below(random, 3); fields && changes > 0; --changes) {
    if (tiff) change_tiff_field(damaged, random);
    if (begins(damaged, "BM")) change_bmp_field(damaged, random);
    if (begins(damaged, "P")) change_pnm_number(damaged, random);
  }
  if (damaged == seed || one_in(random, 4)) damaged = damage_bytes(damaged, other, random);
  if (begins(damaged, "\x89PNG") && !one_in(random, 4)) mend_check_sums(damaged);
  return damaged;
}

}  // namespace convlens::fuzz
