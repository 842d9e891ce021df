#include "conv/thread_pool.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <system_error>

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

namespace convlens::conv {
namespace {

// Long enough to bridge the gap between two layers or two maps of one frame, short enough to cost
// nothing that a battery would notice.
constexpr auto kSpinTime = std::chrono::microseconds(60);
constexpr int kChecksPerClockRead = 32;
constexpr int kChecksBeforeYield = 4096;

constexpr std::uint64_t kOneWorker = 1;
constexpr int kSlotShift = 32;
constexpr std::uint64_t kOneSlot = std::uint64_t{1} << kSlotShift;

std::uint64_t workers_inside(std::uint64_t entry) { return entry & (kOneSlot - 1); }
std::uint64_t slots_left(std::uint64_t entry) { return entry >> kSlotShift; }

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  _mm_pause();
#endif
}

}  // namespace

ThreadPool::ThreadPool(int workers) {
  workers_.reserve(static_cast<std::size_t>(std::max(workers, 0)));
  try {
    for (int i = 0; i < workers; ++i) workers_.emplace_back([this] { work(); });
  } catch (const std::system_error&) {
    // Fewer threads are slower and no less right.
  }
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(sleep_mutex_);
    stopping_.store(true);
  }
  wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

ThreadPool& ThreadPool::shared() {
  static ThreadPool pool(static_cast<int>(std::max(std::thread::hardware_concurrency(), 1u)) - 1);
  return pool;
}

void ThreadPool::run_job(int threads, const Job& job) {
  const auto helpers = std::min<std::int64_t>({threads - 1, job.parts - 1, thread_count() - 1});
  std::unique_lock<std::mutex> turn(caller_mutex_, std::defer_lock);
  if (helpers < 1 || !turn.try_lock()) {
    for (std::int64_t part = 0; part < job.parts; ++part) job.call(job.context, 0, part);
    return;
  }
  publish(static_cast<int>(helpers), job);
  take_parts(job, 0);
  withdraw();
}

void ThreadPool::publish(int helpers, const Job& job) {
  job_ = job;
  next_part_.store(0, std::memory_order_relaxed);
  // Sequentially consistent together with sleepers_: either the worker that goes to sleep sees the
  // new job, or this thread sees the sleeper.
  entry_.store(static_cast<std::uint64_t>(helpers) << kSlotShift);
  if (sleepers_.load() > 0) {
    { const std::lock_guard lock(sleep_mutex_); }
    wake_.notify_all();
  }
}

// Closes the entry, so that a worker which wakes too late delays nobody, and waits for those
// inside.
void ThreadPool::withdraw() {
  std::uint64_t entry = entry_.fetch_and(kOneSlot - 1, std::memory_order_acq_rel);
  for (int checks = 0; workers_inside(entry) != 0; ++checks) {
    if (checks > kChecksBeforeYield) std::this_thread::yield();
    relax();
    entry = entry_.load(std::memory_order_acquire);
  }
}

void ThreadPool::take_parts(const Job& job, int slot) {
  while (true) {
    const std::int64_t part = next_part_.fetch_add(1, std::memory_order_relaxed);
    if (part >= job.parts) return;
    job.call(job.context, slot, part);
  }
}

// The slot given to this worker, or 0 where there is no job to join.
int ThreadPool::join_job() {
  std::uint64_t entry = entry_.load(std::memory_order_acquire);
  while (slots_left(entry) != 0) {
    if (entry_.compare_exchange_weak(entry, entry - kOneSlot + kOneWorker,
                                     std::memory_order_acq_rel, std::memory_order_acquire)) {
      return static_cast<int>(slots_left(entry));  // counts down to 1; slot 0 is the caller's
    }
  }
  return 0;
}

void ThreadPool::work() {
  while (wait_for_job()) {
    const int slot = join_job();
    if (slot == 0) continue;
    const Job job = job_;  // stays as it is while a worker is inside
    take_parts(job, slot);
    // A worker leaves only when all parts are taken: nobody else needs to come in after it.
    entry_.fetch_and(kOneSlot - 1, std::memory_order_relaxed);
    entry_.fetch_sub(kOneWorker, std::memory_order_release);
  }
}

// Returns when a job may be open; false when the pool is being destroyed.
bool ThreadPool::wait_for_job() {
  const auto has_news = [this] { return slots_left(entry_.load()) != 0 || stopping_.load(); };
  const auto until = std::chrono::steady_clock::now() + kSpinTime;
  do {
    for (int check = 0; check < kChecksPerClockRead; ++check) {
      if (has_news()) return !stopping_.load();
      relax();
    }
  } while (std::chrono::steady_clock::now() < until);

  std::unique_lock lock(sleep_mutex_);
  sleepers_.fetch_add(1);
  wake_.wait(lock, has_news);
  sleepers_.fetch_sub(1);
  return !stopping_.load();
}

}  // namespace convlens::conv
