#include "media/camera/fake_cameras.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

namespace convlens::media::testing {
namespace {

// One for the whole process, whose threads may ask for it at any time.
const std::string& settings_path() {
  static const std::string path = [] {
    std::string made = (std::filesystem::temp_directory_path() /
                        ("fake_cameras_" + std::to_string(getpid()) + ".txt"))
                           .string();
    setenv("CONVLENS_FAKE_CAMERAS", made.c_str(), 1);
    return made;
  }();
  return path;
}

int expected_value(int y, int x, std::uint32_t count, std::size_t channel, bool grey) {
  const Colour& colour = kPalette[colour_at(y, x, count)];
  if (!grey) return colour[channel];
  return static_cast<int>(std::lround(0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]));
}

bool is_inside(int place) { return place % kSquare >= 4 && place % kSquare < kSquare - 4; }

}  // namespace

FakeCameras::FakeCameras(const std::string& lines) : path_(settings_path()) { become(lines); }

FakeCameras::~FakeCameras() { std::filesystem::remove(path_); }

void FakeCameras::become(const std::string& lines) const {
  std::ofstream(path_ + ".new") << lines;
  std::filesystem::rename(path_ + ".new", path_);
}

std::string fake_line(const std::string& more) {
  return "device=/dev/video7 name=Fake bus=usb-1 modes=YUYV:320x240@60 " + more + "\n";
}

std::unique_ptr<Camera> opened(const std::string& name, const CameraChoice& choice,
                               std::function<void()> wake) {
  auto camera = Camera::open(name, choice, std::move(wake));
  if (camera) return *std::move(camera);
  ADD_FAILURE() << camera.error().message;
  std::abort();
}

bool comes_true(const std::function<bool()>& condition, std::chrono::milliseconds most) {
  const auto end = std::chrono::steady_clock::now() + most;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

CameraFrame next_frame(Camera& camera) {
  std::optional<CameraFrame> frame;
  EXPECT_TRUE(comes_true([&] { return (frame = camera.newest()).has_value(); }))
      << camera.trouble().english();
  return std::move(frame).value_or(CameraFrame());
}

std::uint32_t count_in(const Image& image) {
  std::uint32_t count = 0;
  for (int bit = 0; bit < kCountBits; ++bit) {
    const int x = bit * kSquare + kSquare / 2;
    if (image.pixel(kSquare / 2, x)[0] > 128) count |= 1U << bit;
  }
  return count;
}

int worst_difference(const Image& image, bool grey) {
  const std::uint32_t count = count_in(image);
  int worst = 0;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if (!is_inside(y) || !is_inside(x)) continue;
      for (std::size_t channel = 0; channel < 3; ++channel) {
        const int wanted = expected_value(y, x, count, channel, grey);
        worst = std::max(worst, std::abs(image.pixel(y, x)[channel] - wanted));
      }
    }
  }
  return worst;
}

int open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<int>(std::distance(begin(all), end(all)));
}

int camera_maps() {
  std::ifstream maps("/proc/self/maps");
  int count = 0;
  for (std::string line; std::getline(maps, line);) {
    if (line.find("fake_camera ") != std::string::npos &&
        line.find("memfd:") != std::string::npos) {
      ++count;
    }
  }
  return count;
}

}  // namespace convlens::media::testing
