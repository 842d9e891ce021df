#include "media/camera/preloaded/fake_frames.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <opencv2/imgcodecs.hpp>

#include "media/camera/pattern.h"

namespace convlens::media::testing {
namespace {

using Triple = std::array<std::uint8_t, 3>;
using Palette = std::array<Triple, kPalette.size()>;

std::uint8_t byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
}

// Luma and the two colour differences, by the standards' formulas.
Triple yuv_of(const Colour& rgb, const FakeSettings& settings) {
  double kr = 0.299;
  double kb = 0.114;
  if (settings.matrix == "709") kr = 0.2126, kb = 0.0722;
  if (settings.matrix == "2020") kr = 0.2627, kb = 0.0593;
  const double y = kr * rgb[0] + (1 - kr - kb) * rgb[1] + kb * rgb[2];
  const double u = (rgb[2] - y) / (2 * (1 - kb));
  const double v = (rgb[0] - y) / (2 * (1 - kr));
  if (settings.range == "full") return {byte(y), byte(u + 128), byte(v + 128)};
  return {byte(16 + y * 219 / 255), byte(128 + u * 224 / 255), byte(128 + v * 224 / 255)};
}

Palette yuv_palette(const FakeSettings& settings) {
  Palette palette{};
  for (std::size_t i = 0; i < palette.size(); ++i) palette[i] = yuv_of(kPalette[i], settings);
  return palette;
}

Palette rgb_palette(const FakeSettings& settings, bool turned) {
  Palette palette = kPalette;
  for (Triple& colour : palette) {
    if (turned) std::swap(colour[0], colour[2]);
    for (auto& value : colour) {
      if (settings.range == "limited" && settings.quantization == V4L2_QUANTIZATION_LIM_RANGE) {
        value = byte(16 + value * 219 / 255.0);
      }
    }
  }
  return palette;
}

struct Canvas {
  const v4l2_pix_format& picture;
  Palette palette;
  std::uint32_t count;
  std::vector<std::uint8_t> bytes;

  int width() const { return static_cast<int>(picture.width); }
  int height() const { return static_cast<int>(picture.height); }
  const Triple& at(int y, int x) const { return palette[colour_at(y, x, count)]; }
  // Rows of samples, every `step`-th of the picture's in both directions, at an offset.
  template <typename Sample>
  void rows(std::size_t offset, std::size_t stride, int step, int bytes_each, Sample sample) {
    for (int y = 0; y < height(); y += step) {
      std::uint8_t* out = bytes.data() + offset + static_cast<std::size_t>(y / step) * stride;
      for (int x = 0; x < width(); x += step, out += bytes_each) sample(y, x, out);
    }
  }
};

void draw_packed(Canvas& canvas, int pixel_bytes) {
  canvas.rows(0, canvas.picture.bytesperline, 1, pixel_bytes, [&](int y, int x, std::uint8_t* out) {
    std::copy_n(canvas.at(y, x).begin(), pixel_bytes, out);
  });
}

// Two pixels share their colour.
void draw_pairs(Canvas& canvas, int luma, int colour) {
  canvas.rows(0, canvas.picture.bytesperline, 1, 2, [&](int y, int x, std::uint8_t* out) {
    out[luma] = canvas.at(y, x)[0];
    out[colour] = canvas.at(y, x - x % 2)[x % 2 == 0 ? 1 : 2];
  });
}

void draw_planes(Canvas& canvas, bool interleaved) {
  draw_packed(canvas, 1);
  const std::size_t stride = canvas.picture.bytesperline;
  const std::size_t luma = stride * canvas.picture.height;
  if (interleaved) {
    canvas.rows(luma, stride, 2, 2, [&](int y, int x, std::uint8_t* out) {
      std::copy_n(canvas.at(y, x).begin() + 1, 2, out);
    });
    return;
  }
  for (const std::size_t part : {1, 2}) {
    canvas.rows(luma + (part - 1) * luma / 4, stride / 2, 2, 1,
                [&](int y, int x, std::uint8_t* out) { *out = canvas.at(y, x)[part]; });
  }
}

std::vector<std::uint8_t> jpeg(const v4l2_pix_format& picture, std::uint32_t count) {
  cv::Mat image(static_cast<int>(picture.height), static_cast<int>(picture.width), CV_8UC3);
  for (int y = 0; y < image.rows; ++y) {
    for (int x = 0; x < image.cols; ++x) {
      const Colour& rgb = kPalette[colour_at(y, x, count)];
      image.at<cv::Vec3b>(y, x) = {rgb[2], rgb[1], rgb[0]};
    }
  }
  std::vector<std::uint8_t> bytes;
  cv::imencode(".jpg", image, bytes, {cv::IMWRITE_JPEG_QUALITY, 100});
  return bytes;
}

// Of a pixel's share in a row of the first plane.
std::uint32_t pixel_bytes(std::uint32_t fourcc) {
  switch (fourcc) {
    case V4L2_PIX_FMT_RGB24:
    case V4L2_PIX_FMT_BGR24:
      return 3;
    case V4L2_PIX_FMT_YUYV:
    case V4L2_PIX_FMT_UYVY:
      return 2;
    default:
      return 1;
  }
}

bool is_jpeg(std::uint32_t fourcc) {
  return fourcc == V4L2_PIX_FMT_MJPEG || fourcc == V4L2_PIX_FMT_JPEG;
}

}  // namespace

v4l2_pix_format picture_of(const FakeSettings& settings, const FakeMode& mode) {
  v4l2_pix_format picture{};
  picture.width = static_cast<std::uint32_t>(mode.width);
  picture.height = static_cast<std::uint32_t>(mode.height);
  picture.pixelformat = mode.fourcc;
  picture.field = V4L2_FIELD_NONE;
  picture.colorspace = settings.colorspace;
  picture.ycbcr_enc = settings.ycbcr_enc;
  picture.quantization = settings.quantization;
  if (is_jpeg(mode.fourcc)) {
    picture.sizeimage = picture.width * picture.height * 3 + 4096;
    return picture;
  }
  picture.bytesperline =
      picture.width * pixel_bytes(mode.fourcc) + static_cast<std::uint32_t>(settings.padding);
  picture.sizeimage = picture.bytesperline * picture.height;
  const bool half = mode.fourcc == V4L2_PIX_FMT_NV12 || mode.fourcc == V4L2_PIX_FMT_YUV420;
  if (half) picture.sizeimage += picture.sizeimage / 2;
  return picture;
}

std::vector<std::uint8_t> drawn(const FakeSettings& settings, const v4l2_pix_format& picture,
                                std::uint32_t count) {
  const std::uint32_t fourcc = picture.pixelformat;
  if (is_jpeg(fourcc)) return jpeg(picture, count);
  const bool rgb = pixel_bytes(fourcc) == 3;
  Canvas canvas{picture,
                rgb ? rgb_palette(settings, fourcc == V4L2_PIX_FMT_BGR24) : yuv_palette(settings),
                count, std::vector<std::uint8_t>(picture.sizeimage)};
  if (fourcc == V4L2_PIX_FMT_YUYV) draw_pairs(canvas, 0, 1);
  if (fourcc == V4L2_PIX_FMT_UYVY) draw_pairs(canvas, 1, 0);
  if (fourcc == V4L2_PIX_FMT_NV12) draw_planes(canvas, true);
  if (fourcc == V4L2_PIX_FMT_YUV420) draw_planes(canvas, false);
  if (rgb) draw_packed(canvas, 3);
  if (fourcc == V4L2_PIX_FMT_GREY) draw_packed(canvas, 1);
  return canvas.bytes;
}

}  // namespace convlens::media::testing
