#include "nn/layers/quantization.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "nn/graph/model.h"

// Packing and unpacking as ONNX defines them, worked out by hand.
namespace convlens::nn {
namespace {

Tensor row(std::initializer_list<float> values) {
  return Tensor(Shape{1, static_cast<std::int64_t>(values.size())}, std::vector<float>(values));
}

std::vector<float> values_of(const Result<LayerHandle>& layer, const Tensor& input) {
  if (!layer) return {};
  const auto output = (*layer)(input);
  if (!output) return {};
  return {output->values().begin(), output->values().end()};
}

TEST(Quantize, RoundsHalvesToEvenAndStaysInItsRange) {
  const auto layer = quantize(row({0.5f}), row({10.0f}), {0.0f, 255.0f});
  EXPECT_EQ(values_of(layer, row({0.25f, 0.75f, -0.25f, 1.0f, -9.0f, 1000.0f})),
            (std::vector<float>{10, 12, 10, 12, 0, 255}));
}

TEST(Quantize, HasAScaleForEachPlaceAlongAnAxis) {
  const auto layer = quantize(row({1.0f, 0.1f}), row({0.0f, -5.0f}), {-128.0f, 127.0f});
  EXPECT_EQ(values_of(layer, row({3.4f, 1.0f})), (std::vector<float>{3, 5}));
}

TEST(Dequantize, IsTheWayBack) {
  const auto layer = dequantize(row({0.5f}), row({10.0f}));
  EXPECT_EQ(values_of(layer, row({10, 12, 0, 255})), (std::vector<float>{0, 1, -5, 122.5f}));
}

TEST(FakeQuantize, IsTheNearestOfItsLevels) {
  const auto layer = fake_quantize(row({-1.0f}), row({1.0f}), 5);
  EXPECT_EQ(values_of(layer, row({-7.0f, -0.8f, -0.2f, 0.3f, 0.5f, 9.0f})),
            (std::vector<float>{-1, -1, 0, 0.5f, 0.5f, 1}));
}

TEST(FakeQuantize, OfARangeWithoutAnExtentIsThatNumber) {
  const auto layer = fake_quantize(row({2.0f}), row({2.0f}), 256);
  EXPECT_EQ(values_of(layer, row({-7.0f, 9.0f})), (std::vector<float>{2, 2}));
}

TEST(Quantization, KeepsNaN) {
  const auto packed = values_of(quantize(row({0.5f}), row({0.0f}), {}), row({NAN}));
  ASSERT_EQ(packed.size(), 1u);
  EXPECT_TRUE(std::isnan(packed[0]));
}

TEST(Quantization, RefusesWhatDoesNotFit) {
  EXPECT_FALSE(quantize(row({1.0f}), row({1.0f, 2.0f}), {}));
  EXPECT_FALSE(quantize(Tensor(Shape{2, 1}), Tensor(Shape{2, 1}), {}));
  EXPECT_FALSE(fake_quantize(row({0.0f}), row({1.0f}), 1));
  const auto layer = dequantize(row({1.0f, 2.0f}), row({0.0f, 0.0f}));
  ASSERT_TRUE(layer);
  const auto output = (*layer)(row({1.0f, 2.0f, 3.0f}));
  ASSERT_FALSE(output);
  EXPECT_NE(std::string(output.error().message).find("do not fit"), std::string::npos);
}

}  // namespace
}  // namespace convlens::nn
