#include "media/idx.h"

#define ZLIB_CONST  // input that zlib does not change is const
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "core/files/file.h"

namespace convlens::media {
namespace {

constexpr std::size_t kMaxItemBytes = std::size_t{1} << 30;
constexpr int kUnsignedByte = 8;
constexpr int kMaxRank = 3;
constexpr std::size_t kStart = 4;  // zero, zero, type, number of axes

// Where the bytes of an idx file come from, packed or not.
class Source {
 public:
  virtual ~Source() = default;
  // Fills the front of `bytes`, wholly unless the data end before; nothing where they are damaged.
  virtual std::optional<std::size_t> read(std::span<std::uint8_t> bytes) = 0;
};

class PlainSource final : public Source {
 public:
  explicit PlainSource(std::span<const std::byte> data) : data_(data) {}

  std::optional<std::size_t> read(std::span<std::uint8_t> bytes) override {
    const std::size_t count = std::min(bytes.size(), data_.size());
    if (count > 0) std::memcpy(bytes.data(), data_.data(), count);
    data_ = data_.subspan(count);
    return count;
  }

 private:
  std::span<const std::byte> data_;
};

class GzipSource final : public Source {
 public:
  explicit GzipSource(std::span<const std::byte> data) : data_(data) {
    constexpr int kGzip = 16;  // zlib's mark for gzip's header and checksum
    is_open_ = inflateInit2(&stream_, MAX_WBITS + kGzip) == Z_OK;
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  std::optional<std::size_t> read(std::span<std::uint8_t> bytes) override {
    if (!is_open_) return {};
    std::size_t used = 0;
    while (used < bytes.size() && !at_end_) {
      // zlib counts in 32 bits.
      constexpr std::size_t kStep = std::numeric_limits<uInt>::max();
      const std::size_t room = std::min(bytes.size() - used, kStep);
      const std::size_t given = std::min(data_.size(), kStep);
      stream_.next_in = reinterpret_cast<z_const Bytef*>(data_.data());
      stream_.avail_in = static_cast<uInt>(given);
      stream_.next_out = bytes.data() + used;
      stream_.avail_out = static_cast<uInt>(room);
      const int status = inflate(&stream_, Z_NO_FLUSH);
      used += room - stream_.avail_out;
      data_ = data_.subspan(given - stream_.avail_in);
      if (status == Z_STREAM_END) {
        // One gzip file behind the other is one file.
        at_end_ = data_.empty();
        if (!at_end_ && inflateReset(&stream_) != Z_OK) return {};
      } else if (status != Z_OK) {
        return {};  // damaged, or cut short
      }
    }
    return used;
  }

 private:
  std::span<const std::byte> data_;
  z_stream stream_{};
  bool is_open_ = false;
  bool at_end_ = false;
};

bool is_gzip(std::span<const std::byte> bytes) {
  return bytes.size() >= 2 && bytes[0] == std::byte{0x1F} && bytes[1] == std::byte{0x8B};
}

std::unique_ptr<Source> open_source(std::span<const std::byte> bytes) {
  if (is_gzip(bytes)) return std::make_unique<GzipSource>(bytes);
  return std::make_unique<PlainSource>(bytes);
}

// What every read can meet: damage, and an end too soon.
Status read_exactly(Source& source, std::span<std::uint8_t> bytes, std::string_view name) {
  const auto count = source.read(bytes);
  if (!count) return fail("{}: the gzip data are damaged or cut short", name);
  if (*count == bytes.size()) return {};
  return fail("{}: the idx file ends too soon, {} bytes are missing", name, bytes.size() - *count);
}

Result<Shape> read_header(Source& source, std::string_view name) {
  std::array<std::uint8_t, kStart> start{};
  TRY(read_exactly(source, start, name));
  const auto [zero, other_zero, type, rank] = start;
  if (zero != 0 || other_zero != 0) {
    return fail("{}: this is no idx file, which begins with two bytes of 0, found {} and {}", name,
                zero, other_zero);
  }
  if (type != kUnsignedByte) {
    return fail("{}: expected an idx file of unsigned bytes (type 8), found type {}", name, type);
  }
  if (rank != 1 && rank != kMaxRank) {
    return fail("{}: expected labels (1 axis) or pictures (3 axes), found {} axes", name, rank);
  }
  std::array<std::uint8_t, std::size_t{4} * kMaxRank> raw{};
  const auto extents_bytes = std::span(raw).first(std::size_t{4} * rank);
  TRY(read_exactly(source, extents_bytes, name));
  std::vector<std::int64_t> extents;
  std::size_t count = 1;
  for (std::size_t i = 0; i < extents_bytes.size(); i += 4) {
    std::uint32_t extent = 0;
    for (std::size_t j = 0; j < 4; ++j) extent = extent << 8U | raw[i + j];
    if (extent == 0) return fail("{}: the idx file holds no items, one extent is 0", name);
    if (extent > kMaxItemBytes / count) {
      return fail("{}: the idx header tells of more than {} bytes", name, kMaxItemBytes);
    }
    count *= extent;
    extents.push_back(extent);
  }
  return Shape::checked(extents);
}

}  // namespace

bool begins_as_idx(std::span<const std::byte> start) {
  if (is_gzip(start)) return true;
  return start.size() >= 3 && start[0] == std::byte{0} && start[1] == std::byte{0} &&
         start[2] == std::byte{kUnsignedByte};
}

std::span<const std::uint8_t> IdxArray::item(std::int64_t index) const {
  assert(index >= 0 && index < item_count());
  const std::size_t size = values.size() / static_cast<std::size_t>(item_count());
  return std::span(values).subspan(static_cast<std::size_t>(index) * size, size);
}

Result<IdxArray> parse_idx(std::span<const std::byte> bytes, std::string_view name) {
  if (bytes.empty()) return fail("{}: the file is empty, expected an idx file", name);
  const std::unique_ptr<Source> source = open_source(bytes);
  TRY_ASSIGN(const auto shape, read_header(*source, name));
  IdxArray array{shape, {}};
  // In steps, so that a header that tells too much costs no more than the data that are there.
  constexpr std::size_t kStep = std::size_t{1} << 24;
  for (std::size_t left = shape.element_count(); left > 0;) {
    const std::size_t used = array.values.size();
    const std::size_t step = std::min(left, kStep);
    array.values.resize(used + step);
    TRY(read_exactly(*source, std::span(array.values).subspan(used), name));
    left -= step;
  }
  // gzip's own checksum stands behind the last byte, so it is met only by asking for more.
  std::array<std::uint8_t, 1> more{};
  const auto behind = source->read(more);
  if (!behind) return fail("{}: the gzip data are damaged or cut short", name);
  if (*behind == 0) return array;
  return fail("{}: the idx file goes on behind the {} values of its header", name,
              shape.element_count());
}

Result<IdxArray> read_idx(const std::filesystem::path& path) {
  TRY_ASSIGN(const auto bytes, read_file(path));
  return parse_idx(bytes, path.string());
}

}  // namespace convlens::media
