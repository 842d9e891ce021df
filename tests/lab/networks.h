#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lab/document/network.h"
#include "lab/fixtures.h"
#include "nn/graph/model.h"
#include "nn/layers/layers.h"
#include "nn/random.h"
#include "nn/values.h"

// Small networks with random weights for the tests of this room.
namespace convlens::lab::testing {

using nn::tests::must;
using nn::tests::random_tensor;

inline nn::LayerHandle conv_layer(nn::Conv2DOptions options, const Shape& kernel, unsigned seed) {
  nn::Random random(seed);
  Tensor weights = random_tensor(kernel, random);
  return must(nn::conv2d(options, std::move(weights), random_tensor({kernel[3]}, random)));
}

inline nn::LayerHandle dense_layer(std::int64_t in, std::int64_t out, unsigned seed) {
  nn::Random random(seed);
  Tensor weights = random_tensor({in, out}, random);
  return must(nn::dense({.name = "scores", .activation = nn::Activation::kSoftmax},
                        std::move(weights), random_tensor({out}, random)));
}

// Layers of color_model().
inline constexpr int kConv1 = 0;
inline constexpr int kPool = 1;
inline constexpr int kConv2 = 2;
inline constexpr int kRelu2 = 3;
inline constexpr int kScores = 5;

// Pictures of any size from 6x6 on, to three classes: conv1 (5 filters of side x side x 3, ReLU),
// pooling, conv2 (4 filters of 3x3x5) and its ReLU as a layer of its own, the mean, scores.
inline nn::Model color_model(unsigned seed = 1, int side = 7) {
  constexpr std::int64_t kAny = nn::PartialShape::kUnknown;
  return must(nn::Model::sequential(
      {kAny, kAny, 3},
      {conv_layer(
           {.name = "conv1", .padding = nn::Padding::kSame, .activation = nn::Activation::kRelu},
           {side, side, 3, 5}, seed),
       must(nn::max_pooling2d({.name = "pool"})),
       conv_layer({.name = "conv2"}, {3, 3, 5, 4}, seed + 1), must(nn::relu({.name = "relu2"})),
       nn::global_average_pooling2d({.name = "mean"}), dense_layer(4, 3, seed + 2)}));
}

// Grey pictures of 10x12 to three classes: conv1 (4 filters of side x side), scores.
inline nn::Model grey_model(unsigned seed = 1, int side = 3) {
  return must(nn::Model::sequential(
      {10, 12, 1},
      {conv_layer(
           {.name = "conv1", .padding = nn::Padding::kSame, .activation = nn::Activation::kRelu},
           {side, side, 1, 4}, seed),
       nn::flatten(), dense_layer(10 * 12 * 4, 3, seed + 1)}));
}

inline TrainedNetwork trained_of(std::string name, const nn::Model& model) {
  return {std::move(name), "Keras (.keras)", model, {}, {}, {}, {}};
}

inline std::shared_ptr<const TrainedNetwork> shared(TrainedNetwork network) {
  return std::make_shared<const TrainedNetwork>(std::move(network));
}

inline std::shared_ptr<const TrainedNetwork> color_network(unsigned seed = 1) {
  return shared(trained_of("color.keras", color_model(seed)));
}

// Pixels of noise, classes in turn.
inline std::shared_ptr<const TestSet> noise_set(int count, const Shape& item, int classes,
                                                unsigned seed = 5) {
  TestSet set{"noise", {count, item[0], item[1], item[2]}, {}, {}, {}};
  std::mt19937 random(seed);
  set.pixels.resize(set.shape.element_count());
  for (std::uint8_t& pixel : set.pixels) pixel = static_cast<std::uint8_t>(random() & 0xffU);
  for (int i = 0; i < count; ++i) set.labels.push_back(i % classes);
  return std::make_shared<const TestSet>(std::move(set));
}

// `moments` kernels of conv1, the last of them the trained one.
inline TrainingMoments noise_moments(const nn::Model& model, int moments, unsigned seed = 9) {
  const Tensor& kernel = *model.layer(0)->weights()[0].value;
  const Shape& shape = kernel.shape();
  nn::Random random(seed);
  TrainingMoments result{random_tensor({moments, shape[0], shape[1], shape[2], shape[3]}, random),
                         {}};
  std::copy(kernel.values().begin(), kernel.values().end(),
            result.kernels.values().end() - static_cast<std::ptrdiff_t>(kernel.size()));
  for (int moment = 0; moment < moments; ++moment) result.epochs.push_back(0.5 * moment);
  return result;
}

// The small bench with a network on it.
inline Document bench_with(std::shared_ptr<const TrainedNetwork> network) {
  return after(small_bench(), {SetNetwork{std::move(network)}});
}

inline std::span<const float> weights_of(const nn::Model& model, int layer,
                                         std::size_t weight = 0) {
  return std::as_const(*model.layer(layer)->weights()[weight].value).values();
}

// Every weight of the two, by value.
inline void expect_same_weights(const nn::Model& a, const nn::Model& b) {
  ASSERT_EQ(a.layer_count(), b.layer_count());
  for (int layer = 0; layer < a.layer_count(); ++layer) {
    ASSERT_EQ(a.layer(layer)->weights().size(), b.layer(layer)->weights().size());
    for (std::size_t w = 0; w < a.layer(layer)->weights().size(); ++w) {
      EXPECT_TRUE(same_bits(weights_of(a, layer, w), weights_of(b, layer, w)))
          << a.layer(layer)->name() << ' ' << w;
    }
  }
}

inline void expect_same_activations(const nn::Activations& a, const nn::Activations& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t node = 0; node < a.size(); ++node) {
    EXPECT_EQ(a[node].shape(), b[node].shape());
    EXPECT_TRUE(same_bits(a[node].values(), b[node].values())) << "node " << node;
  }
}

}  // namespace convlens::lab::testing
