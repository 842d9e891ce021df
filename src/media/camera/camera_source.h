#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/result.h"
#include "media/camera/camera.h"
#include "media/camera/camera_pictures.h"
#include "media/camera/v4l2_device.h"

namespace convlens::media {

// A device that streams, in the format, size and rate nearest to what is asked for.
class CameraSource {
 public:
  static Result<std::unique_ptr<CameraSource>> open(const std::string& device,
                                                    const CameraChoice& choice);

  const CameraFacts& facts() const { return facts_; }
  // As of V4l2Device.
  int descriptor() const { return device_->descriptor(); }
  Result<std::optional<RawFrame>> newest() { return device_->newest(); }
  Result<Image> image_of(RawFrame& raw) { return pictures_.image_of(raw); }

 private:
  CameraSource(std::unique_ptr<V4l2Device> device, CameraPictures pictures, CameraFacts facts);

  std::unique_ptr<V4l2Device> device_;
  CameraPictures pictures_;
  CameraFacts facts_;
};

}  // namespace convlens::media
