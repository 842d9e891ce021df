#include "media/camera/cameras.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string_view>

#include "media/camera/v4l2_device.h"

namespace convlens::media {
namespace {

constexpr int kMostDevices = 256;  // that the kernel numbers

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "HD Webcam" (/dev/video0), "Loopback" (/dev/video2)
std::string listed(const std::vector<CameraName>& all) {
  std::string list;
  for (const CameraName& camera : all) {
    if (!list.empty()) list += ", ";
    list += '"' + camera.name + "\" (" + camera.device + ")";
  }
  return list;
}

bool is_at(const CameraName& camera, const CameraPlace& place) {
  return camera.name == place.name && camera.bus == place.bus;
}

}  // namespace

std::vector<CameraName> cameras() {
  std::vector<CameraName> all;
  for (int index = 0; index < kMostDevices; ++index) {
    const auto device = V4l2Device::open("/dev/video" + std::to_string(index));
    if (device) all.push_back((*device)->name());
  }
  return all;
}

Result<std::string> camera_device(const std::string& index_or_name) {
  if (is_number(index_or_name)) return "/dev/video" + std::to_string(std::stoi(index_or_name));
  if (!index_or_name.empty() && index_or_name.front() == '/') return index_or_name;
  const auto all = cameras();
  if (all.empty()) return fail("\"{}\": expected a camera, but none is there", index_or_name);
  const std::string wanted = lower(index_or_name);
  const auto found = std::find_if(all.begin(), all.end(), [&wanted](const CameraName& camera) {
    return lower(camera.name).find(wanted) != std::string::npos;
  });
  if (found != all.end() && !wanted.empty()) return found->device;
  return fail("\"{}\": expected a number or a part of the name of a camera, out of {}",
              index_or_name, listed(all));
}

CameraPlace place_of(const CameraName& camera) {
  CameraPlace place{camera.name, camera.bus, 0};
  for (const CameraName& other : cameras()) {
    if (is_at(other, place) && other.index < camera.index) ++place.among;
  }
  return place;
}

std::string device_at(const CameraPlace& place) {
  int passed = 0;
  for (const CameraName& camera : cameras()) {
    if (is_at(camera, place) && passed++ == place.among) return camera.device;
  }
  return {};
}

}  // namespace convlens::media
