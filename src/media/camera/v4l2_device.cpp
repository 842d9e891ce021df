#include "media/camera/v4l2_device.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace convlens::media {
namespace {

constexpr std::uint32_t kCapture = V4L2_BUF_TYPE_VIDEO_CAPTURE;
constexpr std::uint32_t kBuffers = 4;  // one is read, one is filled, two against stutter
constexpr std::size_t kPadding = 64;   // as FFmpeg's decoders ask for, and more than vectors take

// 0, or what went wrong.
template <typename Argument>
int call(int descriptor, unsigned long request, Argument* argument) {
  while (ioctl(descriptor, request, argument) < 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

Error refusal(const std::string& device, int error) {
  switch (error) {
    case ENOENT:
    case ENXIO:
      return Error(phrase("{}: expected a camera, but there is no such device", device));
    case ENODEV:
      return Error(phrase("{}: expected a camera, but it is not plugged in", device));
    case EACCES:
    case EPERM:
      return Error(
          phrase("{}: expected permission to use the camera, but this user has none (the "
                 "group video often has it)",
                 device));
    case EBUSY:
      return Error(
          phrase("{}: expected a camera that is free, but another program uses it", device));
    default:
      return Error(phrase("{}: expected a camera that answers, but the system said: {}", device,
                          word(std::generic_category().message(error))));
  }
}

// 7 of "/dev/video7" and of whatever links to it.
int index_of(const std::string& path) {
  constexpr std::string_view kBefore = "/dev/video";
  std::error_code unknown;
  const std::string device = std::filesystem::weakly_canonical(path, unknown).string();
  if (device.rfind(kBefore, 0) != 0) return -1;
  const std::string digits = device.substr(kBefore.size());
  const bool number = !digits.empty() && digits.size() <= 3 &&
                      digits.find_first_not_of("0123456789") == std::string::npos;
  return number ? std::stoi(digits) : -1;
}

// A field of the kernel's, which may fill it to its end.
template <std::size_t N>
std::string text(const __u8 (&field)[N]) {
  const auto* end = std::find(field, field + N, 0);
  return {field, end};
}

double rate_of(const v4l2_captureparm& said) {
  const auto& time = said.timeperframe;
  if ((said.capability & V4L2_CAP_TIMEPERFRAME) == 0 || time.numerator == 0) return 0.0;
  return static_cast<double>(time.denominator) / time.numerator;
}

std::chrono::steady_clock::time_point time_of(const v4l2_buffer& buffer) {
  using Clock = std::chrono::steady_clock;
  // The steady clock is the kernel's monotonic one.
  if ((buffer.flags & V4L2_BUF_FLAG_TIMESTAMP_MASK) != V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC) {
    return Clock::now();
  }
  return Clock::time_point(std::chrono::seconds(buffer.timestamp.tv_sec) +
                           std::chrono::microseconds(buffer.timestamp.tv_usec));
}

v4l2_buffer buffer_at(std::uint32_t index) {
  v4l2_buffer buffer{};
  buffer.type = kCapture;
  buffer.memory = V4L2_MEMORY_MMAP;
  buffer.index = index;
  return buffer;
}

}  // namespace

V4l2Device::V4l2Device(int descriptor, std::string path) : descriptor_(descriptor) {
  name_.index = index_of(path);
  name_.device = std::move(path);
}

V4l2Device::~V4l2Device() {
  int type = kCapture;
  if (streaming_) call(descriptor_, VIDIOC_STREAMOFF, &type);
  for (const auto& buffer : buffers_) munmap(buffer.data(), buffer.size());
  close(descriptor_);
}

Result<std::unique_ptr<V4l2Device>> V4l2Device::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return fail(refusal(path, errno));
  std::unique_ptr<V4l2Device> device(new V4l2Device(descriptor, path));
  TRY(device->identify());
  return device;
}

Status V4l2Device::identify() {
  v4l2_capability said{};
  const int error = call(descriptor_, VIDIOC_QUERYCAP, &said);
  if (error == ENOTTY || error == EINVAL) {
    return fail("{}: expected a camera, but it is no video device", name_.device);
  }
  if (error != 0) return refused(error);
  name_.name = text(said.card);
  name_.bus = text(said.bus_info);
  const bool own = (said.capabilities & V4L2_CAP_DEVICE_CAPS) != 0;
  const std::uint32_t can = own ? said.device_caps : said.capabilities;
  if ((can & V4L2_CAP_VIDEO_CAPTURE) == 0 || (can & V4L2_CAP_STREAMING) == 0) {
    return fail("{}: expected a device that captures pictures in a stream, but it does not",
                this->said());
  }
  return {};
}

std::string V4l2Device::said() const {
  return name_.name.empty() ? name_.device : name_.device + " (" + name_.name + ")";
}

Status V4l2Device::refused(int error) const { return fail(refusal(said(), error)); }

std::vector<std::uint32_t> V4l2Device::formats() const {
  std::vector<std::uint32_t> all;
  v4l2_fmtdesc format{};
  format.type = kCapture;
  for (; call(descriptor_, VIDIOC_ENUM_FMT, &format) == 0; ++format.index) {
    all.push_back(format.pixelformat);
  }
  return all;
}

Result<std::optional<CameraMode>> V4l2Device::set(std::uint32_t format, int height, int width,
                                                  int fps) {
  v4l2_format picture{};
  picture.type = kCapture;
  picture.fmt.pix.width = static_cast<std::uint32_t>(width);
  picture.fmt.pix.height = static_cast<std::uint32_t>(height);
  picture.fmt.pix.pixelformat = format;
  picture.fmt.pix.field = V4L2_FIELD_ANY;
  const int error = call(descriptor_, VIDIOC_S_FMT, &picture);
  if (error != 0 && error != EINVAL) return fail(refusal(said(), error));
  if (error != 0 || picture.fmt.pix.pixelformat != format) return std::optional<CameraMode>();
  v4l2_streamparm rate{};
  rate.type = kCapture;
  rate.parm.capture.timeperframe = {1, static_cast<std::uint32_t>(fps)};
  const bool told = call(descriptor_, VIDIOC_S_PARM, &rate) == 0;
  return std::optional(CameraMode{picture.fmt.pix, told ? rate_of(rate.parm.capture) : 0.0});
}

Status V4l2Device::map_buffer(std::uint32_t index) {
  v4l2_buffer buffer = buffer_at(index);
  if (const int error = call(descriptor_, VIDIOC_QUERYBUF, &buffer); error != 0) {
    return refused(error);
  }
  void* mapped = mmap(nullptr, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_,
                      static_cast<off_t>(buffer.m.offset));
  if (mapped == MAP_FAILED) return refused(errno);
  buffers_.emplace_back(static_cast<std::uint8_t*>(mapped), buffer.length);
  return queue(index);
}

Status V4l2Device::queue(std::uint32_t index) {
  v4l2_buffer buffer = buffer_at(index);
  const int error = call(descriptor_, VIDIOC_QBUF, &buffer);
  return error == 0 ? Status() : refused(error);
}

Status V4l2Device::start() {
  v4l2_requestbuffers asked{};
  asked.count = kBuffers;
  asked.type = kCapture;
  asked.memory = V4L2_MEMORY_MMAP;
  if (const int error = call(descriptor_, VIDIOC_REQBUFS, &asked); error != 0) {
    return refused(error);
  }
  for (std::uint32_t index = 0; index < asked.count; ++index) TRY(map_buffer(index));
  int type = kCapture;
  if (const int error = call(descriptor_, VIDIOC_STREAMON, &type); error != 0) {
    return refused(error);
  }
  streaming_ = true;
  return {};
}

RawFrame V4l2Device::copied(const v4l2_buffer& buffer) const {
  const auto whole = buffers_[buffer.index];
  const auto bytes = whole.first(std::min<std::size_t>(whole.size(), buffer.bytesused));
  RawFrame frame;
  frame.padded.reserve(bytes.size() + kPadding);
  frame.padded.assign(bytes.begin(), bytes.end());
  frame.padded.resize(bytes.size() + kPadding);
  frame.size = bytes.size();
  frame.sequence = buffer.sequence;
  frame.captured = time_of(buffer);
  return frame;
}

Result<std::optional<RawFrame>> V4l2Device::newest() {
  std::optional<v4l2_buffer> last;
  for (int passed = 0;; ++passed) {
    v4l2_buffer buffer = buffer_at(0);
    const int error = call(descriptor_, VIDIOC_DQBUF, &buffer);
    if (error == EAGAIN) {
      if (!last) return std::optional<RawFrame>();
      std::optional frame(copied(*last));
      frame->passed = passed;
      TRY(queue(last->index));
      return frame;
    }
    if (error != 0) return fail(refusal(said(), error));
    if (buffer.index >= buffers_.size()) return fail(refusal(said(), EPROTO));
    const bool damaged = (buffer.flags & V4L2_BUF_FLAG_ERROR) != 0;
    if (damaged || last) TRY(queue(damaged ? buffer.index : last->index));
    if (!damaged) last = buffer;
  }
}

}  // namespace convlens::media
