#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/image.h"
#include "core/phrase.h"
#include "core/result.h"
#include "media/camera/cameras.h"

namespace convlens::media {

class CameraSource;

// What is asked of a camera; the nearest that it can do is taken. Exposure, gain and light are left
// to it.
struct CameraChoice {
  int height = 480;
  int width = 640;
  int fps = 30;
};

struct CameraFrame {
  Image image;
  std::int64_t number = 0;  // of all that the camera made since it was opened, from 0
  double convert_ms = 0.0;  // what making the image of what the device gave took
  std::chrono::steady_clock::time_point captured;
};

// What a camera gives.
struct CameraFacts {
  CameraName camera;
  int height = 0;
  int width = 0;
  double fps = 0.0;                 // 0: it does not say
  std::string pixel_format;         // "YUYV"
  std::vector<Phrase> conversions;  // done to its frames, and where other than asked for is given
};

// A camera that streams, on a thread of its own. Where it is unplugged it is looked for once a
// second, by its name and bus, and goes on by itself when it is back. All public functions may be
// called from any thread.
class Camera {
 public:
  // By number ("0"), device or a part of its name. `wake` is called on the camera's thread, without
  // a lock, where there is a new frame or what trouble() says has changed. Takes as long as the
  // device does, some a second. Errors name the device and what was expected.
  static Result<std::unique_ptr<Camera>> open(const std::string& index_or_name,
                                              const CameraChoice& choice,
                                              std::function<void()> wake);
  ~Camera();
  Camera(const Camera&) = delete;
  Camera& operator=(const Camera&) = delete;

  CameraFacts facts() const;
  // The newest frame, once.
  std::optional<CameraFrame> newest();
  // Frames that nobody took: newer ones came first, or they were damaged.
  std::int64_t dropped() const;
  // Why there are no frames at the moment; empty where all is well.
  Phrase trouble() const;

 private:
  using Clock = std::chrono::steady_clock;

  Camera(std::unique_ptr<CameraSource> source, const CameraChoice& choice,
         std::function<void()> wake, int stop);
  void work();
  bool stopping() const;
  // What poll() says of the descriptor: 0 where nothing within that time, or the camera is to end.
  int wait(int descriptor, std::chrono::milliseconds most) const;
  void stream();
  std::chrono::milliseconds patience(std::chrono::milliseconds least) const;
  Phrase silence() const;
  // Whether a frame was there; an error where the device is lost.
  Result<bool> take();
  void drop(std::int64_t frames);
  void look();
  void lose(Phrase why);
  void say(Phrase trouble);
  void give(CameraFrame frame);

  const CameraChoice choice_;
  const std::function<void()> wake_;
  const int stop_;  // readable once the thread is to end

  mutable std::mutex mutex_;  // over these
  CameraFacts facts_;
  std::optional<CameraFrame> frame_;
  std::int64_t dropped_ = 0;
  Phrase trouble_;

  // The thread's.
  std::unique_ptr<CameraSource> source_;  // null where it is looked for
  CameraPlace place_;
  std::int64_t made_ = 0;                  // frames, by the device's own count
  std::optional<std::uint32_t> sequence_;  // of the last one, since it streams
  Clock::time_point heard_;                // when a frame came last, or it began to stream
  Phrase damage_;                          // why frames that came since could not be taken
  std::thread worker_;
};

}  // namespace convlens::media
