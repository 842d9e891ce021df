#include "media/camera/camera.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "media/camera/camera_source.h"

namespace convlens::media {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSilence{2000};       // after which it is said that no frames come
constexpr milliseconds kFirstFrame{6000};    // a camera may take to start before it is given up
constexpr milliseconds kBetweenLooks{1000};  // for one that is gone

constexpr int kMostPixels = 32'768;  // a side
constexpr int kMostFps = 1000;

}  // namespace

Result<std::unique_ptr<Camera>> Camera::open(const std::string& index_or_name,
                                             const CameraChoice& choice,
                                             std::function<void()> wake) {
  if (std::min({choice.height, choice.width, choice.fps}) < 1 || choice.fps > kMostFps ||
      std::max(choice.height, choice.width) > kMostPixels) {
    return fail(
        "\"{}\": expected 1 to {} pixels a side and 1 to {} frames a second, found {} x {} "
        "at {}",
        index_or_name, kMostPixels, kMostFps, choice.width, choice.height, choice.fps);
  }
  TRY_ASSIGN(const auto device, camera_device(index_or_name));
  TRY_ASSIGN(auto source, CameraSource::open(device, choice));
  const int stop = eventfd(0, EFD_CLOEXEC);
  if (stop < 0) {
    return fail("{}: expected room for one more open file ({})", device,
                word(std::generic_category().message(errno)));
  }
  return std::unique_ptr<Camera>(new Camera(std::move(source), choice, std::move(wake), stop));
}

Camera::Camera(std::unique_ptr<CameraSource> source, const CameraChoice& choice,
               std::function<void()> wake, int stop)
    : choice_(choice),
      wake_(std::move(wake)),
      stop_(stop),
      facts_(source->facts()),
      source_(std::move(source)),
      place_(place_of(facts_.camera)),
      heard_(Clock::now()),
      worker_([this] { work(); }) {}

Camera::~Camera() {
  eventfd_write(stop_, 1);
  worker_.join();
  close(stop_);
}

CameraFacts Camera::facts() const {
  const std::lock_guard lock(mutex_);
  return facts_;
}

std::optional<CameraFrame> Camera::newest() {
  const std::lock_guard lock(mutex_);
  return std::exchange(frame_, std::nullopt);
}

std::int64_t Camera::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

Phrase Camera::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void Camera::work() {
  while (!stopping()) source_ ? stream() : look();
}

bool Camera::stopping() const {
  pollfd asked{stop_, POLLIN, 0};
  return poll(&asked, 1, 0) > 0;
}

int Camera::wait(int descriptor, milliseconds most) const {
  // poll() passes over a descriptor below 0.
  std::array<pollfd, 2> asked{{{stop_, POLLIN, 0}, {descriptor, POLLIN, 0}}};
  const bool told = poll(asked.data(), asked.size(), static_cast<int>(most.count())) > 0;
  return told ? asked[1].revents : 0;
}

// Until a frame has come, or for a moment.
void Camera::stream() {
  if (const int events = wait(source_->descriptor(), kSilence / 20); events != 0) {
    const auto taken = take();
    if (!taken) return lose(taken.error());
    if (!*taken && (events & (POLLERR | POLLHUP | POLLNVAL)) != 0) {
      return lose(phrase("{}: frames expected, but the camera has ended its stream",
                         source_->facts().camera.device));
    }
  }
  if (const auto silent = Clock::now() - heard_; silent >= patience(kSilence)) {
    const bool starting = !sequence_ && silent < patience(kFirstFrame);
    starting ? say(silence()) : lose(silence());
  }
}

// A camera that takes longer than this for a frame is slow, and no frame is late.
milliseconds Camera::patience(milliseconds least) const {
  const double fps = source_->facts().fps;
  return std::max(least, milliseconds(fps > 0.0 ? static_cast<int>(3000.0 / fps) : 0));
}

Phrase Camera::silence() const {
  const std::string& device = source_->facts().camera.device;
  if (!damage_.empty()) return phrase("{}: {}", device, damage_);
  return phrase("{}: a frame expected, but none came for {:.3g} seconds", device,
                std::chrono::duration<double>(patience(kSilence)).count());
}

Result<bool> Camera::take() {
  TRY_ASSIGN(auto raw, source_->newest());
  if (!raw) return false;
  // The device's own count tells what it could not give, too; some do not count.
  const std::uint32_t step = sequence_ ? raw->sequence - *sequence_ : 0;
  const std::int64_t passed = std::max<std::int64_t>(raw->passed, step < 1U << 31U ? step : 0);
  sequence_ = raw->sequence;
  made_ += passed;
  const auto start = Clock::now();
  auto image = source_->image_of(*raw);
  const std::chrono::duration<double, std::milli> took = Clock::now() - start;
  drop(image ? passed - 1 : passed);
  if (!image) {
    damage_ = image.error();
    return true;
  }
  heard_ = Clock::now();
  damage_ = {};
  give({*std::move(image), made_ - 1, took.count(), raw->captured});
  return true;
}

void Camera::drop(std::int64_t frames) {
  const std::lock_guard lock(mutex_);
  dropped_ += frames;
}

void Camera::give(CameraFrame frame) {
  {
    const std::lock_guard lock(mutex_);
    if (frame_) ++dropped_;
    frame_ = std::move(frame);
    trouble_ = {};
  }
  if (wake_) wake_();
}

void Camera::say(Phrase trouble) {
  {
    const std::lock_guard lock(mutex_);
    if (trouble_ == trouble) return;
    trouble_ = std::move(trouble);
  }
  if (wake_) wake_();
}

void Camera::lose(Phrase why) {
  source_.reset();  // the device's number becomes free
  say(phrase("{}; the camera is looked for, and goes on by itself", why));
}

void Camera::look() {
  wait(-1, kBetweenLooks);
  if (stopping()) return;
  const std::string device = device_at(place_);
  if (device.empty()) return;
  auto source = CameraSource::open(device, choice_);
  if (!source) return lose(source.error());
  source_ = *std::move(source);
  sequence_.reset();
  damage_ = {};
  heard_ = Clock::now();
  const std::lock_guard lock(mutex_);
  facts_ = source_->facts();
}

}  // namespace convlens::media
