#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/image.h"
#include "core/phrase.h"
#include "core/result.h"
#include "media/camera/camera_formats.h"
#include "media/camera/v4l2_device.h"
#include "media/moving/frame_image.h"

namespace convlens::media {

// A camera's frames to RGB: by the matrix and the range that its device says they have.
class CameraPictures {
 public:
  // The format has to be one of camera_formats().
  static Result<CameraPictures> of(const v4l2_pix_format& picture);

  // The error says what is wrong with the frame; those after it may be right.
  Result<Image> image_of(RawFrame& raw);
  // What is done to each frame, a few words each.
  std::vector<Phrase> conversions() const;

 private:
  CameraPictures(const v4l2_pix_format& picture, const CameraFormat& format);
  Status open_decoder();
  bool is_jpeg() const { return format_->pixels == AV_PIX_FMT_NONE; }
  // Into frame_.
  Status lay_planes(RawFrame& raw);
  Status decode(RawFrame& raw);
  void say_colours(AVFrame& frame) const;
  bool is_to_be_widened() const;

  v4l2_pix_format picture_;
  const CameraFormat* format_;
  CameraColours colours_;
  FrameImages images_{1, FrameImages::Rounding::kExact};
  CodecHandle codec_;
  PacketHandle packet_;
  FrameHandle frame_;
};

}  // namespace convlens::media
