// TensorFlow's results, met by every engine.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "conv/conv2d.h"
#include "golden/golden.h"

namespace convlens::conv {
namespace {

struct GoldenCase {
  TensorView input;     // (N, H, W, C)
  TensorView kernel;    // (KH, KW, C, F)
  TensorView expected;  // (N, OH, OW, F)
  Conv2dOptions options;
};

class GoldenCases : public testing::TestWithParam<Engine> {
 protected:
  GoldenCases() {
    for (const auto& row : golden::json("conv_cases.json")) {
      cases_.push_back({view(row["input"]),
                        view(row["kernel"]),
                        view(row["expected"]),
                        {.stride_h = row["stride"][0],
                         .stride_w = row["stride"][1],
                         .dilation_h = row["dilation"][0],
                         .dilation_w = row["dilation"][1],
                         .padding = row["padding"] == "SAME" ? Padding::kSame : Padding::kValid}});
    }
  }

  TensorView view(const nlohmann::json& part) const {
    const Shape shape = golden::shape(part["shape"]);
    return {values_.values().subspan(part["offset"].get<std::size_t>(), shape.element_count()),
            shape};
  }

  const Tensor values_ = golden::array("conv_cases.npy");
  std::vector<GoldenCase> cases_;
};

// Sum of |a * b| over the products of each output, in TensorFlow's order of outputs. Apart from
// the engines on purpose: a mistake in them must not widen its own tolerance.
std::vector<double> magnitudes(const GoldenCase& c) {
  const Shape& in = c.input.shape();
  const Shape& k = c.kernel.shape();
  const Shape& out = c.expected.shape();
  const auto pad_before = [&](int axis, int stride, int dilation) {
    const std::int64_t reach = (out[axis] - 1) * stride + (k[axis - 1] - 1) * dilation + 1;
    const std::int64_t missing = std::max<std::int64_t>(reach - in[axis], 0);
    return c.options.padding == Padding::kSame ? missing / 2 : 0;
  };
  const std::int64_t top = pad_before(1, c.options.stride_h, c.options.dilation_h);
  const std::int64_t left = pad_before(2, c.options.stride_w, c.options.dilation_w);
  std::vector<double> sums(out.element_count(), 0.0);
  for (std::size_t o = 0; o < sums.size(); ++o) {
    const auto at = static_cast<std::int64_t>(o);
    const std::int64_t f = at % out[3];
    const std::int64_t column = at / out[3] % out[2];
    const std::int64_t row = at / out[3] / out[2] % out[1];
    const std::int64_t n = at / out[3] / out[2] / out[1];
    for (std::int64_t tap = 0; tap < k[0] * k[1] * k[2]; ++tap) {
      const std::int64_t channel = tap % k[2];
      const std::int64_t y =
          row * c.options.stride_h + tap / k[2] / k[1] * c.options.dilation_h - top;
      const std::int64_t x =
          column * c.options.stride_w + tap / k[2] % k[1] * c.options.dilation_w - left;
      if (y < 0 || y >= in[1] || x < 0 || x >= in[2]) continue;
      const float a = c.input.data()[((n * in[1] + y) * in[2] + x) * in[3] + channel];
      const float b = c.kernel.data()[tap * k[3] + f];
      sums[o] += std::abs(static_cast<double>(a) * static_cast<double>(b));
    }
  }
  return sums;
}

// Two float32 sums of n products, each within gamma_n * sum|a * b| of the exact value, in whatever
// order and with or without fused operations (Higham, Accuracy and Stability, section 3.1).
double relative_tolerance(const Shape& kernel) {
  const auto u = static_cast<double>(std::numeric_limits<float>::epsilon() / 2);
  const double n_u = static_cast<double>(kernel[0] * kernel[1] * kernel[2]) * u;
  return 2 * n_u / (1 - n_u);
}

TEST_P(GoldenCases, AgreeWithTensorFlow) {
  ASSERT_GE(cases_.size(), 60U);
  for (std::size_t index = 0; index < cases_.size(); ++index) {
    const GoldenCase& c = cases_[index];
    SCOPED_TRACE("case " + std::to_string(index) + ": input " + to_string(c.input.shape()) +
                 ", kernel " + to_string(c.kernel.shape()));
    const Result<Tensor> found =
        conv2d(c.input, c.kernel, TensorView(), c.options, {.engine = GetParam()});
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(found->shape(), c.expected.shape());
    const std::vector<double> sums = magnitudes(c);
    const double tolerance = relative_tolerance(c.kernel.shape());
    for (std::size_t i = 0; i < sums.size(); ++i) {
      ASSERT_NEAR(found->data()[i], c.expected.data()[i], tolerance * sums[i]) << "output " << i;
    }
  }
}

// The notebook's first figure: both photographs' crops, scaled, through the two line filters.
TEST_P(GoldenCases, NotebookMaps) {
  Tensor crops = golden::array("crops.npy");  // (2, 70, 120, 3)
  for (float& value : crops.values()) value /= 255.0f;
  Tensor filters(Shape{7, 7, 3, 2});
  for (std::size_t i = 0; i < 7; ++i) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      filters.data()[((i * 7 + 3) * 3 + channel) * 2 + 0] = 1.0f;  // filters[:, 3, :, 0] = 1
      filters.data()[((3 * 7 + i) * 3 + channel) * 2 + 1] = 1.0f;  // filters[3, :, :, 1] = 1
    }
  }
  const Tensor expected = golden::array("maps.npy");  // (2, 70, 120, 2)
  const Result<Tensor> found = conv2d(crops, filters, TensorView(), {}, {.engine = GetParam()});
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->shape(), expected.shape());
  for (std::size_t i = 0; i < found->size(); ++i) {
    ASSERT_NEAR(found->data()[i], expected.data()[i], 1e-5) << "output " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, GoldenCases,
                         testing::Values(Engine::kReference, Engine::kSimd, Engine::kAuto),
                         [](const testing::TestParamInfo<Engine>& engine) {
                           switch (engine.param) {
                             case Engine::kReference:
                               return "Reference";
                             case Engine::kSimd:
                               return "Simd";
                             case Engine::kAuto:
                               break;
                           }
                           return "Auto";
                         });

}  // namespace
}  // namespace convlens::conv
