#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Which cameras there are, and what they do: lines of a file, one a camera, that
// CONVLENS_FAKE_CAMERAS names and that is read again at every call and every frame.
//
//   device=/dev/video7 name=Fake bus=usb-1 modes=YUYV:640x480@30,MJPG:1280x720@30 state=ready
//
// Where there is no such file, there are the machine's own cameras.
namespace convlens::media::testing {

struct FakeMode {
  std::uint32_t fourcc = 0;
  int width = 0;
  int height = 0;
  int fps = 0;  // 0: not said
};

struct FakeSettings {
  std::string device;
  std::string name = "Fake";
  std::string bus = "usb-1";
  // ready; busy, denied: for who opens it; stalled: no frames; short: half of each frame; wrong:
  // the device says so of each frame; ended: there, but poll() says that no frame will come; gone:
  // unplugged.
  std::string state = "ready";
  std::string kind = "capture";  // or "metadata"
  std::vector<FakeMode> modes;
  int padding = 0;  // bytes behind each row
  // As the device says it, and as it is.
  std::uint32_t colorspace = 0;
  std::uint32_t ycbcr_enc = 0;
  std::uint32_t quantization = 0;
  std::string matrix = "601";     // 709, 2020
  std::string range = "limited";  // full
};

// Nothing where fakes are not asked for.
std::optional<std::vector<FakeSettings>> all_settings();
// Gone where no line is about it.
FakeSettings settings_of(const std::string& device);

}  // namespace convlens::media::testing
