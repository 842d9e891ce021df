#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/symbolic.h"
#include "nn/random.h"

// What the tests of this room have in common.
namespace convlens::nn::tests {

// A value that the test cannot go on without.
template <typename T>
T must(Result<T> result) {
  if (!result) ADD_FAILURE() << result.error().message;
  return std::move(result.value());  // throws, which ends the test
}

// The sentence of a result that must be an error.
template <typename T>
std::string sentence(const Result<T>& result) {
  return result ? "(no error)" : result.error().message;
}

inline Tensor tensor(const Shape& shape, const std::vector<float>& values) {
  return Tensor(shape, values);
}

// 0, 1, 2, ...
inline Tensor counting(const Shape& shape, float first = 0.0f) {
  Tensor result(shape);
  for (float& value : result.values()) value = first++;
  return result;
}

inline Tensor random_tensor(const Shape& shape, Random& random) {
  Tensor result(shape);
  for (float& value : result.values()) value = random.signed_uniform();
  return result;
}

inline std::vector<float> to_vector(const TensorView& view) {
  return {view.values().begin(), view.values().end()};
}

inline bool same_bits(std::span<const float> a, std::span<const float> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

// Small whole numbers, which every sum in these tests holds exactly.
inline void expect_equal(const Result<Tensor>& found, const Shape& shape,
                         const std::vector<float>& values) {
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->shape(), shape);
  EXPECT_EQ(to_vector(*found), values);
}

}  // namespace convlens::nn::tests
