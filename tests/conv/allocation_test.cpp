// A steady frame allocates nothing: counted by replacing this program's operator new.
#include <atomic>
#include <cstdlib>
#include <new>

#include "conv/problems.h"

namespace {

std::atomic<std::int64_t> allocations{0};

void* allocate(std::size_t size, std::size_t alignment) {
  ++allocations;
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  if (void* const memory = std::aligned_alloc(alignment, std::max(rounded, alignment)))
    return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void* operator new[](std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace convlens::conv {
namespace {

TEST(Allocation, TheCounterCounts) {
  const std::int64_t before = allocations.load();
  const std::vector<float> one(1000);
  const Tensor other(Shape{10});
  EXPECT_EQ(allocations.load() - before, 2);
}

TEST(Allocation, ASteadyFrameNeedsNone) {
  for (const Engine engine : {Engine::kAuto, Engine::kReference, Engine::kSimd}) {
    for (const int filters : {1, 2, 32}) {
      for (const OutputLayout layout : {OutputLayout::kNhwc, OutputLayout::kPlanar}) {
        const testing::Case c =
            testing::make_case(Shape{1, 40, 60, 3}, Shape{7, 7, 3, filters}, true, 31);
        Tensor output(Shape{1, 40, 60, filters});
        const auto frame = [&] {
          return conv2d_into(c.input, c.kernel, c.bias, c.options, {engine, 0, layout},
                             output.values());
        };
        ASSERT_TRUE(frame());
        const std::int64_t before = allocations.load();
        for (int i = 0; i < 5; ++i) ASSERT_TRUE(frame());
        EXPECT_EQ(allocations.load() - before, 0) << testing::describe(c);
      }
    }
  }
}

}  // namespace
}  // namespace convlens::conv
