#include "media/formats/opencv_picture.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "media/formats/quiet_stderr.h"
#include "media/formats/webp_frame.h"

namespace convlens::media {
namespace {

Result<cv::Mat> decoded(std::span<const std::byte> bytes) {
  const QuietStderr quiet;
  // OpenCV wants a non-const pointer but only reads from it.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
  auto* const start = const_cast<std::byte*>(bytes.data());
  const cv::Mat data(1, static_cast<int>(bytes.size()), CV_8UC1, start);
  cv::Mat samples = cv::imdecode(data, cv::IMREAD_UNCHANGED);
  if (samples.empty()) return fail("the picture is damaged or of a kind that cannot be decoded");
  return samples;
}

// An animation's first frame, which may be smaller than the picture; what it leaves is transparent.
Result<cv::Mat> decoded_frame(std::span<const std::byte> bytes, const PictureHeader& header) {
  TRY_ASSIGN(const auto frame, first_webp_frame(ByteView(bytes), header));
  TRY_ASSIGN(cv::Mat samples, decoded(frame.still));
  if (samples.cols == header.width && samples.rows == header.height) return samples;
  if (samples.channels() == 3) cv::cvtColor(samples, samples, cv::COLOR_BGR2BGRA);
  cv::Mat canvas = cv::Mat::zeros(static_cast<int>(header.height), static_cast<int>(header.width),
                                  samples.type());
  samples.copyTo(canvas(cv::Rect(frame.x, frame.y, samples.cols, samples.rows)));
  return canvas;
}

Phrase first_of(PictureFormat format) {
  return format == PictureFormat::kJpeg ? phrase("the first of several pictures in the file")
                                        : phrase("the first frame of an animation");
}

// OpenCV leaves the key of a grey picture alone; it becomes white here as on any page.
bool lay_key_on_white(cv::Mat& samples, std::uint32_t key) {
  const cv::Mat keyed = samples == key;
  samples.setTo(top_value(samples.depth()), keyed);
  return cv::countNonZero(keyed) > 0;
}

}  // namespace

Result<PictureSamples> read_by_opencv(std::span<const std::byte> bytes,
                                      const PictureHeader& header) {
  const bool animated = header.format == PictureFormat::kWebp && header.several;
  TRY_ASSIGN(auto samples, animated ? decoded_frame(bytes, header) : decoded(bytes));
  PictureSamples read{.samples = samples, .grey = header.grey};
  if (header.several) read.conversions.push_back(first_of(header.format));
  // One bit is black or white in any count of bits.
  if (header.grey && (header.bits == 2 || header.bits == 4)) {
    read.conversions.push_back(widened(header.bits));
  }
  if (header.grey_key && samples.channels() == 1 && lay_key_on_white(samples, *header.grey_key)) {
    read.conversions.push_back(phrase("transparent pixels laid on white"));
  }
  if (header.cmyk) read.conversions.push_back(phrase("CMYK to RGB"));
  return read;
}

}  // namespace convlens::media
