#include "media/picture_file.h"

#include <cstdint>
#include <cstring>
#include <exception>
#include <limits>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <vector>

#include "core/file.h"
#include "media/jpeg_end.h"
#include "media/quiet_stderr.h"

namespace convlens::media {
namespace {

// OpenCV takes a file's bytes as one row of a matrix, whose extents are int.
constexpr std::size_t kMaxFileBytes = std::numeric_limits<int>::max();

// Composes straight alpha on white: c * a + max * (1 - a), a in 0..1.
cv::Mat composed_on_white(const cv::Mat& bgra) {
  const double max = bgra.depth() == CV_16U ? 65535.0 : 255.0;
  cv::Mat bgr(bgra.size(), CV_MAKETYPE(bgra.depth(), 3));
  cv::Mat wide;
  bgra.convertTo(wide, CV_64FC4);
  for (int y = 0; y < wide.rows; ++y) {
    cv::Vec4d* row = wide.ptr<cv::Vec4d>(y);
    for (int x = 0; x < wide.cols; ++x) {
      const double alpha = row[x][3] / max;
      for (int c = 0; c < 3; ++c) {
        const double value = row[x][c] * alpha + max * (1.0 - alpha);
        if (bgra.depth() == CV_16U) {
          bgr.at<cv::Vec3w>(y, x)[c] = cv::saturate_cast<std::uint16_t>(value);
        } else {
          bgr.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<std::uint8_t>(value);
        }
      }
    }
  }
  return bgr;
}

// (H, W) 8- or 16-bit RGB.
Result<cv::Mat> decode_rgb(const std::filesystem::path& path) {
  auto bytes = read_file(path, kMaxFileBytes);
  if (!bytes) return fail(std::move(bytes.error()));
  if (bytes->empty()) {
    return fail("{}: the file is empty, a picture was expected", path.string());
  }
  if (is_jpeg(*bytes) && !reaches_jpeg_end(*bytes)) {
    return fail("{}: the file ends within the picture, a whole JPEG was expected", path.string());
  }
  try {
    const QuietStderr quiet;
    // JPEG knows no alpha, and only this mode applies the EXIF orientation.
    const int mode =
        is_jpeg(*bytes) ? cv::IMREAD_COLOR | cv::IMREAD_ANYDEPTH : cv::IMREAD_UNCHANGED;
    const cv::Mat data(1, static_cast<int>(bytes->size()), CV_8UC1, bytes->data());
    cv::Mat decoded = cv::imdecode(data, mode);
    if (decoded.empty()) {
      return fail("{}: not a picture that can be decoded, PNG, JPEG, TIFF, BMP or WebP expected",
                  path.string());
    }
    if (decoded.depth() != CV_8U && decoded.depth() != CV_16U) {
      return fail("{}: the picture has floating-point samples, 8 or 16 bits expected",
                  path.string());
    }
    cv::Mat rgb;
    if (decoded.channels() == 1) {
      cv::cvtColor(decoded, rgb, cv::COLOR_GRAY2RGB);
    } else {
      if (decoded.channels() == 4) decoded = composed_on_white(decoded);
      cv::cvtColor(decoded, rgb, cv::COLOR_BGR2RGB);
    }
    return rgb;
  } catch (const cv::Exception& error) {
    // Its what() is several lines about OpenCV's own source.
    return fail("{}: the picture could not be decoded ({})", path.string(), error.err);
  } catch (const std::exception& error) {
    return fail("{}: the picture could not be decoded ({})", path.string(), error.what());
  }
}

// Of the (H, W, 3) samples of a decoded picture, whose rows follow each other without gaps.
std::uint32_t sample(const cv::Mat& rgb, std::size_t index) {
  return rgb.depth() == CV_16U ? reinterpret_cast<const std::uint16_t*>(rgb.data)[index]
                               : rgb.data[index];
}

float unit_scale(const cv::Mat& rgb) {
  return rgb.depth() == CV_16U ? 1.0f / 65535.0f : 1.0f / 255.0f;
}

// 0.299 R + 0.587 G + 0.114 B in 16 bits after the point; the three add up to one.
std::uint32_t luma(const cv::Mat& rgb, std::size_t pixel) {
  constexpr std::uint64_t kRed = 19595;
  constexpr std::uint64_t kGreen = 38470;
  constexpr std::uint64_t kBlue = 7471;
  constexpr std::uint64_t kHalf = 32768;
  const std::uint64_t sum = kRed * sample(rgb, 3 * pixel) + kGreen * sample(rgb, 3 * pixel + 1) +
                            kBlue * sample(rgb, 3 * pixel + 2);
  return static_cast<std::uint32_t>((sum + kHalf) >> 16U);
}

}  // namespace

Result<Image> read_picture(const std::filesystem::path& path) {
  auto decoded = decode_rgb(path);
  if (!decoded) return fail(std::move(decoded.error()));
  cv::Mat rgb = *decoded;
  if (rgb.depth() == CV_16U) {
    cv::Mat narrow;
    rgb.convertTo(narrow, CV_8U, 1.0 / 257.0);
    rgb = narrow;
  }
  Image image{rgb.rows, rgb.cols, {}};
  image.rgb.resize(rgb.total() * 3);
  std::memcpy(image.rgb.data(), rgb.data, image.rgb.size());  // cvtColor's results are continuous
  return image;
}

Result<Tensor> read_picture_values(const std::filesystem::path& path, bool raw) {
  auto rgb = decode_rgb(path);
  if (!rgb) return fail(std::move(rgb.error()));
  auto values = Tensor::create({rgb->rows, rgb->cols, 3});
  if (!values) return fail("{}: {}", path.string(), values.error().message);

  const float scale = raw ? 1.0f : unit_scale(*rgb);
  for (std::size_t i = 0; i < values->size(); ++i) {
    values->data()[i] = static_cast<float>(sample(*rgb, i)) * scale;
  }
  return values;
}

Result<Tensor> read_grey_values(const std::filesystem::path& path, bool raw) {
  auto rgb = decode_rgb(path);
  if (!rgb) return fail(std::move(rgb.error()));
  auto values = Tensor::create({rgb->rows, rgb->cols, 1});
  if (!values) return fail("{}: {}", path.string(), values.error().message);

  const float scale = raw ? 1.0f : unit_scale(*rgb);
  for (std::size_t i = 0; i < values->size(); ++i) {
    values->data()[i] = static_cast<float>(luma(*rgb, i)) * scale;
  }
  return values;
}

Status write_png(const std::filesystem::path& path, const Image& image) {
  // OpenCV wants a non-const pointer but only reads from it.
  const cv::Mat rgb(image.height, image.width, CV_8UC3,
                    const_cast<std::uint8_t*>(image.rgb.data()));
  std::vector<std::uint8_t> png;
  try {
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    if (!cv::imencode(".png", bgr, png)) return fail("{}: PNG encoding failed", path.string());
  } catch (const std::exception& error) {
    return fail("{}: PNG encoding failed ({})", path.string(), error.what());
  }
  return write_file(path, std::as_bytes(std::span(png)));
}

}  // namespace convlens::media
