#include "media/formats/tiff.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "media/formats/tiff_file.h"
#include "media/formats/tiff_layout.h"
#include "media/formats/tiff_samples.h"

namespace convlens::media {
namespace {

// The samples in OpenCV's order: the colours from the last to the first, but of CMYK as they are;
// then alpha.
std::vector<std::size_t> wanted_samples(const TiffLayout& layout) {
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < layout.colors; ++i) {
    wanted.push_back(layout.colors == 3 ? 2 - i : i);
  }
  if (layout.alpha) wanted.push_back(*layout.alpha);
  return wanted;
}

// Channel `from` of one becomes channel `to` of the other.
void copy_channel(const cv::Mat& source, int from, cv::Mat& target, int to) {
  const std::array<int, 2> pair{from, to};
  cv::mixChannels(&source, 1, &target, 1, pair.data(), 1);
}

cv::Mat empty_picture(const cv::Mat& stored, const TiffLayout& layout, int depth) {
  return cv::Mat(stored.rows, stored.cols, CV_MAKETYPE(depth, layout.alpha ? 4 : 3));
}

// ---- Grey

PictureSamples from_grey(cv::Mat stored, const TiffLayout& layout) {
  PictureSamples read{.grey = true};
  if (!layout.alpha) {
    read.samples = std::move(stored);
  } else {
    read.samples = empty_picture(stored, layout, stored.depth());
    for (int i = 0; i < 4; ++i) copy_channel(stored, i == 3 ? 1 : 0, read.samples, i);
  }
  return read;
}

Result<PictureSamples> read_grey(TiffFile& file, const TiffLayout& layout) {
  TRY_ASSIGN(cv::Mat stored, read_tiff_samples(file, layout, wanted_samples(layout), true));
  if (layout.photometric != PHOTOMETRIC_MINISWHITE) return from_grey(std::move(stored), layout);
  const double top = top_value(stored.depth());
  if (layout.alpha) {
    cv::Mat grey;
    cv::extractChannel(stored, grey, 0);
    cv::insertChannel(cv::Scalar(top) - grey, stored, 0);
  } else {
    stored = cv::Scalar(top) - stored;
  }
  PictureSamples read = from_grey(std::move(stored), layout);
  read.conversions.push_back(phrase("white is 0 in the file, turned to black is 0"));
  return read;
}

// ---- Palette

struct Palette {
  std::array<std::vector<std::uint16_t>, 3> bgr{};
  int depth = CV_16U;
};

// A palette's numbers are of 16 bits; but most files have 8 in them, as the upper half, in both
// halves or, against the specification, in the lower half.
void narrow(Palette& palette) {
  const auto all = [&](const auto& holds) {
    return std::all_of(palette.bgr.begin(), palette.bgr.end(), [&](const auto& channel) {
      return std::all_of(channel.begin(), channel.end(), holds);
    });
  };
  int shift = 8;
  if (all([](std::uint16_t value) { return value < 256; })) {
    shift = 0;
  } else if (!all([](std::uint16_t value) { return value % 256 == 0; }) &&
             !all([](std::uint16_t value) { return value % 257 == 0; })) {
    return;
  }
  palette.depth = CV_8U;
  for (auto& channel : palette.bgr) {
    for (std::uint16_t& value : channel) value = static_cast<std::uint16_t>(value >> shift);
  }
}

Result<Palette> read_palette(const TiffFile& file, const TiffLayout& layout) {
  std::uint16_t* red = nullptr;
  std::uint16_t* green = nullptr;
  std::uint16_t* blue = nullptr;
  if (TIFFGetField(file.tiff(), TIFFTAG_COLORMAP, &red, &green, &blue) != 1) {
    return fail("the picture has no palette, one of {} colours expected", 1U << layout.bits);
  }
  const std::size_t count = std::size_t{1} << layout.bits;
  Palette palette{{std::vector(blue, blue + count), std::vector(green, green + count),
                   std::vector(red, red + count)}};
  narrow(palette);
  return palette;
}

template <typename Entry, typename Sample>
void look_up(const cv::Mat& entries, const Palette& palette, cv::Mat& samples) {
  for (int y = 0; y < entries.rows; ++y) {
    const auto* entry = entries.ptr<Entry>(y);
    auto* out = samples.ptr<Sample>(y);
    for (int x = 0; x < entries.cols; ++x, entry += entries.channels(), out += samples.channels()) {
      for (std::size_t i = 0; i < 3; ++i) out[i] = static_cast<Sample>(palette.bgr[i][*entry]);
    }
  }
}

Result<PictureSamples> read_indexed(TiffFile& file, const TiffLayout& layout) {
  TRY_ASSIGN(const Palette palette, read_palette(file, layout));
  TRY_ASSIGN(const cv::Mat entries, read_tiff_samples(file, layout, {0}, false));
  PictureSamples read{.samples = empty_picture(entries, layout, palette.depth)};
  const bool deep = palette.depth == CV_16U;
  if (entries.depth() == CV_16U) {
    (deep ? look_up<std::uint16_t, std::uint16_t>
          : look_up<std::uint16_t, std::uint8_t>)(entries, palette, read.samples);
  } else {
    (deep ? look_up<std::uint8_t, std::uint16_t>
          : look_up<std::uint8_t, std::uint8_t>)(entries, palette, read.samples);
  }
  if (layout.alpha) {
    TRY_ASSIGN(cv::Mat alpha, read_tiff_samples(file, layout, {*layout.alpha}, true));
    const double most = top_value(alpha.depth());
    alpha.convertTo(alpha, palette.depth, top_value(palette.depth) / most);
    copy_channel(alpha, 0, read.samples, 3);
  }
  return read;
}

// ---- Colours

// (1 - ink) (1 - black), in the samples' own depth.
template <typename Sample>
void mix_inks(const cv::Mat& stored, cv::Mat& samples) {
  const std::uint64_t top = top_value(stored.depth());
  for (int y = 0; y < stored.rows; ++y) {
    const auto* in = stored.ptr<Sample>(y);
    auto* out = samples.ptr<Sample>(y);
    for (int x = 0; x < stored.cols; ++x, in += stored.channels(), out += samples.channels()) {
      for (int i = 0; i < 3; ++i) {
        out[2 - i] = static_cast<Sample>(((top - in[i]) * (top - in[3]) + top / 2) / top);
      }
    }
  }
}

Result<PictureSamples> read_cmyk(TiffFile& file, const TiffLayout& layout) {
  TRY_ASSIGN(const cv::Mat stored, read_tiff_samples(file, layout, wanted_samples(layout), true));
  PictureSamples read{.samples = empty_picture(stored, layout, stored.depth())};
  (stored.depth() == CV_16U ? mix_inks<std::uint16_t> : mix_inks<std::uint8_t>)(stored,
                                                                                read.samples);
  if (layout.alpha) copy_channel(stored, 4, read.samples, 3);
  read.conversions.push_back(phrase("CMYK to RGB"));
  return read;
}

// As libtiff does it, which knows how the colours are sub-sampled, weighted and placed.
Result<PictureSamples> read_ycbcr(TiffFile& file, const TiffLayout& layout) {
  cv::Mat rgba(static_cast<int>(layout.height), static_cast<int>(layout.width), CV_8UC4);
  file.watch(true);
  // The rows are as the file has them.
  const int done =
      TIFFReadRGBAImageOriented(file.tiff(), layout.width, layout.height, rgba.ptr<std::uint32_t>(),
                                file.small(TIFFTAG_ORIENTATION), 1);
  if (done != 1 || !file.error().empty()) {
    return fail("the picture's YCbCr samples cannot be read ({}), a whole TIFF was expected",
                file.error());
  }
  PictureSamples read;
  cv::cvtColor(rgba, read.samples, cv::COLOR_RGBA2BGR);
  read.conversions.push_back(phrase("YCbCr to RGB"));
  return read;
}

Result<PictureSamples> read_colors(TiffFile& file, const TiffLayout& layout) {
  switch (layout.photometric) {
    case PHOTOMETRIC_PALETTE:
      return read_indexed(file, layout);
    case PHOTOMETRIC_SEPARATED:
      return read_cmyk(file, layout);
    case PHOTOMETRIC_YCBCR:
      return read_ycbcr(file, layout);
    case PHOTOMETRIC_RGB: {
      TRY_ASSIGN(auto samples, read_tiff_samples(file, layout, wanted_samples(layout), true));
      return PictureSamples{.samples = std::move(samples)};
    }
    default:
      return read_grey(file, layout);
  }
}

// What was chosen before any colour was converted.
std::vector<Phrase> choices(const TiffFile& file, const TiffLayout& layout) {
  std::vector<Phrase> done;
  if (TIFFLastDirectory(file.tiff()) == 0) done.push_back(phrase("the first of several pages"));
  if ((file.large(TIFFTAG_SUBFILETYPE) & FILETYPE_REDUCEDIMAGE) != 0) {
    done.push_back(phrase("a reduced copy of another picture in the file"));
  }
  if (layout.left_out > 0) {
    done.push_back(phrase("extra samples left out, {} a pixel", layout.left_out));
  }
  const bool odd = layout.bits != 1 && layout.bits != 8 && layout.bits != 16;
  if (odd && layout.photometric != PHOTOMETRIC_PALETTE) done.push_back(widened(layout.bits));
  return done;
}

}  // namespace

