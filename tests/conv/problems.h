#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "conv/conv2d.h"
#include "conv/geometry.h"

namespace convlens::conv::testing {

// The arguments of one convolution, owned.
struct Case {
  Tensor input;   // (N, H, W, C)
  Tensor kernel;  // (KH, KW, C, F)
  Tensor bias;    // (F,) or empty
  Conv2dOptions options;
  OutputLayout layout = OutputLayout::kNhwc;
};

// How many random problems: CONVLENS_CONV_CASES where somebody has the time for more.
inline int case_count(int usual) {
  const char* const wanted = std::getenv("CONVLENS_CONV_CASES");
  return wanted == nullptr ? usual : std::max(usual, std::atoi(wanted));
}

inline void fill_random(std::span<float> values, std::mt19937& random) {
  std::uniform_real_distribution<float> uniform(-1.0f, 1.0f);
  for (float& value : values) value = uniform(random);
}

inline Case make_case(const Shape& input, const Shape& kernel, bool with_bias, unsigned seed) {
  std::mt19937 random(seed);
  Case c{Tensor(input), Tensor(kernel), Tensor(Shape{with_bias ? kernel[3] : 0}), {}, {}};
  fill_random(c.input.values(), random);
  fill_random(c.kernel.values(), random);
  fill_random(c.bias.values(), random);
  return c;
}

inline std::string describe(const Case& c) {
  const Conv2dOptions& o = c.options;
  return fmt::format("input {} kernel {} bias {} stride {},{} dilation {},{} {} {} {}",
                     to_string(c.input.shape()), to_string(c.kernel.shape()),
                     to_string(c.bias.shape()), o.stride_h, o.stride_w, o.dilation_h, o.dilation_w,
                     o.padding == Padding::kSame ? "SAME" : "VALID",
                     o.activation == Activation::kRelu ? "relu" : "linear",
                     c.layout == OutputLayout::kNhwc ? "NHWC" : "planar");
}

inline Tensor compute(const Case& c, Engine engine, int threads = 1) {
  auto result = conv2d(c.input, c.kernel, c.bias, c.options, {engine, threads, c.layout});
  EXPECT_TRUE(result.has_value()) << describe(c) << ": " << (result ? "" : result.error().message);
  return result ? std::move(*result) : Tensor();
}

// The largest error that n single-precision multiply-adds in any order may make of a sum whose
// products' absolute values sum to `magnitude`: gamma_n = n u / (1 - n u), u = 2^-24 (Higham,
// Accuracy and Stability of Numerical Algorithms, 2nd edition, section 3.1).
inline double rounding_bound(std::int64_t n, double magnitude) {
  const double nu = static_cast<double>(n) * std::ldexp(1.0, -24);
  return nu / (1.0 - nu) * magnitude;
}

// Every element within the bound of the double-precision reference. The products' absolute values
// are summed by the reference itself, from the absolute values of its arguments. A product that is
// rounded before it is added, the bias and the final rounding of both results are counted in n.
inline void expect_near_reference(const Case& c, const Tensor& result) {
  const Tensor expected = compute(c, Engine::kReference);
  Case absolute{c.input.clone(), c.kernel.clone(), c.bias.clone(), c.options, c.layout};
  for (Tensor* tensor : {&absolute.input, &absolute.kernel, &absolute.bias}) {
    for (float& value : tensor->values()) value = std::fabs(value);
  }
  const Tensor magnitude = compute(absolute, Engine::kReference);
  ASSERT_EQ(result.shape(), expected.shape()) << describe(c);
  const Shape& kernel = c.kernel.shape();
  const std::int64_t n = kernel[0] * kernel[1] * kernel[2] + 4;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double error = std::fabs(double{result.values()[i]} - double{expected.values()[i]});
    ASSERT_LE(error, rounding_bound(n, double{magnitude.values()[i]}))
        << describe(c) << " at element " << i << ": " << result.values()[i] << ", expected "
        << expected.values()[i];
  }
}

// What an engine is given of a case, and an output for it.
struct PosedCase {
  explicit PosedCase(const Case& c)
      : problem{.geometry =
                    *conv2d_geometry(c.input.shape(), c.kernel.shape(), c.bias.shape(), c.options),
                .input = c.input.data(),
                .kernel = c.kernel.data(),
                .bias = c.bias.size() == 0 ? nullptr : c.bias.data(),
                .layout = c.layout,
                .activation = c.options.activation},
        output(*result_shape(problem.geometry, c.layout)) {
    problem.output = output.data();
  }

  Problem problem;
  Tensor output;
};

inline bool same_bits(std::span<const float> a, std::span<const float> b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](float x, float y) {
           return std::memcmp(&x, &y, sizeof x) == 0;
         });
}

}  // namespace convlens::conv::testing
