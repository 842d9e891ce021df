#include "media/camera/camera_formats.h"

#include <algorithm>
#include <array>

namespace convlens::media {
namespace {

using Plane = CameraFormat::Plane;
constexpr std::array<Plane, 1> kPacked{{{2, 2}}};
constexpr std::array<Plane, 2> kHalfPairs{{{2, 2}, {2, 1}}};           // two colours in turn
constexpr std::array<Plane, 3> kHalfPlanes{{{2, 2}, {1, 1}, {1, 1}}};  // one colour each

const std::array<CameraFormat, 9> kFormats{{
    {V4L2_PIX_FMT_RGB24, AV_PIX_FMT_RGB24, kPacked, 3},
    {V4L2_PIX_FMT_BGR24, AV_PIX_FMT_BGR24, kPacked, 3},
    {V4L2_PIX_FMT_YUYV, AV_PIX_FMT_YUYV422, kPacked, 2},
    {V4L2_PIX_FMT_UYVY, AV_PIX_FMT_UYVY422, kPacked, 2},
    {V4L2_PIX_FMT_NV12, AV_PIX_FMT_NV12, kHalfPairs, 1},
    {V4L2_PIX_FMT_YUV420, AV_PIX_FMT_YUV420P, kHalfPlanes, 1},
    {V4L2_PIX_FMT_MJPEG, AV_PIX_FMT_NONE, {}, 0},
    {V4L2_PIX_FMT_JPEG, AV_PIX_FMT_NONE, {}, 0},
    {V4L2_PIX_FMT_GREY, AV_PIX_FMT_GRAY8, kPacked, 1},
}};

AVColorSpace matrix_of(std::uint32_t encoding) {
  switch (encoding) {
    case V4L2_YCBCR_ENC_709:
    case V4L2_YCBCR_ENC_XV709:
      return AVCOL_SPC_BT709;
    case V4L2_YCBCR_ENC_BT2020:
    case V4L2_YCBCR_ENC_BT2020_CONST_LUM:
      return AVCOL_SPC_BT2020_NCL;
    case V4L2_YCBCR_ENC_SMPTE240M:
      return AVCOL_SPC_SMPTE240M;
    default:
      return AVCOL_SPC_SMPTE170M;
  }
}

AVColorRange range_of(std::uint32_t quantization) {
  return quantization == V4L2_QUANTIZATION_LIM_RANGE ? AVCOL_RANGE_MPEG : AVCOL_RANGE_JPEG;
}

}  // namespace

bool has_matrix(const CameraFormat& format) {
  return format.pixels != AV_PIX_FMT_RGB24 && format.pixels != AV_PIX_FMT_BGR24 &&
         format.pixels != AV_PIX_FMT_GRAY8;
}

std::span<const CameraFormat> camera_formats() { return kFormats; }

const CameraFormat* camera_format(std::uint32_t fourcc) {
  const auto* found =
      std::find_if(kFormats.begin(), kFormats.end(),
                   [fourcc](const CameraFormat& format) { return format.fourcc == fourcc; });
  return found == kFormats.end() ? nullptr : found;
}

std::string fourcc_name(std::uint32_t fourcc) {
  std::string name;
  for (int shift = 0; shift < 32; shift += 8) {
    const auto c = static_cast<char>(fourcc >> shift & 0x7f);
    name += c >= ' ' && c <= '~' ? c : '?';
  }
  return name;
}

std::string known_formats() {
  std::string names;
  for (const CameraFormat& format : kFormats) {
    names += (names.empty() ? "" : ", ") + fourcc_name(format.fourcc);
  }
  return names;
}

CameraColours colours_of(const v4l2_pix_format& picture, const CameraFormat& format) {
  CameraColours colours;
  const bool jpeg = format.pixels == AV_PIX_FMT_NONE;
  const bool encoding_said = picture.ycbcr_enc != V4L2_YCBCR_ENC_DEFAULT;
  colours.said = jpeg || encoding_said || picture.colorspace != V4L2_COLORSPACE_DEFAULT;
  // A JPEG file is BT.601 in full range unless the device says of the JPEG that it is not: what its
  // colour space would imply holds for plain pixels.
  if (!jpeg || encoding_said) {
    const std::uint32_t usual = V4L2_MAP_YCBCR_ENC_DEFAULT(picture.colorspace);
    colours.matrix = matrix_of(encoding_said ? picture.ycbcr_enc : usual);
  }
  const bool range_said = picture.quantization != V4L2_QUANTIZATION_DEFAULT;
  if (range_said) colours.range = range_of(picture.quantization);
  // Grey alone is what a sensor measured, from 0 to 255, unless the device says otherwise.
  if (!range_said && !jpeg) {
    colours.range = range_of(
        V4L2_MAP_QUANTIZATION_DEFAULT(!has_matrix(format), picture.colorspace, picture.ycbcr_enc));
  }
  return colours;
}

}  // namespace convlens::media
