#include "core/base64.h"

#include <algorithm>
#include <cstdint>

namespace convlens {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr int kDigitBits = 6;
constexpr int kByteBits = 8;

}  // namespace

std::string base64url(std::span<const std::byte> bytes) {
  std::string text;
  std::uint32_t kept = 0;
  int bits = 0;
  const auto put = [&](std::uint32_t digit) { text += kDigits[digit & 63U]; };
  for (const std::byte byte : bytes) {
    kept = kept << kByteBits | std::to_integer<std::uint32_t>(byte);
    for (bits += kByteBits; bits >= kDigitBits; bits -= kDigitBits) {
      put(kept >> (bits - kDigitBits));
    }
  }
  if (bits > 0) put(kept << (kDigitBits - bits));
  return text;
}

std::string base64(std::span<const std::byte> bytes) {
  std::string text = base64url(bytes);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  constexpr std::size_t kGroup = 4;
  text.append((kGroup - text.size() % kGroup) % kGroup, '=');
  return text;
}

std::optional<std::vector<std::byte>> from_base64url(std::string_view text) {
  std::vector<std::byte> bytes;
  std::uint32_t kept = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    kept = kept << kDigitBits | static_cast<std::uint32_t>(digit);
    bits += kDigitBits;
    if (bits < kByteBits) continue;
    bits -= kByteBits;
    bytes.push_back(static_cast<std::byte>(kept >> bits & 0xffU));
  }
  // What is left over is padding.
  if (bits >= kDigitBits || (kept & ((1U << bits) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace convlens
