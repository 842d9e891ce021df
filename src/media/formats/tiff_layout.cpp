#include "media/formats/tiff_layout.h"

#include <algorithm>
#include <array>
#include <string>

namespace convlens::media {
namespace {

constexpr std::uint32_t kMostBits = 16;
constexpr std::uint32_t kMostSamples = 16;  // which bounds what one row takes

// What libtiff has no name for: Aperio's compressions, tifffile's, and a photometric of Adobe's
// DNG.
constexpr std::uint16_t kAperioJpeg2000YCbCr = 33003;
constexpr std::uint16_t kAperioJpeg2000Rgb = 33005;
constexpr std::uint16_t kPng = 34933;
constexpr std::uint16_t kLinearRaw = 34892;

// Those whose decoders reserve no more than the picture needs, whatever the file says.
constexpr std::array<std::uint16_t, 11> kCompressions{
    COMPRESSION_NONE,      COMPRESSION_CCITTRLE, COMPRESSION_CCITTRLEW, COMPRESSION_CCITTFAX3,
    COMPRESSION_CCITTFAX4, COMPRESSION_LZW,      COMPRESSION_JPEG,      COMPRESSION_ADOBE_DEFLATE,
    COMPRESSION_DEFLATE,   COMPRESSION_PACKBITS, COMPRESSION_ZSTD,
};

std::string name_of_compression(std::uint16_t number) {
  switch (number) {
    case COMPRESSION_OJPEG:
      return "JPEG (old style)";
    case COMPRESSION_THUNDERSCAN:
      return "ThunderScan";
    case COMPRESSION_JBIG:
      return "JBIG";
    case COMPRESSION_JP2000:
    case kAperioJpeg2000YCbCr:
    case kAperioJpeg2000Rgb:
      return "JPEG 2000";
    case COMPRESSION_LERC:
      return "LERC";
    case COMPRESSION_LZMA:
      return "LZMA";
    case COMPRESSION_WEBP:
      return "WebP";
    case COMPRESSION_JXL:
      return "JPEG XL";
    case kPng:
      return "PNG";
    case COMPRESSION_PIXARLOG:
      return "PixarLog";
    case COMPRESSION_SGILOG:
    case COMPRESSION_SGILOG24:
      return "SGILog";
    default:
      return std::to_string(number);
  }
}

Word name_of_samples(std::uint16_t format) {
  switch (format) {
    case SAMPLEFORMAT_INT:
      return word("signed");
    case SAMPLEFORMAT_IEEEFP:
      return word("floating-point");
    case SAMPLEFORMAT_COMPLEXINT:
    case SAMPLEFORMAT_COMPLEXIEEEFP:
      return word("complex");
    default:
      return word("unknown");
  }
}

Word name_of_colors(std::uint16_t photometric) {
  switch (photometric) {
    case PHOTOMETRIC_MASK:
      return word("a transparency mask");
    case PHOTOMETRIC_CIELAB:
    case PHOTOMETRIC_ICCLAB:
    case PHOTOMETRIC_ITULAB:
      return word("CIELAB");
    case PHOTOMETRIC_CFA:
      return word("a camera's colour mosaic");
    case kLinearRaw:
      return word("a camera's linear values");
    case PHOTOMETRIC_LOGL:
    case PHOTOMETRIC_LOGLUV:
      return word("logarithmic");
    default:
      return {std::to_string(photometric)};
  }
}

Status check_compression(const TiffFile& file) {
  const std::uint16_t found = file.small(TIFFTAG_COMPRESSION);
  if (std::find(kCompressions.begin(), kCompressions.end(), found) != kCompressions.end()) {
    return {};
  }
  return fail(
      "the picture is compressed as {}, none, CCITT, LZW, JPEG, Deflate, PackBits or ZSTD expected",
      name_of_compression(found));
}

Status check_samples(const TiffFile& file, const TiffLayout& layout) {
  const std::uint16_t format = file.small(TIFFTAG_SAMPLEFORMAT);
  if (format != SAMPLEFORMAT_UINT && format != SAMPLEFORMAT_VOID) {
    return fail("the picture has {} samples of {} bits, unsigned ones of 1 to {} bits expected",
                name_of_samples(format), layout.bits, kMostBits);
  }
  if (layout.bits < 1 || layout.bits > kMostBits) {
    return fail("the picture has samples of {} bits, 1 to {} bits expected", layout.bits,
                kMostBits);
  }
  return {};
}

Result<std::uint32_t> count_colors(const TiffFile& file, const TiffLayout& layout) {
  switch (layout.photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_PALETTE:
      return 1U;
    case PHOTOMETRIC_RGB:
    case PHOTOMETRIC_YCBCR:
      return 3U;
    case PHOTOMETRIC_SEPARATED:
      if (file.small(TIFFTAG_INKSET) != INKSET_CMYK) {
        return fail("the picture's inks are not cyan, magenta, yellow and black, those expected");
      }
      return 4U;
    default:
      return fail("the picture's colours are {}, grey, RGB, palette, CMYK or YCbCr expected",
                  name_of_colors(layout.photometric));
  }
}

// Of the samples behind the colours, the first that is alpha counts; where a file does not say what
// a single one is, it is alpha.
Status find_alpha(const TiffFile& file, TiffLayout& layout) {
  std::uint16_t count = 0;
  const std::uint16_t* kinds = nullptr;
  if (TIFFGetField(file.tiff(), TIFFTAG_EXTRASAMPLES, &count, &kinds) != 1) count = 0;
  const std::uint32_t extra = layout.samples - layout.colors;
  for (std::uint32_t i = 0; i < extra && !layout.alpha; ++i) {
    const std::uint16_t kind = i < count ? kinds[i] : std::uint16_t{EXTRASAMPLE_UNSPECIFIED};
    if (kind == EXTRASAMPLE_UNSPECIFIED && (count > 0 || extra > 1)) continue;
    layout.alpha = layout.colors + i;
    layout.multiplied = kind == EXTRASAMPLE_ASSOCALPHA;
  }
  layout.left_out = extra - (layout.alpha ? 1 : 0);
  const bool can_be_multiplied =
      layout.photometric == PHOTOMETRIC_RGB || layout.photometric == PHOTOMETRIC_MINISBLACK;
  if (layout.multiplied && !can_be_multiplied) {
    return fail(
        "the picture has alpha that is multiplied into other colours than grey and RGB, alpha by "
        "itself expected");
  }
  return {};
}

// YCbCr is made RGB of by libtiff: by the decoder of JPEG, or as a whole picture.
Status settle_ycbcr(const TiffFile& file, TiffLayout& layout) {
  if (layout.photometric != PHOTOMETRIC_YCBCR) return {};
  if (layout.bits != 8 || layout.samples != 3) {
    return fail("the picture is YCbCr of {} samples of {} bits, 3 of 8 bits expected",
                layout.samples, layout.bits);
  }
  if (layout.in_planes) return fail("the picture is YCbCr in planes, interleaved samples expected");
  if (file.small(TIFFTAG_COMPRESSION) == COMPRESSION_JPEG) {
    TIFFSetField(file.tiff(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    layout.photometric = PHOTOMETRIC_RGB;
  }
  return {};
}

// A tile may be larger than the picture, whose size was judged before, but not by much.
Status check_tiles(const TiffFile& file, const TiffLayout& layout) {
  if (TIFFIsTiled(file.tiff()) == 0) return {};
  constexpr std::uint64_t kSparePixels = std::uint64_t{8} << 20U;
  const std::uint64_t width = file.large(TIFFTAG_TILEWIDTH);
  const std::uint64_t height = file.large(TIFFTAG_TILELENGTH);
  const std::uint64_t most = std::uint64_t{layout.width} * layout.height + kSparePixels;
  if (width >= 1 && height >= 1 && width <= most && height <= most / width) return {};
  return fail("the picture's tiles are {} x {} pixels, such as fit a picture of {} x {} expected",
              width, height, layout.width, layout.height);
}

// What a file leaves out has no place in it; libtiff would read its beginning instead.
Status check_places(const TiffFile& file) {
  TIFF* tiff = file.tiff();
  const std::uint32_t count =
      TIFFIsTiled(tiff) != 0 ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (TIFFGetStrileOffset(tiff, i) != 0) continue;
    return fail("strip or tile {} of {} has no place in the file, a whole TIFF was expected", i + 1,
                count);
  }
  return {};
}

}  // namespace

Result<TiffLayout> read_tiff_layout(const TiffFile& file) {
  TiffLayout layout;
  layout.width = file.large(TIFFTAG_IMAGEWIDTH);
  layout.height = file.large(TIFFTAG_IMAGELENGTH);
  layout.bits = file.small(TIFFTAG_BITSPERSAMPLE);
  layout.samples = file.small(TIFFTAG_SAMPLESPERPIXEL);
  layout.in_planes = file.small(TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE;
  if (const std::uint32_t depth = file.large(TIFFTAG_IMAGEDEPTH, 1); depth > 1) {
    return fail("the picture is a volume of {} slices, a flat picture expected", depth);
  }
  if (TIFFGetField(file.tiff(), TIFFTAG_PHOTOMETRIC, &layout.photometric) != 1) {
    return fail("the picture does not say what its samples mean, a photometric field expected");
  }
  TRY_ASSIGN(layout.colors, count_colors(file, layout));
  if (layout.samples < layout.colors || layout.samples > kMostSamples) {
    return fail("the picture has {} samples a pixel, {} to {} expected", layout.samples,
                layout.colors, kMostSamples);
  }
  TRY(check_samples(file, layout));
  TRY(check_compression(file));
  TRY(check_tiles(file, layout));
  TRY(check_places(file));
  TRY(settle_ycbcr(file, layout));
  TRY(find_alpha(file, layout));
  return layout;
}

}  // namespace convlens::media
