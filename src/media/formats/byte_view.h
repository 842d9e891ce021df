#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace convlens::media {

enum class ByteOrder { kBig, kLittle };

// Numbers and words at places within bytes that may end anywhere.
class ByteView {
 public:
  explicit ByteView(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::size_t size() const { return bytes_.size(); }

  // `count` bytes from `place`, fewer where they end before.
  ByteView part(std::size_t place, std::size_t count = SIZE_MAX) const {
    if (place >= size()) return ByteView({});
    return ByteView(bytes_.subspan(place, count < size() - place ? count : size() - place));
  }

  // Of 1 to 4 bytes; nothing where they are not all there.
  std::optional<std::uint32_t> number(std::size_t place, std::size_t count, ByteOrder order) const {
    if (place > size() || count > size() - place) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t next = order == ByteOrder::kBig ? i : count - 1 - i;
      value = value << 8U | std::to_integer<std::uint32_t>(bytes_[place + next]);
    }
    return value;
  }

  std::span<const std::byte> bytes() const { return bytes_; }

  bool has(std::size_t place, std::string_view word) const {
    if (place > size() || word.size() > size() - place) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (bytes_[place + i] != static_cast<std::byte>(word[i])) return false;
    }
    return true;
  }

 private:
  std::span<const std::byte> bytes_;
};

// The same, 0 where the bytes end before.
inline std::uint32_t big(ByteView bytes, std::size_t place, std::size_t count) {
  return bytes.number(place, count, ByteOrder::kBig).value_or(0);
}
inline std::uint32_t little(ByteView bytes, std::size_t place, std::size_t count) {
  return bytes.number(place, count, ByteOrder::kLittle).value_or(0);
}

}  // namespace convlens::media
