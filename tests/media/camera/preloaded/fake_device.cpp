#include "media/camera/preloaded/fake_device.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>

#include "media/camera/preloaded/fake_frames.h"

namespace convlens::media::testing {
namespace {

constexpr std::uint32_t kPage = 4096;
constexpr int kUnsaidFps = 30;

// The fake stands in front of the C library: what is the system's is asked of the system.
void close_own(int& descriptor) {
  if (descriptor >= 0) syscall(SYS_close, descriptor);
  descriptor = -1;
}

template <std::size_t N>
void set_text(__u8 (&field)[N], const std::string& text) {
  std::memcpy(field, text.c_str(), std::min(N, text.size() + 1));
}

int pixels_apart(const FakeMode& mode, int width, int height) {
  const int shared = std::min(mode.width, width) * std::min(mode.height, height);
  return mode.width * mode.height + width * height - 2 * shared;
}

std::uint32_t buffer_length(const v4l2_pix_format& picture) {
  return (picture.sizeimage + kPage - 1) / kPage * kPage;
}

}  // namespace

FakeDevice::FakeDevice(const FakeSettings& settings) : settings_(settings) {
  if (pipe2(pipe_.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;
  if (!settings_.modes.empty()) mode_ = settings_.modes.front();
  picture_ = picture_of(settings_, mode_);
}

FakeDevice::~FakeDevice() {
  stop();
  for (int& end : pipe_) close_own(end);
  close_own(memory_);
}

int FakeDevice::answer(unsigned long request, void* argument) {
  if (request == VIDIOC_STREAMOFF) return stop();
  const std::string state = settings_of(settings_.device).state;
  const std::lock_guard lock(mutex_);
  if (gone_ || state == "gone") return ENODEV;
  if (state == "busy" && (request == VIDIOC_S_FMT || request == VIDIOC_REQBUFS)) return EBUSY;
  const int format = answer_format(request, argument);
  return format == ENOTTY ? answer_buffers(request, argument) : format;
}

int FakeDevice::answer_format(unsigned long request, void* argument) {
  switch (request) {
    case VIDIOC_QUERYCAP:
      return query(*static_cast<v4l2_capability*>(argument));
    case VIDIOC_ENUM_FMT:
      return enumerate(*static_cast<v4l2_fmtdesc*>(argument));
    case VIDIOC_S_FMT:
      return set_format(*static_cast<v4l2_format*>(argument));
    case VIDIOC_S_PARM:
      return set_rate(*static_cast<v4l2_streamparm*>(argument));
    default:
      return ENOTTY;
  }
}

int FakeDevice::answer_buffers(unsigned long request, void* argument) {
  switch (request) {
    case VIDIOC_REQBUFS:
      return request_buffers(*static_cast<v4l2_requestbuffers*>(argument));
    case VIDIOC_QUERYBUF:
      return describe(*static_cast<v4l2_buffer*>(argument));
    case VIDIOC_QBUF:
      return queue(*static_cast<const v4l2_buffer*>(argument));
    case VIDIOC_DQBUF:
      return dequeue(*static_cast<v4l2_buffer*>(argument));
    case VIDIOC_STREAMON:
      return start();
    default:
      return ENOTTY;
  }
}

int FakeDevice::query(v4l2_capability& said) const {
  said = {};
  set_text(said.driver, "fake");
  set_text(said.card, settings_.name);
  set_text(said.bus_info, settings_.bus);
  said.device_caps = V4L2_CAP_STREAMING |
                     (settings_.kind == "capture" ? V4L2_CAP_VIDEO_CAPTURE : V4L2_CAP_META_CAPTURE);
  said.capabilities = V4L2_CAP_DEVICE_CAPS | V4L2_CAP_STREAMING | V4L2_CAP_VIDEO_CAPTURE;
  return 0;
}

int FakeDevice::enumerate(v4l2_fmtdesc& format) const {
  std::vector<std::uint32_t> all;
  for (const FakeMode& mode : settings_.modes) {
    if (std::find(all.begin(), all.end(), mode.fourcc) == all.end()) all.push_back(mode.fourcc);
  }
  if (format.index >= all.size()) return EINVAL;
  format.pixelformat = all[format.index];
  return 0;
}

int FakeDevice::set_format(v4l2_format& format) {
  if (frames_.joinable() || !buffers_.empty()) return EBUSY;
  const auto& asked = format.fmt.pix;
  const FakeMode* best = nullptr;
  for (const FakeMode& mode : settings_.modes) {
    const auto apart = [&asked](const FakeMode& one) {
      return pixels_apart(one, static_cast<int>(asked.width), static_cast<int>(asked.height));
    };
    if (mode.fourcc != asked.pixelformat) continue;
    if (best == nullptr || apart(mode) < apart(*best)) best = &mode;
  }
  // As drivers do with what they do not have.
  mode_ = best != nullptr ? *best : settings_.modes.front();
  picture_ = picture_of(settings_, mode_);
  format.fmt.pix = picture_;
  return 0;
}

int FakeDevice::set_rate(v4l2_streamparm& rate) {
  auto& time = rate.parm.capture.timeperframe;
  const int asked = static_cast<int>(time.denominator / std::max(1U, time.numerator));
  const auto apart = [asked](const FakeMode& mode) { return std::abs(mode.fps - asked); };
  for (const FakeMode& mode : settings_.modes) {
    const bool same =
        mode.fourcc == mode_.fourcc && mode.width == mode_.width && mode.height == mode_.height;
    if (same && apart(mode) < apart(mode_)) mode_ = mode;
  }
  time = {1, static_cast<std::uint32_t>(mode_.fps)};
  rate.parm.capture.capability = mode_.fps > 0 ? V4L2_CAP_TIMEPERFRAME : 0;
  return 0;
}

int FakeDevice::request_buffers(v4l2_requestbuffers& asked) {
  if (frames_.joinable()) return EBUSY;
  close_own(memory_);
  buffers_.assign(asked.count, {});
  memory_ = memfd_create("fake_camera", MFD_CLOEXEC);
  const auto bytes = static_cast<off_t>(buffer_length(picture_)) * asked.count;
  return memory_ >= 0 && ftruncate(memory_, bytes) == 0 ? 0 : ENOMEM;
}

int FakeDevice::describe(v4l2_buffer& buffer) const {
  if (buffer.index >= buffers_.size()) return EINVAL;
  buffer.length = buffer_length(picture_);
  buffer.m.offset = buffer.index * buffer.length;
  return 0;
}

int FakeDevice::queue(const v4l2_buffer& buffer) {
  if (buffer.index >= buffers_.size() || buffers_[buffer.index].queued) return EINVAL;
  buffers_[buffer.index].queued = true;
  queued_.push_back(buffer.index);
  return 0;
}

int FakeDevice::dequeue(v4l2_buffer& buffer) {
  if (!frames_.joinable()) return EINVAL;
  if (ready_.empty()) return EAGAIN;
  const Ready ready = ready_.front();
  ready_.pop_front();
  char byte = 0;
  if (syscall(SYS_read, pipe_[0], &byte, 1) != 1) return EIO;
  buffers_[ready.index].queued = false;
  buffer.index = ready.index;
  buffer.bytesused = buffers_[ready.index].bytes;
  buffer.sequence = ready.sequence;
  buffer.flags = ready.flags | V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
  buffer.timestamp = ready.time;
  return 0;
}

int FakeDevice::start() {
  if (frames_.joinable() || buffers_.empty()) return EINVAL;
  count_ = 0;
  frames_ = std::jthread([this](const std::stop_token& stopping) { run(stopping); });
  return 0;
}

int FakeDevice::stop() {
  std::jthread ended;
  {
    const std::lock_guard lock(mutex_);
    ended = std::move(frames_);
  }
  return 0;  // where the thread has ended
}

void FakeDevice::run(const std::stop_token& stopping) {
  using Clock = std::chrono::steady_clock;
  const auto apart =
      std::chrono::microseconds(1'000'000 / (mode_.fps > 0 ? mode_.fps : kUnsaidFps));
  std::unique_lock lock(mutex_);
  for (auto next = Clock::now() + apart; !stopping.stop_requested() && !gone_; next += apart) {
    changed_.wait_until(lock, stopping, next, [] { return false; });
    if (stopping.stop_requested()) return;
    make_frame(settings_of(settings_.device));
  }
}

void FakeDevice::make_frame(const FakeSettings& settings) {
  if (settings.state == "gone") return unplug();
  if (settings.state == "ended") return close_own(pipe_[1]);
  if (settings.state == "stalled") return;
  const std::uint32_t count = count_++;
  if (queued_.empty()) return;  // nobody has room for it
  const std::uint32_t index = queued_.front();
  queued_.pop_front();
  auto bytes = drawn(settings_, picture_, count);
  if (settings.state == "short") bytes.resize(bytes.size() / 2);
  if (pwrite(memory_, bytes.data(), bytes.size(),
             static_cast<off_t>(index) * buffer_length(picture_)) < 0) {
    return unplug();
  }
  buffers_[index].bytes = static_cast<std::uint32_t>(bytes.size());
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const std::uint32_t flags = settings.state == "wrong" ? V4L2_BUF_FLAG_ERROR : 0;
  ready_.push_back({index, count, flags, {now.tv_sec, now.tv_nsec / 1000}});
  if (syscall(SYS_write, pipe_[1], "f", 1) != 1) unplug();
}

void FakeDevice::unplug() {
  gone_ = true;
  close_own(pipe_[1]);
}

void* FakeDevice::map(std::size_t length, int protection, long offset) {
  const std::lock_guard lock(mutex_);
  const long mapped = syscall(SYS_mmap, nullptr, length, protection, MAP_SHARED, memory_, offset);
  return reinterpret_cast<void*>(mapped);
}

}  // namespace convlens::media::testing
