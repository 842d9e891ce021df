#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace convlens {

enum class WorkMode {
  kAtOnce,  // by whoever takes the answer: what must not depend on the clock, pictures and tests
  kInBackground,  // on a thread of its own, while the frames go on
};

// Between a piece of work and whoever waits for it.
class WorkControl {
 public:
  // Nobody wants the answer any more: long work looks often, and ends.
  const std::atomic<bool>& dropped() const { return dropped_; }
  // The share of the work that is done, from 0 to 1.
  void progress(double share) { progress_ = share; }

 private:
  template <typename Answer>
  friend class LongWork;

  std::atomic<bool> dropped_{false};
  std::atomic<double> progress_{0.0};
};

// Work that takes longer than a frame may. The newest question wins: the one before is dropped, and
// its answer is never given. All public functions belong to the thread that made the object.
template <typename Answer>
class LongWork {
 public:
  // What it throws, take() throws.
  using Work = std::function<Answer(WorkControl&)>;

  explicit LongWork(WorkMode mode) : mode_(mode) {}
  // Drops what is under way and waits until it has ended.
  ~LongWork();
  LongWork(const LongWork&) = delete;
  LongWork& operator=(const LongWork&) = delete;

  WorkMode mode() const { return mode_; }
  // What wakes those who wait, called on the working thread; to be set before the first question.
  void on_answer(std::function<void()> wake) { wake_ = std::move(wake); }

  void ask(Work work);
  void cancel();
  // Whether a question waits for its answer, or the answer for being taken.
  bool busy() const;
  // Of the newest question; 1 where there is none.
  double progress() const;
  // The answer to the newest question, once, as soon as it is there.
  std::optional<Answer> take();
  // Blocks until that answer is there.
  void wait();

 private:
  struct Outcome {
    std::optional<Answer> answer;
    std::exception_ptr thrown;
  };

  static Outcome done(const Work& work, WorkControl& control);
  void work_on();
  void do_at_once();

  const WorkMode mode_;
  std::function<void()> wake_;
  mutable std::mutex mutex_;  // over all below but the thread
  std::condition_variable changed_;
  Work next_;                            // not begun yet
  std::shared_ptr<WorkControl> newest_;  // null where nothing is asked
  std::optional<Outcome> outcome_;       // of the newest
  bool stopping_ = false;
  std::thread worker_;  // started with the first question
};

template <typename Answer>
LongWork<Answer>::~LongWork() {
  cancel();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (worker_.joinable()) worker_.join();
}

template <typename Answer>
void LongWork<Answer>::ask(Work work) {
  {
    const std::lock_guard lock(mutex_);
    if (newest_) newest_->dropped_ = true;
    newest_ = std::make_shared<WorkControl>();
    next_ = std::move(work);
    outcome_.reset();
  }
  if (mode_ == WorkMode::kAtOnce) return;
  if (!worker_.joinable()) worker_ = std::thread([this] { work_on(); });
  changed_.notify_all();
}

template <typename Answer>
void LongWork<Answer>::cancel() {
  const std::lock_guard lock(mutex_);
  if (newest_) newest_->dropped_ = true;
  newest_.reset();
  next_ = nullptr;
  outcome_.reset();
}

template <typename Answer>
bool LongWork<Answer>::busy() const {
  const std::lock_guard lock(mutex_);
  return newest_ != nullptr;
}

template <typename Answer>
double LongWork<Answer>::progress() const {
  const std::lock_guard lock(mutex_);
  return newest_ ? newest_->progress_.load() : 1.0;
}

template <typename Answer>
std::optional<Answer> LongWork<Answer>::take() {
  if (mode_ == WorkMode::kAtOnce) do_at_once();
  std::optional<Outcome> outcome;
  {
    const std::lock_guard lock(mutex_);
    if (!outcome_) return std::nullopt;
    outcome = std::exchange(outcome_, std::nullopt);
    newest_.reset();
  }
  if (outcome->thrown) std::rethrow_exception(outcome->thrown);
  return std::move(outcome->answer);
}

template <typename Answer>
void LongWork<Answer>::wait() {
  if (mode_ == WorkMode::kAtOnce) return do_at_once();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !newest_ || outcome_; });
}

template <typename Answer>
auto LongWork<Answer>::done(const Work& work, WorkControl& control) -> Outcome {
  try {
    return {work(control), nullptr};
  } catch (...) {
    return {std::nullopt, std::current_exception()};
  }
}

template <typename Answer>
void LongWork<Answer>::do_at_once() {
  if (!next_) return;
  outcome_ = done(std::exchange(next_, nullptr), *newest_);
}

template <typename Answer>
void LongWork<Answer>::work_on() {
  while (true) {
    Work work;
    std::shared_ptr<WorkControl> control;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || next_; });
      if (stopping_) return;
      work = std::exchange(next_, nullptr);
      control = newest_;
    }
    Outcome outcome = done(work, *control);
    {
      const std::lock_guard lock(mutex_);
      if (newest_ != control) continue;
      outcome_ = std::move(outcome);
    }
    changed_.notify_all();
    if (wake_) wake_();
  }
}

}  // namespace convlens
