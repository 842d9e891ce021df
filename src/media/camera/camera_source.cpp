#include "media/camera/camera_source.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

namespace convlens::media {
namespace {

constexpr double kSameRate = 0.02;  // 29.97 is as good as 30

// How far a mode is from what is asked for: the size counts first. The pixels that one has and the
// other has not, and the share of the rate that is missing.
std::tuple<std::int64_t, double> distance(const CameraMode& mode, const CameraChoice& choice) {
  const std::int64_t height = mode.picture.height;
  const std::int64_t width = mode.picture.width;
  const std::int64_t shared =
      std::min<std::int64_t>(height, choice.height) * std::min<std::int64_t>(width, choice.width);
  const std::int64_t asked = std::int64_t{choice.height} * choice.width;
  // What does not say its rate is taken for fast enough.
  const double missing = mode.fps == 0.0 ? 0.0 : 1.0 - mode.fps / choice.fps;
  return {height * width + asked - 2 * shared, missing > kSameRate ? missing : 0.0};
}

std::string names_of(const std::vector<std::uint32_t>& formats) {
  std::string names;
  for (const std::uint32_t fourcc : formats) {
    names += (names.empty() ? "" : ", ") + fourcc_name(fourcc);
  }
  return names;
}

// The device is set to it, too.
Result<CameraMode> choose_mode(V4l2Device& device, const CameraChoice& choice) {
  const auto offered = device.formats();
  std::optional<CameraMode> best;
  std::optional<CameraMode> now;
  for (const CameraFormat& format : camera_formats()) {
    if (std::find(offered.begin(), offered.end(), format.fourcc) == offered.end()) continue;
    TRY_ASSIGN(auto mode, device.set(format.fourcc, choice.height, choice.width, choice.fps));
    if (!mode) continue;
    now = mode;
    if (!best || distance(*mode, choice) < distance(*best, choice)) best = mode;
  }
  if (offered.empty()) {
    return fail("{}: expected a pixel format out of {}, but the camera offers none", device.said(),
                known_formats());
  }
  if (!best) {
    return fail("{}: expected a pixel format out of {}, but the camera offers {}", device.said(),
                known_formats(), names_of(offered));
  }
  if (best->picture.pixelformat == now->picture.pixelformat) return *best;
  TRY_ASSIGN(now, device.set(best->picture.pixelformat, choice.height, choice.width, choice.fps));
  return now ? *now : *best;
}

std::vector<Phrase> given_otherwise(const CameraMode& mode, const CameraChoice& choice) {
  std::vector<Phrase> said;
  if (mode.picture.height != static_cast<std::uint32_t>(choice.height) ||
      mode.picture.width != static_cast<std::uint32_t>(choice.width)) {
    said.push_back(phrase("{} x {} pixels asked for, {} x {} given", choice.width, choice.height,
                          mode.picture.width, mode.picture.height));
  }
  if (mode.fps == 0.0) {
    said.push_back(phrase("{} frames a second asked for, the camera does not say how many it gives",
                          choice.fps));
  } else if (std::abs(mode.fps - choice.fps) > kSameRate * choice.fps) {
    said.push_back(phrase("{} frames a second asked for, {:.4g} given", choice.fps, mode.fps));
  }
  return said;
}

}  // namespace

CameraSource::CameraSource(std::unique_ptr<V4l2Device> device, CameraPictures pictures,
                           CameraFacts facts)
    : device_(std::move(device)), pictures_(std::move(pictures)), facts_(std::move(facts)) {}

Result<std::unique_ptr<CameraSource>> CameraSource::open(const std::string& path,
                                                         const CameraChoice& choice) {
  TRY_ASSIGN(auto device, V4l2Device::open(path));
  TRY_ASSIGN(const auto mode, choose_mode(*device, choice));
  auto pictures = CameraPictures::of(mode.picture);
  if (!pictures) return fail("{}: {}", device->said(), pictures.error());
  TRY(device->start());
  CameraFacts facts;
  facts.camera = device->name();
  facts.height = static_cast<int>(mode.picture.height);
  facts.width = static_cast<int>(mode.picture.width);
  facts.fps = mode.fps;
  facts.pixel_format = fourcc_name(mode.picture.pixelformat);
  facts.conversions = given_otherwise(mode, choice);
  for (Phrase& done : pictures->conversions()) facts.conversions.push_back(std::move(done));
  return std::unique_ptr<CameraSource>(
      new CameraSource(std::move(device), *std::move(pictures), std::move(facts)));
}

}  // namespace convlens::media
