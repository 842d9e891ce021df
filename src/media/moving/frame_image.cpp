#include "media/moving/frame_image.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <opencv2/core.hpp>
#include <span>
#include <string>

#include "media/moving/on_white.h"
#include "media/upright.h"

namespace convlens::media {
namespace {

constexpr int kVector = 16;  // pixels

bool has_alpha(const AVFrame& frame) {
  if (frame.format == AV_PIX_FMT_PAL8) return true;
  const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  return format != nullptr && (format->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
}

bool is_rgb(const AVFrame& frame) {
  const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  return format != nullptr && (format->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
}

bool is_grey(const AVFrame& frame) {
  const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  return format != nullptr && format->nb_components <= 2;
}

// As people know them; null where a frame says none.
const char* matrix_name(const AVFrame& frame) {
  switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
      return "BT.709";
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
      return "BT.601";
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
      return "BT.2020";
    case AVCOL_SPC_UNSPECIFIED:
      return nullptr;
    default:
      return av_color_space_name(frame.colorspace);
  }
}

// The matrix of a stream that says none is that of BT.601, as ffmpeg has it.
bool says_matrix(const AVFrame& frame) {
  return frame.colorspace >= AVCOL_SPC_BT709 && frame.colorspace <= AVCOL_SPC_BT2020_CL &&
         frame.colorspace != AVCOL_SPC_UNSPECIFIED && frame.colorspace != AVCOL_SPC_YCGCO;
}

Image to_image(const cv::Mat& rgb) {
  Image image{rgb.rows, rgb.cols, {}};
  const auto* begin = rgb.ptr<std::uint8_t>(0);
  image.rgb.assign(begin, begin + rgb.total() * 3);
  return image;
}

}  // namespace

Status FrameImages::prepare(const AVFrame& frame, AVPixelFormat to) {
  const auto from = static_cast<AVPixelFormat>(frame.format);
  const int exact = rounding_ == Rounding::kExact ? SWS_FULL_CHR_H_INT | SWS_ACCURATE_RND : 0;
  scaler_.reset(sws_getCachedContext(scaler_.release(), frame.width, frame.height, from,
                                     frame.width, frame.height, to, SWS_BICUBIC | exact, nullptr,
                                     nullptr, nullptr));
  if (!scaler_) {
    const char* name = av_get_pix_fmt_name(from);
    return fail("no way to RGB is known from {}", word(name != nullptr ? name : "its pixels"));
  }
  int* matrix = nullptr;
  int* out_matrix = nullptr;
  int full = 0;
  int out_full = 0;
  int brightness = 0;
  int contrast = 0;
  int saturation = 0;
  if (sws_getColorspaceDetails(scaler_.get(), &matrix, &full, &out_matrix, &out_full, &brightness,
                               &contrast, &saturation) < 0) {
    return {};  // RGB needs none
  }
  const int* wanted =
      sws_getCoefficients(says_matrix(frame) ? frame.colorspace : AVCOL_SPC_BT470BG);
  if (frame.color_range != AVCOL_RANGE_UNSPECIFIED) {
    full = static_cast<int>(frame.color_range == AVCOL_RANGE_JPEG);
  }
  sws_setColorspaceDetails(scaler_.get(), wanted, full, out_matrix, out_full, brightness, contrast,
                           saturation);
  return {};
}

Result<Image> FrameImages::image_of(const AVFrame& frame) {
  const bool alpha = has_alpha(frame);
  TRY(prepare(frame, alpha ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24));
  Image image{frame.height, frame.width, {}};
  image.rgb.resize(static_cast<std::size_t>(frame.height) * static_cast<std::size_t>(frame.width) *
                   3);
  cv::Mat rgb(frame.height, frame.width, CV_8UC3, image.rgb.data());
  // Straight into the picture, unless something has to be done to it afterwards: swscale writes
  // whole vectors, and would leave out what is beyond the last one that a row has room for.
  const bool even = frame.width % kVector == 0;
  cv::Mat padded;
  if (alpha || !even) {
    padded.create(frame.height, (frame.width + kVector - 1) / kVector * kVector,
                  alpha ? CV_8UC4 : CV_8UC3);
  }
  const cv::Mat& target = padded.empty() ? rgb : padded;
  const std::array<std::uint8_t*, 4> planes{target.data};
  const std::array<int, 4> strides{static_cast<int>(target.step)};
  if (const int done = sws_scale(scaler_.get(), frame.data, frame.linesize, 0, frame.height,
                                 planes.data(), strides.data());
      done < 0) {
    return fail("the frame cannot be converted ({})", word(said_by_ffmpeg(done)));
  }
  const cv::Mat part = padded.empty() ? rgb : padded.colRange(0, frame.width);
  for (int y = 0; alpha && y < frame.height; ++y) {
    const std::size_t row = static_cast<std::size_t>(frame.width) * 3;
    lay_on_white(part.ptr<std::uint8_t>(y), std::span(rgb.ptr<std::uint8_t>(y), row));
  }
  if (!alpha && !even) part.copyTo(rgb);
  if (orientation_ == 1) return image;
  return to_image(upright(rgb, orientation_));
}

std::vector<Phrase> FrameImages::conversions(const AVFrame& frame) const {
  std::vector<Phrase> done;
  if (!is_rgb(frame) && !is_grey(frame)) {
    if (const char* name = matrix_name(frame); name != nullptr) {
      done.push_back(phrase("{} to RGB", word(name)));
    } else {
      done.push_back(phrase("colours taken for BT.601, for the file does not say"));
    }
  }
  const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  if (format != nullptr && format->comp[0].depth > 8) {
    done.push_back(phrase("{} bits a channel brought to {}", format->comp[0].depth, 8));
  }
  if (is_grey(frame) && frame.format != AV_PIX_FMT_PAL8) {
    done.push_back(phrase("grey as three equal channels"));
  }
  if (has_alpha(frame)) done.push_back(phrase("transparent pixels, if any, laid on white"));
  if (orientation_ != 1) done.push_back(phrase("turned as the camera recorded it"));
  return done;
}

}  // namespace convlens::media
