#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "media/camera/camera.h"
#include "media/camera/pattern.h"

namespace convlens::media::testing {

// Cameras as fake_settings.h tells them, a line each, as long as it lives.
class FakeCameras {
 public:
  explicit FakeCameras(const std::string& lines);
  ~FakeCameras();
  FakeCameras(const FakeCameras&) = delete;
  FakeCameras& operator=(const FakeCameras&) = delete;

  // From the next call and the next frame on.
  void become(const std::string& lines) const;

 private:
  std::string path_;
};

// "device=/dev/video7 name=Fake bus=usb-1 modes=YUYV:320x240@60 " and more.
std::string fake_line(const std::string& more = {});
inline constexpr CameraChoice kSmall{240, 320, 60};

// Fails the test where the camera cannot be opened.
std::unique_ptr<Camera> opened(const std::string& name, const CameraChoice& choice = kSmall,
                               std::function<void()> wake = {});
// Within a time that even a busy machine keeps; the test fails after it.
bool comes_true(const std::function<bool()>& condition,
                std::chrono::milliseconds most = std::chrono::seconds(20));
CameraFrame next_frame(Camera& camera);

// Of a frame: the count that its first squares show.
std::uint32_t count_in(const Image& image);
// The largest difference of a channel from the pattern, away from the squares' edges, where colours
// that pixels share mix.
int worst_difference(const Image& image, bool grey = false);

// This process's open descriptors, and its maps of a camera's memory.
int open_descriptors();
int camera_maps();

}  // namespace convlens::media::testing
