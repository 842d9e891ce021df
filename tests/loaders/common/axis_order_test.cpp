#include "loaders/common/axis_order.h"

#include <numeric>

#include "loaders/model_files.h"

namespace convlens::loaders {
namespace {

Tensor counted(const Shape& shape) {
  Tensor tensor(shape);
  std::iota(tensor.values().begin(), tensor.values().end(), 0.0f);
  return tensor;
}

std::vector<float> values_of(const Tensor& tensor) {
  return {tensor.values().begin(), tensor.values().end()};
}

TEST(KerasLayout, MovedAxes) {
  // N, C, H, W become N, H, W, C.
  EXPECT_EQ(moved_axis(0, 4, Order::kMovedLast), 0);
  EXPECT_EQ(moved_axis(1, 4, Order::kMovedLast), 3);
  EXPECT_EQ(moved_axis(2, 4, Order::kMovedLast), 1);
  EXPECT_EQ(moved_axis(3, 4, Order::kMovedLast), 2);
  EXPECT_EQ(moved_axis(-1, 4, Order::kMovedLast), 2);
  EXPECT_EQ(moved_axis(-3, 4, Order::kMovedLast), 3);
  EXPECT_EQ(moved_axis(1, 4, Order::kSame), 1);
  EXPECT_EQ(moved_axis(-1, 2, Order::kFlatMoved), -1);
  // Out of range, for the layer to refuse.
  EXPECT_EQ(moved_axis(4, 4, Order::kMovedLast), 4);
  EXPECT_EQ(moved_shape({-1, 3, 7, 9}), (nn::PartialShape{-1, 7, 9, 3}));
}

TEST(KerasLayout, Transposed) {
  const auto result = transposed(counted({2, 3}), std::array{1, 0});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->shape(), (Shape{3, 2}));
  EXPECT_EQ(values_of(*result), (std::vector<float>{0, 3, 1, 4, 2, 5}));
  // A kernel of Theano's order (filters, channels, height, width) becomes HWIO.
  const Tensor stored = counted({2, 3, 4, 5});
  const auto kernel = transposed(stored, std::array{2, 3, 1, 0});
  ASSERT_TRUE(kernel);
  ASSERT_EQ(kernel->shape(), (Shape{4, 5, 3, 2}));
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 5; ++x) {
      for (int c = 0; c < 3; ++c) {
        for (int f = 0; f < 2; ++f) {
          EXPECT_EQ(kernel->data()[((y * 5 + x) * 3 + c) * 2 + f],
                    stored.data()[((f * 3 + c) * 4 + y) * 5 + x]);
        }
      }
    }
  }
}

TEST(KerasLayout, FlatMoved) {
  // Two channels of 1 by 3, two units: rows c * 3 + x become x * 2 + c.
  const Layout layout{Order::kFlatMoved, {1, 3, 2}};
  const auto result = flat_moved(counted({6, 2}), layout);
  ASSERT_TRUE(result);
  EXPECT_EQ(values_of(*result), (std::vector<float>{0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11}));
  const auto vector = flat_moved(counted({6}), layout);
  ASSERT_TRUE(vector);
  EXPECT_EQ(values_of(*vector), (std::vector<float>{0, 3, 1, 4, 2, 5}));
  EXPECT_FALSE(flat_moved(counted({5, 2}), layout));
}

TEST(KerasLayout, TurnedKernel) {
  Tensor kernel = counted({3, 2, 1, 2});
  turn_kernel(kernel);
  EXPECT_EQ(values_of(kernel), (std::vector<float>{10, 11, 8, 9, 6, 7, 4, 5, 2, 3, 0, 1}));
  turn_kernel(kernel);
  EXPECT_EQ(values_of(kernel), values_of(counted({3, 2, 1, 2})));
}

}  // namespace
}  // namespace convlens::loaders
