#include "app/films/open_camera.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "app/files/verbose.h"
#include "lab/film.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "camera:";
constexpr std::chrono::seconds kPatience{8};  // a camera may take as long for its first frame
constexpr std::chrono::milliseconds kBetweenLooks{5};

Result<media::CameraFrame> first_frame(media::Camera& camera) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < end) {
    if (auto frame = camera.newest()) return *std::move(frame);
    std::this_thread::sleep_for(kBetweenLooks);
  }
  if (const Phrase trouble = camera.trouble(); !trouble.empty()) return fail("{}", trouble);
  return fail("{}: a frame expected, but none came for {} seconds", camera.facts().camera.device,
              kPatience.count());
}

// A name that one camera alone has stays its own wherever it is plugged in.
bool has_name_alone(const media::CameraName& camera) {
  int alike = 0;
  for (const media::CameraName& other : media::cameras()) alike += other.name == camera.name;
  return alike == 1 && !camera.name.empty();
}

void mirror(Image& image) {
  const std::ptrdiff_t row_bytes = std::ptrdiff_t{3} * image.width;
  for (auto row = image.rgb.begin(); row != image.rgb.end(); row += row_bytes) {
    for (auto left = row, right = row + row_bytes - 3; left < right; left += 3, right -= 3) {
      std::swap_ranges(left, left + 3, right);
    }
  }
}

}  // namespace

std::optional<std::string> camera_named(const fs::path& path) {
  const std::string name = path.string();
  std::error_code error;
  if (!name.starts_with(kMark) || fs::exists(path, error)) return std::nullopt;
  return name.substr(kMark.size());
}

Result<CameraShot> shoot(const std::string& camera) {
  TRY_ASSIGN(const auto open, media::Camera::open(camera, {}, {}));
  TRY_ASSIGN(auto frame, first_frame(*open));
  return CameraShot{open->facts(), std::move(frame)};
}

Result<std::shared_ptr<const lab::Picture>> open_camera(const std::string& camera) {
  TRY_ASSIGN(auto shot, shoot(camera));
  say_conversions(shot.facts.camera.device, shot.facts.conversions);
  const media::CameraName& found = shot.facts.camera;
  lab::Picture picture;
  picture.name = found.name;
  picture.origin.file = found.device;
  picture.origin.camera = has_name_alone(found) ? found.name : found.device;
  picture.image = std::move(shot.frame.image);
  picture.overview = lab::overview_of(picture.image);
  picture.conversions = shot.facts.conversions;
  picture.moving = true;
  return std::make_shared<const lab::Picture>(std::move(picture));
}

std::shared_ptr<const lab::Picture> camera_picture(const lab::Picture& camera,
                                                   const media::CameraFacts& facts,
                                                   media::CameraFrame frame, bool mirrored) {
  lab::Picture picture;
  picture.name = lab::frame_name(camera.name, frame.number);
  picture.origin = camera.origin;
  picture.origin.member = std::to_string(frame.number);
  picture.image = std::move(frame.image);
  picture.conversions = facts.conversions;
  if (mirrored) {
    mirror(picture.image);
    picture.conversions.push_back(phrase("mirrored"));
  }
  picture.overview = lab::overview_of(picture.image);
  return std::make_shared<const lab::Picture>(std::move(picture));
}

}  // namespace convlens::app