bool is_tiff(ByteView bytes) {
  constexpr std::array<std::string_view, 4> kBeginnings{
      std::string_view("II*\0", 4), std::string_view("MM\0*", 4), std::string_view("II+\0", 4),
      std::string_view("MM\0+", 4)};
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return bytes.has(0, beginning); });
}

Result<PictureHeader> tiff_header(ByteView bytes) {
  TRY_ASSIGN(const auto file, TiffFile::open(bytes));
  PictureHeader header{.format = PictureFormat::kTiff};
  header.width = file.large(TIFFTAG_IMAGEWIDTH);
  header.height = file.large(TIFFTAG_IMAGELENGTH);
  header.orientation = file.small(TIFFTAG_ORIENTATION, 1);
  std::uint32_t size = 0;
  const std::byte* profile = nullptr;
  if (TIFFGetField(file.tiff(), TIFFTAG_ICCPROFILE, &size, &profile) == 1 && profile != nullptr) {
    header.profile.assign(profile, profile + size);
  }
  return header;
}

Result<PictureSamples> read_tiff(ByteView bytes) {
  TRY_ASSIGN(auto file, TiffFile::open(bytes));
  TRY_ASSIGN(const TiffLayout layout, read_tiff_layout(file));
  TRY_ASSIGN(auto read, read_colors(file, layout));
  std::vector<Phrase> said = choices(file, layout);
  said.insert(said.end(), read.conversions.begin(), read.conversions.end());
  read.conversions = std::move(said);
  read.multiplied = layout.multiplied;
  return read;
}

}  // namespace convlens::media
