#include "nn/graph/model_cost.h"

#include <gtest/gtest.h>

#include "nn/layers/layers.h"
#include "nn/values.h"

namespace convlens::nn {
namespace {

using tests::must;

LayerHandle doubled(const std::string& name) {
  return must(up_sampling2d({2, 2}, Interpolation::kNearest, name));
}

// A few bytes of a file that ask for all memory: a picture, doubled again and again.
Model growing(int times) {
  std::vector<LayerHandle> layers;
  for (int i = 0; i < times; ++i) layers.push_back(doubled("up_" + std::to_string(i)));
  return must(Model::sequential({8, 8, 3}, layers));
}

TEST(ModelCost, IsOfAllValuesAndOfTheLargestLayer) {
  const Model model = growing(2);
  const auto values = must(model.value_shapes(std::array{Shape{1, 8, 8, 3}}));
  const ModelCost cost = cost_of(model, values);
  EXPECT_EQ(cost.kept_bytes, 4.0 * 3.0 * (64.0 + 256.0 + 1024.0));
  EXPECT_EQ(cost.largest_bytes, 4.0 * 3.0 * (256.0 + 1024.0));
  EXPECT_GT(cost.seconds, 0.0);
  EXPECT_LT(cost.seconds, 1e-3);
}

TEST(ModelCost, BothFiguresAreSaid) {
  EXPECT_TRUE(check_cost(1e9, 2.0, {1e9, 2.0}));
  EXPECT_EQ(tests::sentence(check_cost(3e9, 0.0, {1e9, 2.0})),
            "its layers would have 3 GB of values, at most 1 GB are computed here");
  EXPECT_EQ(tests::sentence(check_cost(0.0, 250.0, {1e9, 2.0})),
            "its layers would take some 250 seconds, at most 2 are spent at once");
}

// Refused before anything is computed: at once, and without the memory.
TEST(ModelCost, WhatIsTooMuchIsRefusedFirst) {
  Random random(1);
  const Tensor picture = tests::random_tensor({1, 8, 8, 3}, random);
  const Model model = growing(14);  // 131072 x 131072
  EXPECT_NE(tests::sentence(model.activations(picture)).find("GB of values, at most"),
            std::string::npos);
  EXPECT_NE(tests::sentence(model.predict(picture)).find("GB of values, at most"),
            std::string::npos);
  const Tensor batch = tests::random_tensor({5, 8, 8, 3}, random);
  EXPECT_FALSE(model.predict(batch));
}

// A network whose batch is fixed is not taken apart, and is counted up all the same.
TEST(ModelCost, OfAFixedBatchToo) {
  const Symbolic picture = input_of(input_layer({1, 8, 8, 3}));
  Symbolic value = picture;
  for (int i = 0; i < 14; ++i) value = doubled("up_" + std::to_string(i))(value);
  const Model model = must(Model::create(picture, value));
  EXPECT_NE(tests::sentence(model.predict(Tensor(Shape{1, 8, 8, 3}))).find("GB of values, at most"),
            std::string::npos);
}

TEST(ModelCost, AWindowOfAGiantTakesTooLong) {
  const Model model = must(Model::sequential(
      {2048, 2048, 3},
      {must(average_pooling2d(
          {.name = "pool", .pool_size = {1024, 1024}, .strides = HeightWidth{1, 1}}))}));
  const auto refused = model.activations(Tensor(Shape{1, 2048, 2048, 3}));
  EXPECT_NE(tests::sentence(refused).find("seconds, at most"), std::string::npos);
}

// The networks that people open: far below the limits.
TEST(ModelCost, OrdinaryNetworksAreFarBelow) {
  const auto conv = [](std::int64_t in, std::int64_t out, const std::string& name) {
    return must(
        conv2d({.name = name, .padding = conv::Padding::kSame}, Tensor(Shape{3, 3, in, out})));
  };
  const Model vgg_like =
      must(Model::sequential({224, 224, 3}, {conv(3, 64, "a"), conv(64, 64, "b"),
                                             conv(64, 128, "c"), conv(128, 256, "d")}));
  const auto values = must(vgg_like.value_shapes(std::array{Shape{1, 224, 224, 3}}));
  EXPECT_LT(cost_of(vgg_like, values).seconds, cost_limits().seconds / 2.0);
}

}  // namespace
}  // namespace convlens::nn
