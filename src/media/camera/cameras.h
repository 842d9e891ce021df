#pragma once

#include <string>
#include <vector>

#include "core/result.h"

namespace convlens::media {

struct CameraName {
  int index = -1;      // 7 of /dev/video7; below 0 where the device is named otherwise
  std::string device;  // "/dev/video7"
  std::string name;    // as the camera has it
  std::string bus;     // where it is plugged in: tells two of one name apart

  friend bool operator==(const CameraName&, const CameraName&) = default;
};

// What can be opened and captures pictures in a stream, by number.
std::vector<CameraName> cameras();

// The device of a camera by its number, its device or a part of its name, whatever its case. What
// is named by number or device need not be there.
Result<std::string> camera_device(const std::string& index_or_name);

// Of devices that are one camera's, on one bus by one name, this one by number: depth cameras have
// several.
struct CameraPlace {
  std::string name;
  std::string bus;
  int among = 0;
};
CameraPlace place_of(const CameraName& camera);
// Where that camera is now; empty where it is not there.
std::string device_at(const CameraPlace& place);

}  // namespace convlens::media
