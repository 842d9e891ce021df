#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace convlens::conv {

// Threads that live as long as the pool and wait for work of some microseconds and more. A worker
// without work spins for a short while before it sleeps, so that the convolutions of one frame do
// not pay for waking it each time.
class ThreadPool {
 public:
  // May end up with fewer workers where the system refuses to start them.
  explicit ThreadPool(int workers);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // The process's pool: with the calling thread, as many threads as this process may use cores.
  static ThreadPool& shared();

  // Workers and the calling thread, as far as the limit lets them work.
  int thread_count() const {
    const int all = static_cast<int>(workers_.size()) + 1;
    const int most = most_.load(std::memory_order_relaxed);
    return most > 0 ? std::min(most, all) : all;
  }
  // How many to run on where so many are wanted at most; 0: all that there are.
  int threads_for(int wanted) const {
    return wanted > 0 ? std::min(wanted, thread_count()) : thread_count();
  }
  // Of jobs that begin from now on; 0: all that there are.
  void limit(int threads) { most_.store(threads, std::memory_order_relaxed); }

  // Calls body(slot, part) once for every part in [0, parts), in no fixed order, on at most
  // `threads` threads of which the calling one is the first, and returns when all have returned.
  // Calls that run at the same time never share a slot; slots are below `threads`. The body must
  // not throw. Each thread begins with a share of neighbouring parts of its own, in rising order,
  // and then helps with the others'. Where another thread is using the pool, or a body calls run()
  // again, the caller does all parts alone. Allocates nothing.
  template <typename Body>
  void run(int threads, std::int64_t parts, const Body& body) {
    const auto call = [](const void* context, int slot, std::int64_t part) {
      (*static_cast<const Body*>(context))(slot, part);
    };
    run_job(Job{call, &body, parts, threads});
  }

 private:
  struct Job {
    void (*call)(const void* context, int slot, std::int64_t part) = nullptr;
    const void* context = nullptr;
    std::int64_t parts = 0;
    int threads = 1;
  };

  // The next part of one thread's share; on a cache line of its own.
  struct alignas(64) Share {
    std::atomic<std::int64_t> next{0};
  };

  void run_job(Job job);
  void publish(const Job& job);
  void withdraw();
  void take_parts(const Job& job, int slot);
  void work();
  bool wait_for_job();
  int join_job();

  std::atomic<int> most_{0};
  std::atomic<bool> taken_{false};  // by the one thread whose job is published
  Job job_;
  std::vector<Share> shares_;  // one for each thread

  // Low half: workers inside the job; high half: slots still to be given out. Zero slots means that
  // nobody may enter any more.
  std::atomic<std::uint64_t> entry_{0};

  std::mutex sleep_mutex_;
  std::condition_variable wake_;
  std::atomic<std::uint64_t> published_{0};  // jobs so far
  std::atomic<int> sleepers_{0};
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> workers_;
};

}  // namespace convlens::conv
