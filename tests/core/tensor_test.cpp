#include "core/tensor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace convlens {
namespace {

Tensor counting(const Shape& shape) {
  Tensor tensor(shape);
  std::iota(tensor.values().begin(), tensor.values().end(), 0.0f);
  return tensor;
}

std::vector<float> copied(const Tensor& tensor) {
  return {tensor.values().begin(), tensor.values().end()};
}

TEST(Tensor, DefaultIsEmpty) {
  const Tensor tensor;
  EXPECT_EQ(tensor.size(), 0U);
  EXPECT_EQ(tensor.shape(), Shape{0});
  EXPECT_TRUE(tensor.view().values().empty());
}

TEST(Tensor, StartsAtZeroOnACacheLine) {
  for (const std::int64_t size : {0, 1, 2, 15, 16, 17, 63, 64, 65, 1000}) {
    const Tensor tensor(Shape{size});
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(tensor.data()) % Tensor::kAlignment, 0U) << size;
    EXPECT_EQ(copied(tensor), std::vector<float>(static_cast<std::size_t>(size), 0.0f));
  }
}

TEST(Tensor, TakesValues) {
  const std::vector<float> values{1, 2, 3, 4, 5, 6};
  const Tensor tensor(Shape{2, 3}, values);
  EXPECT_EQ(copied(tensor), values);
  EXPECT_NE(tensor.data(), values.data());
}

TEST(Tensor, AScalarHasOneValue) {
  const Tensor tensor{Shape{}};
  EXPECT_EQ(tensor.size(), 1U);
}

TEST(Tensor, MovingLeavesAnEmptyTensor) {
  Tensor source = counting({2, 3});
  const float* data = source.data();
  const Tensor target = std::move(source);
  EXPECT_EQ(target.data(), data);
  EXPECT_EQ(target.shape(), (Shape{2, 3}));
  EXPECT_EQ(source.size(), 0U);  // NOLINT(bugprone-use-after-move): this is what is tested
  EXPECT_EQ(source.shape(), Shape{0});
  EXPECT_EQ(source.data(), nullptr);
}

TEST(Tensor, MoveAssignmentTakesTheValues) {
  Tensor source = counting({4});
  Tensor target = counting({2, 3});
  target = std::move(source);
  EXPECT_EQ(target.shape(), Shape{4});
  EXPECT_EQ(copied(target), (std::vector<float>{0, 1, 2, 3}));
  source = counting({1});  // a moved-from tensor can be used again
  EXPECT_EQ(source.shape(), Shape{1});
}

TEST(Tensor, SelfMoveKeepsTheValues) {
  Tensor tensor = counting({2, 2});
  Tensor& alias = tensor;
  tensor = std::move(alias);
  EXPECT_EQ(tensor.shape(), (Shape{2, 2}));
  EXPECT_EQ(copied(tensor), (std::vector<float>{0, 1, 2, 3}));
}

TEST(Tensor, CloneIsIndependent) {
  const Tensor original = counting({2, 2});
  Tensor clone = original.clone();
  EXPECT_EQ(clone.shape(), original.shape());
  clone.data()[3] = -1.0f;
  EXPECT_EQ(original.data()[3], 3.0f);
  EXPECT_EQ(clone.data()[2], 2.0f);
}

TEST(Tensor, ReshapingKeepsTheMemory) {
  Tensor tensor = counting({2, 6});
  const float* data = tensor.data();
  const Tensor reshaped = std::move(tensor).reshaped({3, 2, 2});
  EXPECT_EQ(reshaped.data(), data);
  EXPECT_EQ(reshaped.shape(), (Shape{3, 2, 2}));
}

TEST(Tensor, CreateSaysWhenMemoryIsMissing) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "the address sanitizer ends the program where operator new would throw";
#else
  // The most that a Shape can say: its bytes exceed every address space.
  const std::int64_t most = std::numeric_limits<std::ptrdiff_t>::max() / 4;
  const Result<Tensor> tensor = Tensor::create(Shape{most});
  ASSERT_FALSE(tensor);
  EXPECT_EQ(tensor.error().message,
            "there is not enough memory for an array of shape (" + std::to_string(most) + ",)");
  const Result<Tensor> uninitialized = Tensor::uninitialized(Shape{most});
  ASSERT_FALSE(uninitialized);
  EXPECT_EQ(uninitialized.error().message, tensor.error().message);
#endif
}

TEST(Tensor, CreateIsZeroFilled) {
  const Result<Tensor> tensor = Tensor::create({3, 5});
  ASSERT_TRUE(tensor);
  EXPECT_EQ(copied(*tensor), std::vector<float>(15, 0.0f));
}

TEST(Tensor, UninitializedHasShapeAndMemoryOfItsOwn) {
  Result<Tensor> tensor = Tensor::uninitialized({2, 3});
  ASSERT_TRUE(tensor);
  EXPECT_EQ(tensor->shape(), (Shape{2, 3}));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(tensor->data()) % Tensor::kAlignment, 0u);
  std::fill(tensor->values().begin(), tensor->values().end(), 7.0f);
  EXPECT_EQ(std::as_const(*tensor).values()[5], 7.0f);
}

}  // namespace
}  // namespace convlens
