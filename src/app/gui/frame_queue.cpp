#include "app/gui/frame_queue.h"

#include <utility>

namespace convlens::app {

bool FrameQueue::push(Image window, const media::FramePart& part) {
  {
    const std::lock_guard lock(mutex_);
    if (pictures_ >= most_) return false;
    frames_.push_back({std::move(window), part, 1});
    ++pictures_;
  }
  changed_.notify_all();
  return true;
}

void FrameQueue::repeat(int times) {
  if (times < 1) return;
  {
    const std::lock_guard lock(mutex_);
    if (frames_.empty()) {
      frames_.push_back({std::nullopt, {}, times});
    } else {
      frames_.back().times += times;
    }
  }
  changed_.notify_all();
}

void FrameQueue::close(bool abandon) {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    abandoned_ = abandoned_ || abandon;
    if (abandoned_) frames_.clear();
    at_close_ = frames_.size();
  }
  changed_.notify_all();
}

std::optional<QueuedFrame> FrameQueue::pop() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return closed_ || !frames_.empty(); });
  if (frames_.empty()) return std::nullopt;
  QueuedFrame next = std::move(frames_.front());
  frames_.pop_front();
  if (next.window) --pictures_;
  return next;
}

bool FrameQueue::abandoned() const {
  const std::lock_guard lock(mutex_);
  return abandoned_;
}

double FrameQueue::progress() const {
  const std::lock_guard lock(mutex_);
  if (!closed_ || at_close_ == 0) return 0.0;
  return 1.0 - static_cast<double>(frames_.size()) / static_cast<double>(at_close_);
}

}  // namespace convlens::app
