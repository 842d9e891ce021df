#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

#include "core/image.h"
#include "media/recording/framing.h"

namespace convlens::app {

// A picture of the window on its way into a recording.
struct QueuedFrame {
  std::optional<Image> window;  // nothing: the one before goes on
  media::FramePart part;
  int times = 0;  // as many frames
};

// Between who draws and who encodes. Where the encoder is behind, pictures are refused, so that
// neither waits for the other and memory stays bounded.
class FrameQueue {
 public:
  // `most`: pictures that wait.
  explicit FrameQueue(std::size_t most) : most_(most) {}

  // False where there is no room.
  bool push(Image window, const media::FramePart& part);
  // What was pushed last goes on.
  void repeat(int times);
  // Nothing follows. What waits is still to be encoded, or not.
  void close(bool abandon);

  // Waits for the next; nothing where there is none any more.
  std::optional<QueuedFrame> pop();
  bool abandoned() const;
  // Of what waited when it was closed, the share that is taken; 0 before.
  double progress() const;

 private:
  const std::size_t most_;
  mutable std::mutex mutex_;  // over all below
  std::condition_variable changed_;
  std::deque<QueuedFrame> frames_;
  std::size_t pictures_ = 0;  // among them
  bool closed_ = false;
  bool abandoned_ = false;
  std::size_t at_close_ = 0;
};

}  // namespace convlens::app
