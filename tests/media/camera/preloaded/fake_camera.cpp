// Answers for the kernel's video devices, in front of the C library: for the tests, which are
// linked to it, and for any program under LD_PRELOAD. What it answers is told in fake_settings.h.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "media/camera/preloaded/fake_device.h"

namespace {

using convlens::media::testing::FakeDevice;

// Never destroyed: the program may call on until its very end.
struct Opened {
  std::mutex mutex;
  std::map<int, std::shared_ptr<FakeDevice>> devices;
};
Opened& opened() {
  static Opened* const all = new Opened;
  return *all;
}

std::shared_ptr<FakeDevice> device_of(int descriptor) {
  const std::lock_guard lock(opened().mutex);
  const auto found = opened().devices.find(descriptor);
  return found == opened().devices.end() ? nullptr : found->second;
}

int failed(int error) {
  errno = error;
  return -1;
}

bool is_faked(const std::string& path) {
  return path.rfind("/dev/video", 0) == 0 && convlens::media::testing::all_settings().has_value();
}

int open_fake(const std::string& path) {
  const auto settings = convlens::media::testing::settings_of(path);
  if (settings.state == "gone") return failed(ENOENT);
  if (settings.state == "denied") return failed(EACCES);
  auto device = std::make_shared<FakeDevice>(settings);
  const int descriptor = device->descriptor();
  if (descriptor < 0) return failed(EMFILE);
  const std::lock_guard lock(opened().mutex);
  opened().devices[descriptor] = std::move(device);
  return descriptor;
}

int open_any(const char* path, int flags, unsigned mode) {
  if (is_faked(path)) return open_fake(path);
  return static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

// The third argument of open(), where there is one.
unsigned mode_in(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, unsigned) : 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const unsigned mode = mode_in(flags, arguments);
  va_end(arguments);
  return open_any(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const unsigned mode = mode_in(flags, arguments);
  va_end(arguments);
  return open_any(path, flags, mode);
}

int close(int descriptor) {
  std::shared_ptr<FakeDevice> closed;
  {
    const std::lock_guard lock(opened().mutex);
    const auto found = opened().devices.find(descriptor);
    if (found != opened().devices.end()) {
      closed = std::move(found->second);
      opened().devices.erase(found);
    }
  }
  return closed ? 0 : static_cast<int>(syscall(SYS_close, descriptor));
}

int ioctl(int descriptor, unsigned long request, ...) __THROW {
  va_list arguments;
  va_start(arguments, request);
  void* argument = va_arg(arguments, void*);
  va_end(arguments);
  const auto device = device_of(descriptor);
  if (!device) return static_cast<int>(syscall(SYS_ioctl, descriptor, request, argument));
  const int error = device->answer(request, argument);
  return error == 0 ? 0 : failed(error);
}

void* mmap(void* address, size_t length, int protection, int flags, int descriptor,
           off_t offset) __THROW {
  if (const auto device = descriptor < 0 ? nullptr : device_of(descriptor)) {
    return device->map(length, protection, offset);
  }
  return reinterpret_cast<void*>(
      syscall(SYS_mmap, address, length, protection, flags, descriptor, offset));
}

void* mmap64(void* address, size_t length, int protection, int flags, int descriptor,
             off64_t offset) __THROW {
  return mmap(address, length, protection, flags, descriptor, offset);
}

}  // extern "C"
