#pragma once

#include <linux/videodev2.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "media/camera/cameras.h"

namespace convlens::media {

// A frame as the device laid it down.
struct RawFrame {
  std::vector<std::uint8_t> padded;  // its bytes, and zeros that decoders may read behind them
  std::size_t size = 0;
  std::uint32_t sequence = 0;  // counted by the device since it streams
  int passed = 1;              // frames that were there: this one and those that were given up
  std::chrono::steady_clock::time_point captured;

  std::span<std::uint8_t> bytes() { return std::span(padded).first(size); }
};

// What a device says it will do.
struct CameraMode {
  v4l2_pix_format picture{};
  double fps = 0.0;  // 0: it does not say
};

// One of the kernel's video devices, by its calls (Video4Linux 2), for capturing in one plane.
// Errors name it. Belongs to one thread at a time.
class V4l2Device {
 public:
  static Result<std::unique_ptr<V4l2Device>> open(const std::string& path);
  // Streams no longer.
  ~V4l2Device();
  V4l2Device(const V4l2Device&) = delete;
  V4l2Device& operator=(const V4l2Device&) = delete;

  const CameraName& name() const { return name_; }
  // "/dev/video0 (HD Webcam)": for errors.
  std::string said() const;
  // That it offers, as fourcc.
  std::vector<std::uint32_t> formats() const;
  // The nearest that it can do, before it streams; nothing where it knows no such format.
  Result<std::optional<CameraMode>> set(std::uint32_t format, int height, int width, int fps);
  Status start();
  // For poll(): readable where a frame is there.
  int descriptor() const { return descriptor_; }
  // The newest whole frame, once; all older ones are given up. Never waits.
  Result<std::optional<RawFrame>> newest();

 private:
  V4l2Device(int descriptor, std::string path);
  Status identify();
  Status map_buffer(std::uint32_t index);
  Status queue(std::uint32_t index);
  Status refused(int error) const;
  RawFrame copied(const v4l2_buffer& buffer) const;

  int descriptor_;
  CameraName name_;
  std::vector<std::span<std::uint8_t>> buffers_;  // mapped
  bool streaming_ = false;
};

}  // namespace convlens::media
