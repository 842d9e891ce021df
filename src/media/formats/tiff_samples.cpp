#include "media/formats/tiff_samples.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>

#include "media/formats/picture_samples.h"

namespace convlens::media {
namespace {

// A strip or tile: a rectangle that is decoded at once, of all samples or of one plane.
struct Chunk {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::size_t row_bytes = 0;
  std::size_t bytes = 0;
};

Result<Chunk> chunk_of(const TiffFile& file, const TiffLayout& layout) {
  TIFF* tiff = file.tiff();
  Chunk chunk;
  std::uint64_t bytes = 0;
  if (TIFFIsTiled(tiff) != 0) {
    chunk.width = file.large(TIFFTAG_TILEWIDTH);
    chunk.height = file.large(TIFFTAG_TILELENGTH);
    chunk.row_bytes = TIFFTileRowSize64(tiff);
    bytes = TIFFTileSize64(tiff);
  } else {
    chunk.width = layout.width;
    chunk.height = std::min(file.large(TIFFTAG_ROWSPERSTRIP), layout.height);
    chunk.row_bytes = TIFFScanlineSize64(tiff);
    bytes = TIFFStripSize64(tiff);
  }
  const std::uint64_t row_bits =
      std::uint64_t{chunk.width} * layout.bits * (layout.in_planes ? 1 : layout.samples);
  if (chunk.height < 1 || chunk.row_bytes < (row_bits + 7) / 8 ||
      bytes / chunk.row_bytes < chunk.height) {
    return fail("the picture's strips or tiles have {} rows of {} bytes, of {} bits expected",
                chunk.height, chunk.row_bytes, row_bits);
  }
  chunk.bytes = bytes;
  return chunk;
}

// Sample `i` of a row. Those of 16 bits are in this machine's order of bytes; of all other widths
// the first bits are the highest ones.
std::uint32_t sample(std::span<const std::byte> row, std::size_t i, std::uint32_t bits) {
  if (bits == 8) return std::to_integer<std::uint32_t>(row[i]);
  if (bits == 16) {
    std::uint16_t value = 0;
    std::memcpy(&value, &row[2 * i], sizeof value);
    return value;
  }
  const std::size_t start = i * bits;
  std::uint32_t window = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    const std::size_t at = start / 8 + k;
    window = window << 8U | (at < row.size() ? std::to_integer<std::uint32_t>(row[at]) : 0U);
  }
  return window >> (24 - start % 8 - bits) & ((1U << bits) - 1);
}

class Filler {
 public:
  Filler(TiffFile& file, const TiffLayout& layout, const std::vector<std::size_t>& wanted,
         bool scaled, const Chunk& chunk)
      : file_(file),
        layout_(layout),
        wanted_(wanted),
        chunk_(chunk),
        buffer_(std::make_unique_for_overwrite<std::byte[]>(chunk.bytes)),
        most_((1U << layout.bits) - 1) {
    const int depth = depth_of(layout.bits);
    top_ = scaled ? top_value(depth) : most_;
    out_ = cv::Mat(static_cast<int>(layout.height), static_cast<int>(layout.width),
                   CV_MAKETYPE(depth, static_cast<int>(wanted.size())));
  }

  Result<cv::Mat> fill() {
    for (std::uint32_t y = 0; y < layout_.height; y += chunk_.height) {
      for (std::uint32_t x = 0; x < layout_.width; x += chunk_.width) TRY(fill_from(x, y));
    }
    return out_;
  }

 private:
  Status fill_from(std::uint32_t x, std::uint32_t y) {
    if (!layout_.in_planes) {
      TRY(decode(x, y, 0));
      for (std::size_t i = 0; i < wanted_.size(); ++i) place(x, y, i, wanted_[i], layout_.samples);
      return {};
    }
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      TRY(decode(x, y, static_cast<std::uint16_t>(wanted_[i])));
      place(x, y, i, 0, 1);
    }
    return {};
  }

  Status decode(std::uint32_t x, std::uint32_t y, std::uint16_t plane) {
    TIFF* tiff = file_.tiff();
    const bool tiled = TIFFIsTiled(tiff) != 0;
    const std::uint32_t rows = tiled ? chunk_.height : std::min(chunk_.height, layout_.height - y);
    const auto expected = static_cast<tmsize_t>(rows * chunk_.row_bytes);
    const std::uint32_t number =
        tiled ? TIFFComputeTile(tiff, x, y, 0, plane) : TIFFComputeStrip(tiff, y, plane);
    const tmsize_t read = tiled ? TIFFReadEncodedTile(tiff, number, buffer_.get(),
                                                      static_cast<tmsize_t>(chunk_.bytes))
                                : TIFFReadEncodedStrip(tiff, number, buffer_.get(), expected);
    if (read >= expected && file_.error().empty()) return {};
    return fail("the picture is damaged or the file ends within it ({}), a whole TIFF was expected",
                file_.error());
  }

  // Sample `from` of `step` of every pixel in the buffer becomes channel `to`.
  void place(std::uint32_t x, std::uint32_t y, std::size_t to, std::size_t from, std::size_t step) {
    if (out_.depth() == CV_16U) {
      place_as<std::uint16_t>(x, y, to, from, step);
    } else {
      place_as<std::uint8_t>(x, y, to, from, step);
    }
  }

  template <typename Sample>
  void place_as(std::uint32_t x, std::uint32_t y, std::size_t to, std::size_t from,
                std::size_t step) {
    const std::uint32_t columns = std::min(chunk_.width, layout_.width - x);
    const std::uint32_t rows = std::min(chunk_.height, layout_.height - y);
    const std::size_t channels = wanted_.size();
    for (std::uint32_t row = 0; row < rows; ++row) {
      const std::span packed(buffer_.get() + row * chunk_.row_bytes, chunk_.row_bytes);
      Sample* out = out_.ptr<Sample>(static_cast<int>(y + row)) + x * channels + to;
      for (std::uint32_t column = 0; column < columns; ++column, out += channels) {
        const std::uint32_t value = sample(packed, column * step + from, layout_.bits);
        *out = static_cast<Sample>(rescaled(value, most_, top_));
      }
    }
  }

  TiffFile& file_;
  const TiffLayout& layout_;
  const std::vector<std::size_t>& wanted_;
  Chunk chunk_;
  std::unique_ptr<std::byte[]> buffer_;
  std::uint32_t most_ = 0;
  std::uint32_t top_ = 0;
  cv::Mat out_;
};

}  // namespace

Result<cv::Mat> read_tiff_samples(TiffFile& file, const TiffLayout& layout,
                                  const std::vector<std::size_t>& wanted, bool scaled) {
  TRY_ASSIGN(const Chunk chunk, chunk_of(file, layout));
  // Old LZW files are read well, with a warning.
  file.watch(file.small(TIFFTAG_COMPRESSION) != COMPRESSION_LZW);
  return Filler(file, layout, wanted, scaled, chunk).fill();
}

}  // namespace convlens::media
