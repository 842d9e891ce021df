#include "media/formats/bmp_runs.h"

#include <algorithm>
#include <optional>

namespace convlens::media {
namespace {

// What stands behind a count of 0; all others are a count of entries that follow one by one.
constexpr std::uint32_t kEndOfRow = 0;
constexpr std::uint32_t kEndOfPicture = 1;
constexpr std::uint32_t kLeap = 2;

class Runs {
 public:
  Runs(ByteView bytes, std::uint32_t bits, cv::Mat& entries)
      : bytes_(bytes), bits_(bits), entries_(entries) {}

  Status unpack() {
    while (!ended_) {
      const auto count = byte();
      const auto value = byte();
      if (!count || !value) {
        // Some writers leave out the end where every pixel is there.
        if (y_ >= entries_.rows || (y_ == entries_.rows - 1 && x_ == entries_.cols)) break;
        return fail("the file ends within the picture, {} x {} pixels expected", entries_.cols,
                    entries_.rows);
      }
      TRY(*count > 0 ? put_run(*count, *value) : follow(*value));
    }
    return {};
  }

 private:
  std::optional<std::uint32_t> byte() { return bytes_.number(place_++, 1, ByteOrder::kLittle); }

  Status beyond() const {
    return fail("the picture's runs go beyond its edge, {} x {} pixels expected", entries_.cols,
                entries_.rows);
  }

  // The left half of a byte of two entries comes first.
  std::uint32_t entry(std::uint32_t packed, std::uint32_t i) const {
    if (bits_ == 8) return packed;
    return i % 2 == 0 ? packed >> 4U : packed & 0xfU;
  }

  Status put(std::uint32_t value) {
    if (y_ >= entries_.rows || x_ >= entries_.cols) return beyond();
    entries_.ptr(y_)[x_++] = static_cast<std::uint8_t>(value);
    return {};
  }

  Status put_run(std::uint32_t count, std::uint32_t packed) {
    for (std::uint32_t i = 0; i < count; ++i) TRY(put(entry(packed, i)));
    return {};
  }

  Status follow(std::uint32_t what) {
    if (what == kEndOfRow) {
      x_ = 0;
      y_ = std::min(y_ + 1, entries_.rows);
    } else if (what == kEndOfPicture) {
      ended_ = true;
    } else if (what == kLeap) {
      x_ += static_cast<int>(byte().value_or(0));
      y_ += static_cast<int>(byte().value_or(0));
      if (x_ > entries_.cols || y_ > entries_.rows) return beyond();
    } else {
      return put_entries(what);
    }
    return {};
  }

  // One by one, filled up to two bytes.
  Status put_entries(std::uint32_t count) {
    const std::size_t start = place_;
    std::uint32_t packed = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (i * bits_ % 8 == 0) packed = byte().value_or(0);
      TRY(put(entry(packed, i)));
    }
    place_ += (place_ - start) % 2;
    return {};
  }

  ByteView bytes_;
  std::uint32_t bits_;
  cv::Mat& entries_;
  std::size_t place_ = 0;
  int x_ = 0;
  int y_ = 0;
  bool ended_ = false;
};

}  // namespace

Status unpack_bmp_runs(ByteView bytes, std::uint32_t bits, cv::Mat& entries) {
  return Runs(bytes, bits, entries).unpack();
}

}  // namespace convlens::media
