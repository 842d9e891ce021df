#pragma once

#include <linux/videodev2.h>

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "media/camera/preloaded/fake_settings.h"

namespace convlens::media::testing {

// A camera that somebody has opened. What poll() looks at is a pipe: a byte for each frame that is
// ready, and its other end is closed where the camera is unplugged.
class FakeDevice {
 public:
  explicit FakeDevice(const FakeSettings& settings);
  ~FakeDevice();
  FakeDevice(const FakeDevice&) = delete;
  FakeDevice& operator=(const FakeDevice&) = delete;

  int descriptor() const { return pipe_[0]; }
  // 0, or what errno becomes.
  int answer(unsigned long request, void* argument);
  void* map(std::size_t length, int protection, long offset);

 private:
  struct Buffer {
    bool queued = false;
    std::uint32_t bytes = 0;
  };
  struct Ready {
    std::uint32_t index = 0;
    std::uint32_t sequence = 0;
    std::uint32_t flags = 0;
    timeval time{};
  };

  int answer_format(unsigned long request, void* argument);
  int answer_buffers(unsigned long request, void* argument);
  int query(v4l2_capability& said) const;
  int enumerate(v4l2_fmtdesc& format) const;
  int set_format(v4l2_format& format);
  int set_rate(v4l2_streamparm& rate);
  int request_buffers(v4l2_requestbuffers& asked);
  int describe(v4l2_buffer& buffer) const;
  int queue(const v4l2_buffer& buffer);
  int dequeue(v4l2_buffer& buffer);
  int start();
  int stop();
  void run(const std::stop_token& stopping);
  void make_frame(const FakeSettings& settings);
  void unplug();

  const FakeSettings settings_;  // as it was opened
  std::array<int, 2> pipe_{-1, -1};

  std::mutex mutex_;
  std::condition_variable_any changed_;
  FakeMode mode_;
  v4l2_pix_format picture_{};
  int memory_ = -1;
  std::vector<Buffer> buffers_;
  std::deque<std::uint32_t> queued_;
  std::deque<Ready> ready_;
  std::uint32_t count_ = 0;
  bool gone_ = false;
  std::jthread frames_;
};

}  // namespace convlens::media::testing
