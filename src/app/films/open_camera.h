#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/result.h"
#include "lab/pictures/picture.h"
#include "media/camera/camera.h"

namespace convlens::app {

// "camera:0", "camera:webcam", where no file is called so: which camera is meant, as Camera::open()
// takes it.
std::optional<std::string> camera_named(const std::filesystem::path& path);

// One frame of a camera, which is open no longer than that takes: some seconds at most.
struct CameraShot {
  media::CameraFacts facts;
  media::CameraFrame frame;
};
Result<CameraShot> shoot(const std::string& camera);

// The same as the picture that stands for the camera.
Result<std::shared_ptr<const lab::Picture>> open_camera(const std::string& camera);

// A frame as a picture of its own, of what stands for its camera.
std::shared_ptr<const lab::Picture> camera_picture(const lab::Picture& camera,
                                                   const media::CameraFacts& facts,
                                                   media::CameraFrame frame, bool mirrored);

}  // namespace convlens::app
