// Memory that is asked for again and again.
#include "core/large_blocks.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

namespace convlens {
namespace {

constexpr std::size_t kLarge = std::size_t{3} << 20U;

TEST(LargeBlocks, StandOnTheirBoundary) {
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{4097}, kLarge}) {
    void* const block = take_block(bytes);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % kBlockAlignment, 0u) << bytes;
    std::memset(block, 1, bytes);
    give_block(block, bytes);
  }
  give_block(nullptr, 0);
  give_block(nullptr, kLarge);
}

#if !defined(__SANITIZE_ADDRESS__)
TEST(LargeBlocks, TheOneThatWasLetGoIsTheNextOfItsSize) {
  void* const block = take_block(kLarge);
  give_block(block, kLarge);
  void* const other = take_block(kLarge + 64);
  EXPECT_NE(other, block);
  void* const again = take_block(kLarge);
  EXPECT_EQ(again, block);
  void* const third = take_block(kLarge);
  EXPECT_NE(third, block);
  give_block(other, kLarge + 64);
  give_block(again, kLarge);
  give_block(third, kLarge);
}
#endif

TEST(LargeBlocks, AreGivenAndTakenByManyThreads) {
  std::vector<std::thread> threads;
  for (unsigned char t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < 300; ++i) {
        const std::size_t bytes = kLarge + 4096 * static_cast<std::size_t>(i % 7);
        auto* const block = static_cast<unsigned char*>(take_block(bytes));
        block[0] = t;
        block[bytes - 1] = t;
        std::this_thread::yield();
        EXPECT_EQ(block[0], t);
        EXPECT_EQ(block[bytes - 1], t);
        give_block(block, bytes);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  release_idle_blocks();
}

}  // namespace
}  // namespace convlens
