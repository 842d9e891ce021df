// The thread pool, and that convolutions do not show how many threads made them.
#include <atomic>
#include <chrono>
#include <thread>

#include "conv/geometry.h"
#include "conv/problems.h"
#include "conv/simd.h"
#include "conv/thread_pool.h"

namespace convlens::conv {
namespace {

using testing::Case;
using testing::make_case;
using testing::same_bits;

TEST(ThreadPool, DoesEveryPartOnce) {
  ThreadPool pool(3);
  EXPECT_EQ(pool.thread_count(), 4);
  for (int round = 0; round < 2000; ++round) {
    const int parts = round % 17;
    std::vector<std::atomic<int>> done(17);
    std::atomic<int> highest_slot{0};
    pool.run(1 + round % 6, parts, [&](int slot, std::int64_t part) {
      ++done[static_cast<std::size_t>(part)];
      int seen = highest_slot.load();
      while (slot > seen && !highest_slot.compare_exchange_weak(seen, slot)) {
      }
    });
    for (int part = 0; part < 17; ++part) {
      ASSERT_EQ(done[static_cast<std::size_t>(part)].load(), part < parts ? 1 : 0);
    }
    ASSERT_LT(highest_slot.load(), std::min(1 + round % 6, 4));
  }
}

TEST(ThreadPool, NeverGivesASlotToTwoAtOnce) {
  ThreadPool pool(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::atomic<int>> inside(4);
    std::atomic<bool> shared{false};
    pool.run(4, 40, [&](int slot, std::int64_t) {
      auto& here = inside[static_cast<std::size_t>(slot)];
      if (here.fetch_add(1) != 0) shared = true;
      std::this_thread::yield();
      here.fetch_sub(1);
    });
    ASSERT_FALSE(shared.load());
  }
}

TEST(ThreadPool, WakesWorkersThatSleep) {
  ThreadPool pool(2);
  for (int round = 0; round < 5; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(3));  // well past the spinning
    // Only one part can be done by the caller: the parts wait for each other.
    std::atomic<int> present{0};
    pool.run(3, 3, [&](int, std::int64_t) {
      ++present;
      while (present.load() < 3) std::this_thread::yield();
    });
    ASSERT_EQ(present.load(), 3);
  }
}

TEST(ThreadPool, LetsABodyAndOtherThreadsCallRun) {
  ThreadPool pool(2);
  std::atomic<int> done{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      for (int round = 0; round < 200; ++round) {
        pool.run(3, 5,
                 [&](int, std::int64_t) { pool.run(3, 2, [&](int, std::int64_t) { ++done; }); });
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(done.load(), 4 * 200 * 5 * 2);
}

TEST(ThreadPool, KeepsToItsLimit) {
  ThreadPool pool(3);
  EXPECT_EQ(pool.thread_count(), 4);
  for (const int most : {1, 2, 9, 0}) {
    pool.limit(most);
    EXPECT_EQ(pool.thread_count(), most == 0 ? 4 : std::min(most, 4));
    std::atomic<int> highest{0};
    std::atomic<int> done{0};
    pool.run(4, 200, [&](int slot, std::int64_t) {
      int seen = highest.load();
      while (slot > seen && !highest.compare_exchange_weak(seen, slot)) {
      }
      ++done;
    });
    EXPECT_EQ(done, 200);
    EXPECT_LT(highest, pool.thread_count());
  }
}

TEST(ThreadPool, WorksWithoutWorkers) {
  ThreadPool pool(0);
  int sum = 0;
  pool.run(8, 4, [&](int slot, std::int64_t part) { sum += slot * 100 + static_cast<int>(part); });
  EXPECT_EQ(sum, 6);
}

Problem problem_of(const Case& c, std::vector<float>& output) {
  const auto geometry =
      conv2d_geometry(c.input.shape(), c.kernel.shape(), c.bias.shape(), c.options);
  EXPECT_TRUE(geometry.has_value());
  output.assign(static_cast<std::size_t>(geometry->output_count()), -1.0f);
  return {*geometry,     c.input.data(), c.kernel.data(),     c.bias.data(),
          output.data(), c.layout,       c.options.activation};
}

TEST(Threads, DoNotChangeABit) {
  ThreadPool pool(7);  // more than this machine may have cores, so that the engine really splits
  Workspace workspace;
  for (const int filters : {1, 3, 64}) {
    for (const int height : {1, 5, 70}) {
      for (const int steps : {1, 2, 3}) {
        Case c = make_case(Shape{2, height, 120, 16}, Shape{7, 7, 16, filters}, true, 21);
        c.options.stride_h = steps == 2 ? 2 : 1;
        c.options.dilation_h = steps;
        std::vector<float> expected;
        conv2d_simd(problem_of(c, expected), Strategy::kAuto, pool, 1, workspace);
        for (const int threads : {2, 3, 8}) {
          std::vector<float> output;
          conv2d_simd(problem_of(c, output), Strategy::kAuto, pool, threads, workspace);
          EXPECT_TRUE(same_bits(output, expected)) << testing::describe(c) << ", " << threads;
        }
      }
    }
  }
}

TEST(Threads, MayConvolveAtTheSameTime) {
  const Case small = make_case(Shape{1, 40, 60, 3}, Shape{5, 5, 3, 2}, true, 22);
  const Case large = make_case(Shape{1, 60, 90, 3}, Shape{7, 7, 3, 32}, true, 23);
  const Tensor small_expected = testing::compute(small, Engine::kSimd);
  const Tensor large_expected = testing::compute(large, Engine::kSimd);
  std::atomic<int> wrong{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&, i] {
      for (int round = 0; round < 40; ++round) {
        const bool pick_small = (i + round) % 2 == 0;
        const Tensor result = testing::compute(pick_small ? small : large, Engine::kAuto, 0);
        const Tensor& expected = pick_small ? small_expected : large_expected;
        if (!same_bits(result.values(), expected.values())) ++wrong;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(wrong.load(), 0);
}

}  // namespace
}  // namespace convlens::conv
