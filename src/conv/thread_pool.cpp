#include "conv/thread_pool.h"

#include <hwy/cache_control.h>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <system_error>

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

}  // namespace

ThreadPool::ThreadPool(int workers) : shares_(static_cast<std::size_t>(std::max(workers, 0)) + 1) {
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

void ThreadPool::run_job(Job job) {
  job.threads = static_cast<int>(std::min<std::int64_t>({job.threads, job.parts, thread_count()}));
  if (job.threads < 2 || taken_.exchange(true, std::memory_order_acquire)) {
    for (std::int64_t part = 0; part < job.parts; ++part) job.call(job.context, 0, part);
    return;
  }
  publish(job);
  take_parts(job, 0);
  withdraw();
  taken_.store(false, std::memory_order_release);
}

void ThreadPool::publish(const Job& job) {
  job_ = job;
  for (int slot = 0; slot < job.threads; ++slot) {
    shares_[static_cast<std::size_t>(slot)].next.store(slot * job.parts / job.threads,
                                                       std::memory_order_relaxed);
  }
  entry_.store(static_cast<std::uint64_t>(job.threads - 1) << kSlotShift);
  // Sequentially consistent together with sleepers_: either the worker that goes to sleep sees the
  // new job, or this thread sees the sleeper.
  published_.fetch_add(1);
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
    hwy::Pause();
    entry = entry_.load(std::memory_order_acquire);
  }
}

void ThreadPool::take_parts(const Job& job, int slot) {
  for (int turn = 0; turn < job.threads; ++turn) {
    const int owner = (slot + turn) % job.threads;
    std::atomic<std::int64_t>& next = shares_[static_cast<std::size_t>(owner)].next;
    const std::int64_t end = (owner + 1) * job.parts / job.threads;
    while (true) {
      const std::int64_t part = next.fetch_add(1, std::memory_order_relaxed);
      if (part >= end) break;
      job.call(job.context, slot, part);
    }
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

// Returns when a job may be open; false when the pool is being destroyed. A worker that was woken
// too late for its job spins before it sleeps again: the next job is probably near.
bool ThreadPool::wait_for_job() {
  const std::uint64_t seen = published_.load();
  const auto until = std::chrono::steady_clock::now() + kSpinTime;
  do {
    for (int check = 0; check < kChecksPerClockRead; ++check) {
      if (stopping_.load(std::memory_order_relaxed)) return false;
      if (slots_left(entry_.load(std::memory_order_acquire)) != 0) return true;
      hwy::Pause();
    }
  } while (std::chrono::steady_clock::now() < until);

  std::unique_lock lock(sleep_mutex_);
  sleepers_.fetch_add(1);
  wake_.wait(lock, [&] { return published_.load() != seen || stopping_.load(); });
  sleepers_.fetch_sub(1);
  return !stopping_.load();
}

}  // namespace convlens::conv
