#include "media/picture_file.h"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <limits>
#include <new>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <utility>
#include <vector>

#include "core/files/file.h"
#include "media/formats/bmp.h"
#include "media/formats/icc.h"
#include "media/formats/jpeg_end.h"
#include "media/formats/opencv_picture.h"
#include "media/formats/picture_header.h"
#include "media/formats/picture_samples.h"
#include "media/formats/pnm.h"
#include "media/formats/tiff.h"
#include "media/upright.h"

namespace convlens::media {
namespace {

// OpenCV takes a file's bytes as one row of a matrix, whose extents are int.
constexpr std::size_t kMaxFileBytes = std::numeric_limits<int>::max();

Status check_size(const PictureHeader& header, const PictureLimits& limits) {
  const std::int64_t side = std::max(header.width, header.height);
  if (side > limits.max_side) {
    return fail("the picture is {} x {} pixels, at most {} a side expected", header.width,
                header.height, limits.max_side);
  }
  if (header.width * header.height > limits.max_pixels) {
    return fail("the picture is {} x {} pixels, at most {} altogether expected", header.width,
                header.height, limits.max_pixels);
  }
  return {};
}

template <typename Sample>
bool any_transparent(const cv::Mat& bgra) {
  for (int y = 0; y < bgra.rows; ++y) {
    const auto* row = bgra.ptr<Sample>(y);
    for (int x = 0; x < bgra.cols; ++x) {
      if (row[4 * x + 3] != std::numeric_limits<Sample>::max()) return true;
    }
  }
  return false;
}

bool has_transparency(const cv::Mat& samples) {
  if (samples.channels() != 4) return false;
  return samples.depth() == CV_16U ? any_transparent<std::uint16_t>(samples)
                                   : any_transparent<std::uint8_t>(samples);
}

Result<PictureSamples> read_samples(std::span<const std::byte> bytes, const PictureHeader& header) {
  switch (header.format) {
    case PictureFormat::kBmp:
      return read_bmp(ByteView(bytes));
    case PictureFormat::kPnm:
      return read_pnm(ByteView(bytes));
    case PictureFormat::kTiff:
      return read_tiff(ByteView(bytes));
    default:
      return read_by_opencv(bytes, header);
  }
}

// Upright.
Result<PictureSamples> decode(std::span<const std::byte> bytes, const PictureLimits& limits) {
  if (bytes.empty()) return fail("the file is empty, a picture was expected");
  if (bytes.size() > kMaxFileBytes) return fail("the file is over 2 GiB, a smaller one expected");
  if (is_jpeg(bytes) && !reaches_jpeg_end(bytes)) {
    return fail("the file ends within the picture, a whole JPEG was expected");
  }
  TRY_ASSIGN(const auto header, read_picture_header(bytes));
  TRY(check_size(header, limits));
  TRY_ASSIGN(auto read, read_samples(bytes, header));
  if (read.samples.cols != header.width || read.samples.rows != header.height) {
    return fail("the picture is {} x {} pixels, the {} x {} that it declares expected",
                read.samples.cols, read.samples.rows, header.width, header.height);
  }
  read.samples = upright(read.samples, header.orientation);
  if (header.orientation != 1) {
    read.conversions.push_back(phrase("turned as the camera recorded it"));
  }
  if (has_transparency(read.samples)) {
    read.conversions.push_back(phrase("transparent pixels laid on white"));
  }
  read.grey = read.grey || read.samples.channels() == 1;
  if (Phrase note = profile_note(ByteView(header.profile)); !note.empty()) {
    read.conversions.push_back(std::move(note));
  }
  return read;
}

// The same for a file; the errors name it.
Result<PictureSamples> decode_named(std::span<const std::byte> bytes, const std::string& name,
                                    const PictureLimits& limits) {
  try {
    auto decoded = decode(bytes, limits);
    if (!decoded) return fail("{}: {}", name, decoded.error());
    return decoded;
  } catch (const cv::Exception& error) {
    // Its what() is several lines about OpenCV's own source.
    return fail("{}: the picture could not be decoded ({})", name, error.err);
  } catch (const std::exception& error) {
    return fail("{}: the picture could not be decoded ({})", name, error.what());
  }
}

Result<PictureSamples> decode_file(const std::filesystem::path& path) {
  TRY_ASSIGN(auto bytes, read_file(path, kMaxFileBytes));
  return decode_named(bytes, path.string(), {});
}

// Calls put(pixel, red, green, blue) for each in the samples' own depth. Alpha is composed on
// white, c * a + top * (1 - a), rounded; the top is odd, so that nothing lies half way.
template <typename Sample, typename Put>
void visit_samples(const PictureSamples& decoded, const Put& put) {
  const cv::Mat& samples = decoded.samples;
  constexpr std::uint64_t kTop = std::numeric_limits<Sample>::max();
  const int channels = samples.channels();
  std::size_t pixel = 0;
  for (int y = 0; y < samples.rows; ++y) {
    const auto* at = samples.ptr<Sample>(y);
    for (int x = 0; x < samples.cols; ++x, at += channels, ++pixel) {
      if (channels == 1) {
        put(pixel, at[0], at[0], at[0]);
        continue;
      }
      const std::uint64_t alpha = channels == 4 ? at[3] : kTop;
      const auto composed = [&](std::uint64_t value) {
        const std::uint64_t share =
            decoded.multiplied ? std::min(value, alpha) : (value * alpha + kTop / 2) / kTop;
        return static_cast<std::uint32_t>(share + kTop - alpha);
      };
      put(pixel, composed(at[2]), composed(at[1]), composed(at[0]));
    }
  }
}

Phrase grey_repeated() { return phrase("grey as three equal channels"); }

template <typename Put>
void visit_rgb(const PictureSamples& decoded, const Put& put) {
  if (decoded.samples.depth() == CV_16U) {
    visit_samples<std::uint16_t>(decoded, put);
  } else {
    visit_samples<std::uint8_t>(decoded, put);
  }
}

// 0.299 R + 0.587 G + 0.114 B in 16 bits after the point; the three add up to one.
std::uint32_t luma(std::uint64_t red, std::uint64_t green, std::uint64_t blue) {
  constexpr std::uint64_t kRed = 19595;
  constexpr std::uint64_t kGreen = 38470;
  constexpr std::uint64_t kBlue = 7471;
  constexpr std::uint64_t kHalf = 32768;
  return static_cast<std::uint32_t>((kRed * red + kGreen * green + kBlue * blue + kHalf) >> 16U);
}

Result<DecodedPicture> as_picture(PictureSamples decoded, const std::string& name) {
  const cv::Mat& samples = decoded.samples;
  Image image{samples.rows, samples.cols, {}};
  try {
    image.rgb.resize(samples.total() * 3);
  } catch (const std::bad_alloc&) {
    return fail("{}: there is no memory for {} x {} pixels", name, samples.cols, samples.rows);
  }
  // 65535 is 255 * 257.
  const bool deep = samples.depth() == CV_16U;
  const auto narrow = [deep](std::uint32_t value) {
    return static_cast<std::uint8_t>(deep ? (value + 128) / 257 : value);
  };
  visit_rgb(decoded,
            [&](std::size_t pixel, std::uint32_t red, std::uint32_t green, std::uint32_t blue) {
              std::uint8_t* out = &image.rgb[3 * pixel];
              out[0] = narrow(red);
              out[1] = narrow(green);
              out[2] = narrow(blue);
            });
  if (decoded.grey) decoded.conversions.push_back(grey_repeated());
  if (deep) decoded.conversions.push_back(phrase("16 bits a channel brought to 8"));
  return DecodedPicture{std::move(image), std::move(decoded.conversions)};
}

float unit_scale(const cv::Mat& samples, bool raw) {
  return raw ? 1.0f : 1.0f / static_cast<float>(top_value(samples.depth()));
}

}  // namespace

Result<DecodedPicture> read_picture(const std::filesystem::path& path) {
  TRY_ASSIGN(auto decoded, decode_file(path));
  return as_picture(std::move(decoded), path.string());
}

Result<DecodedPicture> decode_picture(std::span<const std::byte> bytes, const std::string& name,
                                      const PictureLimits& limits) {
  TRY_ASSIGN(auto decoded, decode_named(bytes, name, limits));
  return as_picture(std::move(decoded), name);
}

Result<PictureValues> read_picture_values(const std::filesystem::path& path, bool raw) {
  TRY_ASSIGN(auto decoded, decode_file(path));
  const cv::Mat& samples = decoded.samples;
  auto values = Tensor::create({samples.rows, samples.cols, 3});
  if (!values) return fail("{}: {}", path.string(), values.error());

  const float scale = unit_scale(samples, raw);
  visit_rgb(decoded,
            [&](std::size_t pixel, std::uint32_t red, std::uint32_t green, std::uint32_t blue) {
              float* out = values->data() + 3 * pixel;
              out[0] = static_cast<float>(red) * scale;
              out[1] = static_cast<float>(green) * scale;
              out[2] = static_cast<float>(blue) * scale;
            });
  if (decoded.grey) decoded.conversions.push_back(grey_repeated());
  return PictureValues{std::move(*values), std::move(decoded.conversions)};
}

Result<PictureValues> read_grey_values(const std::filesystem::path& path, bool raw) {
  TRY_ASSIGN(auto decoded, decode_file(path));
  const cv::Mat& samples = decoded.samples;
  auto values = Tensor::create({samples.rows, samples.cols, 1});
  if (!values) return fail("{}: {}", path.string(), values.error());

  const float scale = unit_scale(samples, raw);
  visit_rgb(decoded,
            [&](std::size_t pixel, std::uint32_t red, std::uint32_t green, std::uint32_t blue) {
              values->data()[pixel] = static_cast<float>(luma(red, green, blue)) * scale;
            });
  return PictureValues{std::move(*values), std::move(decoded.conversions)};
}

void write_luma(const Image& image, float scale, float* values) {
  const std::uint8_t* at = image.rgb.data();
  const std::size_t pixels = image.rgb.size() / 3;
  for (std::size_t i = 0; i < pixels; ++i, at += 3) {
    values[i] = static_cast<float>(luma(at[0], at[1], at[2])) * scale;
  }
}

Result<std::vector<std::byte>> png_bytes(const Image& image, const std::string& name) {
  // OpenCV wants a non-const pointer but only reads from it.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
  auto* const bytes = const_cast<std::uint8_t*>(image.rgb.data());
  const cv::Mat rgb(image.height, image.width, CV_8UC3, bytes);
  std::vector<std::uint8_t> png;
  try {
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    if (!cv::imencode(".png", bgr, png)) return fail("{}: PNG encoding failed", name);
  } catch (const std::exception& error) {
    return fail("{}: PNG encoding failed ({})", name, error.what());
  }
  const auto encoded = std::as_bytes(std::span(png));
  return std::vector<std::byte>(encoded.begin(), encoded.end());
}

Status write_png(const std::filesystem::path& path, const Image& image) {
  TRY_ASSIGN(const auto bytes, png_bytes(image, path.string()));
  return write_file(path, bytes);
}

}  // namespace convlens::media
