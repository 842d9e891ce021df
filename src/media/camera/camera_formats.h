#pragma once

#include <linux/videodev2.h>

#include <cstdint>
#include <span>
#include <string>

#include "media/ffmpeg/handles.h"

namespace convlens::media {

// A pixel format that can be made RGB.
struct CameraFormat {
  std::uint32_t fourcc = 0;
  AVPixelFormat pixels = AV_PIX_FMT_NONE;  // none where every frame is a JPEG
  // Planes as they follow each other in the frame: the bytes of a row per bytes of a row of the
  // first plane, and the rows per row of it, both in halves.
  struct Plane {
    int width = 0;
    int height = 0;
  };
  std::span<const Plane> planes;
  int pixel_bytes = 0;  // of a pixel's share in a row of the first plane
};

// Whether it is luma and colour differences, rather than grey alone or RGB.
bool has_matrix(const CameraFormat& format);

// The one to be preferred first: colour before grey, plain before compressed, more before less
// colour.
std::span<const CameraFormat> camera_formats();
const CameraFormat* camera_format(std::uint32_t fourcc);

// "YUYV"
std::string fourcc_name(std::uint32_t fourcc);
// "YUYV, MJPG"
std::string known_formats();

// What the numbers of a frame mean.
struct CameraColours {
  AVColorSpace matrix = AVCOL_SPC_UNSPECIFIED;  // unspecified: as the JPEG has it
  AVColorRange range = AVCOL_RANGE_UNSPECIFIED;
  bool said = false;  // by the device, which matrix it is
};
CameraColours colours_of(const v4l2_pix_format& picture, const CameraFormat& format);

}  // namespace convlens::media
