#include "media/formats/bmp.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "media/formats/bmp_runs.h"

namespace convlens::media {
namespace {

// Places in the file, whose first header has 14 bytes, and what stands there.
constexpr std::size_t kPixelsPlace = 10;
constexpr std::size_t kInfoPlace = 14;
constexpr std::uint32_t kCoreBytes = 12;       // OS/2's BITMAPCOREHEADER
constexpr std::uint32_t kInfoBytes = 40;       // BITMAPINFOHEADER
constexpr std::uint32_t kOs2Bytes = 64;        // OS/2 2.x, whose compressions are others
constexpr std::uint32_t kMaskedBytes = 52;     // with masks in the header itself
constexpr std::uint32_t kAlphaMaskBytes = 56;  // and one of alpha
constexpr std::uint32_t kPlain = 0;
constexpr std::uint32_t kRuns8 = 1;
constexpr std::uint32_t kRuns4 = 2;
constexpr std::uint32_t kMasks = 3;
constexpr std::uint32_t kAlphaMasks = 6;

using Masks = std::array<std::uint32_t, 4>;  // blue, green, red, alpha

struct Info {
  std::uint32_t header_bytes = 0;
  std::int64_t width = 0;
  std::int64_t height = 0;
  bool from_top = false;
  std::uint32_t bits = 0;
  std::uint32_t compression = kPlain;
  std::uint32_t colors = 0;  // of the palette
  std::size_t palette = 0;   // its place, and that of the pixels
  std::size_t pixels = 0;
  Masks masks{};
};

// BITMAPCOREHEADER has 16 bits a side; in all others a negative height means rows from the top.
Info read_sizes(ByteView bytes) {
  Info info;
  info.header_bytes = little(bytes, kInfoPlace, 4);
  info.pixels = little(bytes, kPixelsPlace, 4);
  if (info.header_bytes == kCoreBytes) {
    info.width = little(bytes, 18, 2);
    info.height = little(bytes, 20, 2);
    info.bits = little(bytes, 24, 2);
    return info;
  }
  info.width = static_cast<std::int32_t>(little(bytes, 18, 4));
  const std::int64_t height = static_cast<std::int32_t>(little(bytes, 22, 4));
  info.from_top = height < 0;
  info.height = info.from_top ? -height : height;
  info.bits = little(bytes, 28, 2);
  info.compression = little(bytes, 30, 4);
  info.colors = little(bytes, 46, 4);
  return info;
}

Masks usual_masks(std::uint32_t bits) {
  return bits == 16 ? Masks{0x1f, 0x3e0, 0x7c00, 0} : Masks{0xff, 0xff00, 0xff0000, 0};
}

// The file's own masks stand behind the smallest header or within a larger one, red first.
Masks read_masks(ByteView bytes, const Info& info) {
  const std::size_t place = kInfoPlace + kInfoBytes;
  const bool alpha = info.compression == kAlphaMasks || info.header_bytes >= kAlphaMaskBytes;
  return {little(bytes, place + 8, 4), little(bytes, place + 4, 4), little(bytes, place, 4),
          alpha ? little(bytes, place + 12, 4) : 0};
}

bool has_masks(const Info& info) {
  return info.compression == kMasks || info.compression == kAlphaMasks;
}

Status check(const Info& info) {
  constexpr std::array<std::uint32_t, 7> kBits{1, 2, 4, 8, 16, 24, 32};
  if (std::find(kBits.begin(), kBits.end(), info.bits) == kBits.end()) {
    return fail("the picture has {} bits a pixel, 1, 2, 4, 8, 16, 24 or 32 expected", info.bits);
  }
  const bool known = info.compression == kPlain || (info.compression == kRuns8 && info.bits == 8) ||
                     (info.compression == kRuns4 && info.bits == 4) ||
                     (has_masks(info) && info.bits >= 16 && info.header_bytes != kOs2Bytes);
  if (!known) {
    return fail(
        "the picture is of compression {} at {} bits a pixel, none, run lengths of 4 or 8 bits or "
        "masks of 16 to 32 expected",
        info.compression, info.bits);
  }
  return {};
}

Result<Info> read_info(ByteView bytes) {
  Info info = read_sizes(bytes);
  TRY(check(info));
  info.palette = kInfoPlace + info.header_bytes;
  info.masks = has_masks(info) ? read_masks(bytes, info) : usual_masks(info.bits);
  for (const std::uint32_t mask : info.masks) {
    const bool gapless =
        mask == 0 || std::has_single_bit((std::uint64_t{mask} >> std::countr_zero(mask)) + 1);
    if (!gapless)
      return fail("the picture has a colour mask {:#x}, one without gaps expected", mask);
  }
  if (info.masks[0] == 0 && info.masks[1] == 0 && info.masks[2] == 0) {
    return fail("the picture's colour masks are empty, masks of red, green and blue expected");
  }
  return info;
}

// ---- Of a palette

// Blue, green, red each.
Result<std::vector<cv::Vec3b>> read_palette(ByteView bytes, const Info& info) {
  const std::size_t entry = info.header_bytes == kCoreBytes ? 3 : 4;
  const std::size_t most = std::size_t{1} << info.bits;
  std::size_t count = info.colors == 0 ? most : std::min<std::size_t>(info.colors, most);
  // The palette may be cut by the pixels.
  if (info.pixels > info.palette) count = std::min(count, (info.pixels - info.palette) / entry);
  std::vector<cv::Vec3b> palette;
  for (std::size_t i = 0; i < count; ++i) {
    const auto color = bytes.number(info.palette + i * entry, 3, ByteOrder::kLittle);
    if (!color) return fail("the file ends within the palette, {} colours expected", count);
    palette.emplace_back(static_cast<std::uint8_t>(*color & 0xffU),
                         static_cast<std::uint8_t>(*color >> 8U & 0xffU),
                         static_cast<std::uint8_t>(*color >> 16U));
  }
  return palette;
}

std::size_t row_bytes(const Info& info) {
  return (static_cast<std::size_t>(info.width) * info.bits + 31) / 32 * 4;
}

int row_in_file(const Info& info, int y) {
  return info.from_top ? y : static_cast<int>(info.height) - 1 - y;
}

cv::Mat unpacked(ByteView pixels, const Info& info) {
  cv::Mat entries(static_cast<int>(info.height), static_cast<int>(info.width), CV_8UC1);
  const std::uint32_t mask = (1U << info.bits) - 1;
  for (int y = 0; y < entries.rows; ++y) {
    const ByteView packed = pixels.part(
        static_cast<std::size_t>(row_in_file(info, y)) * row_bytes(info), row_bytes(info));
    for (int x = 0; x < entries.cols; ++x) {
      const std::size_t bit = static_cast<std::size_t>(x) * info.bits;
      const std::size_t shift = 8 - info.bits - bit % 8;
      entries.ptr(y)[x] = static_cast<std::uint8_t>(little(packed, bit / 8, 1) >> shift & mask);
    }
  }
  return entries;
}

Result<PictureSamples> colored(const cv::Mat& entries, const std::vector<cv::Vec3b>& palette) {
  PictureSamples read{.samples = cv::Mat(entries.rows, entries.cols, CV_8UC3)};
  for (int y = 0; y < entries.rows; ++y) {
    for (int x = 0; x < entries.cols; ++x) {
      const std::size_t entry = entries.ptr(y)[x];
      if (entry >= palette.size()) {
        return fail("a pixel has the palette's colour {}, one of {} from 0 expected", entry,
                    palette.size());
      }
      read.samples.ptr<cv::Vec3b>(y)[x] = palette[entry];
    }
  }
  read.grey = std::all_of(palette.begin(), palette.end(), [](const cv::Vec3b& color) {
    return color[0] == color[1] && color[1] == color[2];
  });
  return read;
}

// ---- Of masks

// The bits of one channel within a pixel.
struct Channel {
  std::uint32_t mask = 0;
  int shift = 0;
  std::uint32_t most = 0;
  explicit Channel(std::uint32_t bits)
      : mask(bits), shift(bits == 0 ? 0 : std::countr_zero(bits)), most(bits >> shift) {}
};

template <typename Sample>
cv::Mat masked(ByteView pixels, const Info& info) {
  const int channels = info.masks[3] == 0 ? 3 : 4;
  cv::Mat samples(static_cast<int>(info.height), static_cast<int>(info.width),
                  CV_MAKETYPE(cv::DataType<Sample>::depth, channels));
  const std::uint32_t top = top_value(samples.depth());
  const std::size_t bytes = info.bits / 8;
  std::vector<Channel> parts(info.masks.begin(), info.masks.begin() + channels);
  for (int y = 0; y < samples.rows; ++y) {
    const ByteView row = pixels.part(
        static_cast<std::size_t>(row_in_file(info, y)) * row_bytes(info), row_bytes(info));
    auto* out = samples.ptr<Sample>(y);
    for (int x = 0; x < samples.cols; ++x) {
      const std::uint32_t pixel = little(row, static_cast<std::size_t>(x) * bytes, bytes);
      for (const Channel& part : parts) {
        const std::uint32_t value = (pixel & part.mask) >> part.shift;
        *out++ = static_cast<Sample>(part.most == 0 ? 0 : rescaled(value, part.most, top));
      }
    }
  }
  return samples;
}

PictureSamples read_masked(ByteView pixels, const Info& info) {
  const auto bits_of = [&](int i) {
    return std::popcount(info.masks[static_cast<std::size_t>(i)]);
  };
  const int most = std::max({bits_of(0), bits_of(1), bits_of(2), bits_of(3)});
  PictureSamples read{.samples = most > 8 ? masked<std::uint16_t>(pixels, info)
                                          : masked<std::uint8_t>(pixels, info)};
  const int full = most > 8 ? 16 : 8;
  if (bits_of(0) != full || bits_of(1) != full || bits_of(2) != full) {
    read.conversions.push_back(phrase("{}, {} and {} bits of red, green and blue brought to {}",
                                      bits_of(2), bits_of(1), bits_of(0), full));
  }
  return read;
}

}  // namespace

bool is_bmp(ByteView bytes) { return bytes.has(0, "BM"); }

PictureHeader bmp_header(ByteView bytes) {
  const Info info = read_sizes(bytes);
  PictureHeader header{.format = PictureFormat::kBmp};
  header.width = info.width;
  header.height = info.height;
  return header;
}

Result<PictureSamples> read_bmp(ByteView bytes) {
  TRY_ASSIGN(const Info info, read_info(bytes));
  const ByteView pixels = bytes.part(info.pixels);
  const bool runs = info.compression == kRuns8 || info.compression == kRuns4;
  if (!runs && pixels.size() / row_bytes(info) < static_cast<std::size_t>(info.height)) {
    return fail("the file ends within the picture, {} x {} pixels expected", info.width,
                info.height);
  }
  if (info.bits > 8) return read_masked(pixels, info);
  TRY_ASSIGN(const auto palette, read_palette(bytes, info));
  if (!runs) return colored(unpacked(pixels, info), palette);
  cv::Mat entries =
      cv::Mat::zeros(static_cast<int>(info.height), static_cast<int>(info.width), CV_8UC1);
  TRY(unpack_bmp_runs(pixels, info.bits, entries));
  if (!info.from_top) cv::flip(entries, entries, 0);
  return colored(entries, palette);
}

}  // namespace convlens::media
