#include "nn/graph/model.h"

#include <gtest/gtest.h>

#include <utility>

#include "nn/graph/random_graph.h"
#include "nn/initializers.h"
#include "nn/layers/layers.h"
#include "nn/values.h"

namespace convlens::nn {
namespace {

using tests::counting;
using tests::must;
using tests::same_bits;
using tests::sentence;
using tests::tensor;

LayerHandle small_conv(const std::string& name, std::int64_t channels, std::int64_t filters,
                       std::uint64_t seed) {
  Random random(seed);
  return must(
      conv2d({.name = name, .padding = conv::Padding::kSame, .activation = Activation::kRelu},
             glorot_uniform(Shape{3, 3, channels, filters}, random),
             tests::random_tensor(Shape{filters}, random)));
}

Model notebook_like() {
  Random random(3);
  return must(Model::sequential(
      {8, 8, 1}, {small_conv("conv_1", 1, 3, 1), must(max_pooling2d({.name = "pool_1"})),
                  small_conv("conv_2", 3, 4, 2), must(max_pooling2d({.name = "pool_2"})), flatten(),
                  must(dense({.name = "output", .activation = Activation::kSoftmax},
                             glorot_uniform(Shape{16, 5}, random), Tensor(Shape{5})))}));
}

std::vector<std::string> names_of(const Model& model) {
  std::vector<std::string> names;
  for (const ModelLayer& layer : model.layers()) names.push_back(layer.name());
  return names;
}

TEST(Model, SequentialDoesNotCountItsInput) {
  const Model model = notebook_like();
  EXPECT_EQ(names_of(model), (std::vector<std::string>{"conv_1", "pool_1", "conv_2", "pool_2",
                                                       "flatten", "output"}));
  EXPECT_EQ(model.nodes().size(), 7U);
  const std::vector<SummaryRow> rows = model.summary();
  EXPECT_EQ(rows[2].type, "Conv2D");
  EXPECT_EQ(to_string(rows[2].output_shape), "(None, 4, 4, 4)");
  EXPECT_EQ(rows[2].parameters, 112U);
  EXPECT_EQ(model.parameter_count(), 30U + 112U + 85U);
}

TEST(Model, SubModelCountsItsInputAndEqualsTheWholesActivations) {
  const Model model = notebook_like();
  Random random(5);
  const Tensor input = tests::random_tensor({2, 8, 8, 1}, random);
  const Activations all = must(model.activations(input));
  for (const ModelLayer& layer : model.layers()) {
    const Model part = must(Model::create(model.inputs(), layer.output()));
    EXPECT_EQ(part.layer_count(), layer.index() + 2);
    EXPECT_FALSE(part.is_sequential());
    const Tensor value = must(part(input));
    const SharedTensor& expected = all[static_cast<std::size_t>(layer.node())];
    EXPECT_EQ(value.shape(), expected.shape());
    EXPECT_TRUE(same_bits(value.values(), expected.values())) << layer->name();
  }
}

TEST(Model, BeginsAtAnySymbolicValue) {
  const Model model = notebook_like();
  Random random(5);
  const Tensor input = tests::random_tensor({2, 8, 8, 1}, random);
  const Activations all = must(model.activations(input));
  const ModelLayer pool = must(model.layer("pool_1"));
  const Model tail = must(Model::create(pool.output(), model.outputs()[0]));
  EXPECT_EQ(names_of(tail),
            (std::vector<std::string>{"pool_1_input", "conv_2", "pool_2", "flatten", "output"}));
  const Tensor value = must(tail(all[static_cast<std::size_t>(pool.node())].view()));
  EXPECT_TRUE(same_bits(value.values(), all.back().values()));
  // Its own symbolic values lead to its own input.
  EXPECT_TRUE(Model::create(tail.inputs(), must(tail.layer("conv_2")).output()));
}

TEST(Model, FlattenSharesMemory) {
  const Model model = notebook_like();
  const Activations all = must(model.activations(counting({1, 8, 8, 1})));
  EXPECT_TRUE(all[5].shares_with(all[4]));
  EXPECT_EQ(all[5].shape(), (Shape{1, 16}));
}

TEST(Model, RecomputesOnlyWhatDependsOnTheChange) {
  const Model model = notebook_like();
  Random random(8);
  const Tensor input = tests::random_tensor({2, 8, 8, 1}, random);
  const Activations before = must(model.activations(input));
  const ModelLayer conv = must(model.layer("conv_2"));
  const LayerHandle painted(
      must(conv->with_weight("kernel", tests::random_tensor({3, 3, 3, 4}, random))));
  const Model edited = must(model.with_layer(conv.index(), painted));
  const Activations after = must(edited.recompute(before, conv.index()));
  const Activations fresh = must(edited.activations(input));
  for (std::size_t node = 0; node < after.size(); ++node) {
    EXPECT_TRUE(same_bits(after[node].values(), fresh[node].values())) << node;
    const bool upstream = static_cast<int>(node) < conv.node();
    EXPECT_EQ(after[node].shares_with(before[node]), upstream) << node;
  }
  EXPECT_FALSE(same_bits(after.back().values(), before.back().values()));
}

TEST(Model, RandomGraphs) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    const Model model = tests::random_graph(random);
    const Tensor input = tests::random_tensor({2, 6, 6, 2}, random);
    const Activations all = must(model.activations(input));
    const Tensor predicted = must(model.predict(input));
    const Symbolic& output = model.outputs()[0];
    for (std::size_t n = 0; n < all.size(); ++n) {
      const ModelNode& node = model.nodes()[n];
      for (const int before : node.inputs) EXPECT_LT(before, static_cast<int>(n));
      EXPECT_TRUE(node.value.shape().accepts(all[n].shape()));
      const Model part = must(Model::create(model.inputs(), node.value));
      EXPECT_TRUE(same_bits(must(part(input)).values(), all[n].values()));
      if (node.value == output) {
        EXPECT_TRUE(same_bits(predicted.values(), all[n].values()));
      }
    }
    for (const ModelLayer& layer : model.layers()) {
      if (layer->weights().empty()) continue;
      const Weight& weight = layer->weights()[0];
      const LayerHandle changed(must(
          layer->with_weight(weight.name, tests::random_tensor(weight.value->shape(), random))));
      const Model edited = must(model.with_layer(layer.index(), changed));
      EXPECT_EQ(names_of(edited), names_of(model));
      const Activations after = must(edited.recompute(all, layer.index()));
      const Activations fresh = must(edited.activations(input));
      for (std::size_t n = 0; n < all.size(); ++n) {
        EXPECT_TRUE(same_bits(after[n].values(), fresh[n].values()));
      }
    }
  }
}

// What only changes pixels is computed with the layer before it, and nothing of that is seen.
Model pixel_chains() {
  Random random(11);
  const auto factors = [&random](std::int64_t channels) {
    BatchNormalizationWeights weights{.moving_mean = tests::random_tensor(Shape{channels}, random),
                                      .moving_variance = Tensor(Shape{channels})};
    for (float& value : weights.moving_variance.values()) value = 0.5f;
    return weights;
  };
  const Symbolic picture = input({PartialShape::kUnknown, PartialShape::kUnknown, 3});
  const Symbolic convolved = small_conv("conv", 3, 20, 1)(picture);
  const Symbolic normalised = must(batch_normalization({"norm"}, factors(20)))(convolved);
  const Symbolic rectified = must(relu({.name = "relu6", .max_value = 6.0f}))(normalised);
  const Symbolic deep =
      must(depthwise_conv2d({.name = "deep", .padding = conv::Padding::kSame},
                            tests::random_tensor({3, 3, 20, 1}, random)))(rectified);
  const Symbolic again = must(batch_normalization({"norm2"}, factors(20)))(deep);
  const Symbolic softened = activation(Activation::kSoftmax, "softmax")(again);
  // Needed twice: nothing behind it may be put in its place.
  const Symbolic sum = add("sum")({softened, rectified});
  const Symbolic pooled = must(max_pooling2d({.name = "pool"}))(activation(Activation::kTanh)(sum));
  return must(Model::create(picture, pooled));
}

TEST(Model, PredictsWhatItsActivationsEndWith) {
  const Model model = pixel_chains();
  Random random(12);
  for (const auto& [height, width] : {std::pair{2, 3}, {7, 9}, {40, 60}}) {
    const Tensor picture = tests::random_tensor({1, height, width, 3}, random);
    const Activations all = must(model.activations(picture));
    for (const int threads : {1, 0}) {
      const Tensor predicted = must(model.predict(picture, {.threads = threads}));
      EXPECT_TRUE(same_bits(predicted.values(), all.back().values())) << height;
    }
  }
}

TEST(Model, ManyItemsAreComputedLikeOne) {
  const Model model = pixel_chains();
  Random random(13);
  for (const std::int64_t count : {2, 3, 7, 16, 33}) {
    const Tensor batch = tests::random_tensor({count, 50, 70, 3}, random);
    const Tensor all = must(model.predict(batch));
    ASSERT_EQ(all.shape(), (Shape{count, 25, 35, 20}));
    const std::size_t in = batch.size() / static_cast<std::size_t>(count);
    const std::size_t out = all.size() / static_cast<std::size_t>(count);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      const TensorView one(batch.values().subspan(i * in, in), Shape{1, 50, 70, 3});
      EXPECT_TRUE(same_bits(must(model.predict(one)).values(), all.values().subspan(i * out, out)))
          << i << " of " << count;
    }
  }
}

// Inputs of different batches, and an array of the network's own that has one.
TEST(Model, ABatchThatCannotBeTakenApartIsNot) {
  const Symbolic a = input({60, 60, 40});
  const Symbolic b = input({60, 60, 40}, "other");
  const Model two = must(Model::create(std::vector{a, b}, std::vector{add("sum")({a, b})}));
  Random random(14);
  const Tensor one = tests::random_tensor({1, 60, 60, 40}, random);
  const Tensor four = tests::random_tensor({4, 60, 60, 40}, random);
  const auto sums = two.compute(std::array{four.view(), one.view()});
  if (sums) {
    EXPECT_EQ(sums->front().shape(), four.shape());
  }
  const auto same = must(two.compute(std::array{four.view(), four.view()}));
  for (std::size_t i = 0; i < four.size(); ++i) {
    ASSERT_EQ(same.front().values()[i], 2.0f * four.values()[i]) << i;
  }
}

TEST(Model, ALayerCalledTwiceChangesInBothPlaces) {
  const LayerHandle doubling = must(rescaling({2.0f}, {0.0f}, "double"));
  const Symbolic x = input({1});
  const Model model = must(Model::create(x, doubling(doubling(x))));
  EXPECT_EQ(names_of(model), (std::vector<std::string>{"input_layer", "double", "double#2"}));
  EXPECT_EQ(model.layer(1).number(), 1);
  EXPECT_EQ(model.layer(2).number(), std::nullopt);
  EXPECT_EQ(must(model.layer("double#2")).node(), 2);
  EXPECT_EQ(model.nodes().size(), 3U);
  EXPECT_EQ(must(model(tensor({1, 1}, {3}))).data()[0], 12.0f);
  const Model tripled = must(model.with_layer(1, must(rescaling({3.0f}, {0.0f}, "triple"))));
  EXPECT_EQ(must(tripled(tensor({1, 1}, {3}))).data()[0], 27.0f);
  const Activations after =
      must(tripled.recompute(must(model.activations(tensor({1, 1}, {3}))), 1));
  EXPECT_EQ(after[1].values()[0], 9.0f);
  EXPECT_EQ(after[2].values()[0], 27.0f);
}

TEST(Model, SeveralInputsAndOutputs) {
  const Symbolic a = input({2}, "a");
  const Symbolic b = input({2}, "b");
  const Symbolic sum = add()({a, b});
  const Model model = must(Model::create({a, b}, {sum, a}));
  const Tensor first = tensor({1, 2}, {1, 2});
  const Tensor second = tensor({1, 2}, {10, 20});
  const auto values = must(model.compute(std::vector<TensorView>{first, second}));
  EXPECT_EQ(tests::to_vector(values[0]), (std::vector<float>{11, 22}));
  EXPECT_EQ(tests::to_vector(values[1]), (std::vector<float>{1, 2}));
  EXPECT_EQ(sentence(model.predict(first)), "the model functional has 2 outputs, expected 1");
  EXPECT_EQ(sentence(model.compute(std::vector<TensorView>{first})),
            "the model functional takes 2 inputs, found 1");
}

std::vector<int> numbers_of(const Model& model) {
  std::vector<int> numbers;
  for (const ModelLayer& layer : model.layers()) numbers.push_back(layer.number().value_or(-1));
  return numbers;
}

TEST(Model, InsideAnotherModel) {
  const Model inner = notebook_like();
  const Symbolic x = input({8, 8, 1});
  const Model outer = must(Model::create(x, must(rescaling({2.0f}))(inner(x))));
  EXPECT_EQ(names_of(outer),
            (std::vector<std::string>{"input_layer", "sequential", "sequential/conv_1",
                                      "sequential/pool_1", "sequential/conv_2", "sequential/pool_2",
                                      "sequential/flatten", "sequential/output", "rescaling"}));
  EXPECT_EQ(numbers_of(outer), (std::vector<int>{0, 1, -1, -1, -1, -1, -1, -1, 2}));
  EXPECT_EQ(outer.layer(1)->type(), "Sequential");
  EXPECT_EQ(outer.parameter_count(), inner.parameter_count());
  EXPECT_EQ(outer.summary()[1].parameters, inner.parameter_count());
  EXPECT_EQ(outer.summary()[4].parameters, 112U);
  const Tensor pictures = counting({1, 8, 8, 1});
  const Tensor expected = must(inner(pictures));
  const Tensor found = must(outer(pictures));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(found.data()[i], 2.0f * expected.data()[i]);
  }
  const auto all = must(outer.activations(pictures));
  const auto of_inner = must(inner.activations(pictures));
  EXPECT_TRUE(same_bits(all[static_cast<std::size_t>(outer.layer(4).node())].values(),
                        of_inner[static_cast<std::size_t>(inner.layer(2).node())].values()));
}

TEST(Model, LayersWithinAnotherModelChange) {
  const Model inner = notebook_like();
  const Symbolic x = input({8, 8, 1});
  const Model outer = must(Model::create(x, must(rescaling({2.0f}))(inner(x))));
  const ModelLayer dense = must(outer.layer("sequential/output"));
  const LayerHandle blank(must(dense->with_weight("kernel", Tensor(Shape{16, 5}))));
  const Model edited = must(outer.with_layer(dense.index(), blank));
  EXPECT_EQ(names_of(edited), names_of(outer));
  EXPECT_EQ(numbers_of(edited), numbers_of(outer));
  const Tensor pictures = counting({1, 8, 8, 1});
  EXPECT_EQ(tests::to_vector(must(edited(pictures))), std::vector<float>(5, 0.4f));
  const Activations after =
      must(edited.recompute(must(outer.activations(pictures)), dense.index()));
  EXPECT_EQ(tests::to_vector(after.back()), std::vector<float>(5, 0.4f));
}

TEST(Model, NetworksWithinNetworksCalledTwice) {
  const LayerHandle halving = must(rescaling({0.5f}, {0.0f}, "halve"));
  const Symbolic a = input({2}, "a");
  const Model leaf = must(Model::create(a, halving(halving(a)), "leaf"));
  const Symbolic b = input({2}, "b");
  const Model middle =
      must(Model::create(b, must(rescaling({8.0f}, {0.0f}, "eight"))(leaf(b)), "middle"));
  const LayerHandle twice = middle.as_layer();
  const Symbolic x = input({2}, "x");
  const Model model = must(Model::create(x, add("sum")({twice(twice(x)), x})));
  EXPECT_EQ(names_of(model),
            (std::vector<std::string>{"x", "middle", "middle/b", "middle/leaf", "middle/leaf/a",
                                      "middle/leaf/halve", "middle/leaf/halve#2", "middle/eight",
                                      "middle#2", "middle/b#2", "middle/leaf#2", "middle/leaf/a#2",
                                      "middle/leaf/halve#3", "middle/leaf/halve#4",
                                      "middle/eight#2", "sum"}));
  EXPECT_EQ(numbers_of(model),
            (std::vector<int>{0, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 2}));
  const Activations all = must(model.activations(tensor({1, 2}, {4, 8})));
  const auto value = [&](const char* name) {
    return tests::to_vector(all[static_cast<std::size_t>(must(model.layer(name)).node())]);
  };
  EXPECT_EQ(value("middle/leaf/halve"), (std::vector<float>{2, 4}));
  EXPECT_EQ(value("middle/leaf/halve#2"), (std::vector<float>{1, 2}));
  EXPECT_EQ(value("middle"), (std::vector<float>{8, 16}));
  EXPECT_EQ(value("middle/leaf/halve#4"), (std::vector<float>{2, 4}));
  EXPECT_EQ(value("sum"), (std::vector<float>{20, 40}));
  const auto path = model.path(must(model.layer("middle/leaf/halve#3")).index());
  EXPECT_EQ(std::vector<std::string>(path.begin(), path.end()),
            (std::vector<std::string>{"middle", "leaf", "halve"}));
}

TEST(Model, WhatKerasDoesNotCountHasNoNumber) {
  const LayerHandle twice(must(rescaling({2.0f}, {0.0f}, "twice"))->uncounted());
  const Symbolic x = input({1});
  const Model model = must(Model::create(x, flatten()(twice(x))));
  EXPECT_EQ(names_of(model), (std::vector<std::string>{"input_layer", "twice", "flatten"}));
  EXPECT_EQ(numbers_of(model), (std::vector<int>{0, -1, 1}));
  const std::vector<std::string> all{"input_layer", "absent", "flatten"};
  EXPECT_EQ(numbers_of(model.numbered_as(all)), (std::vector<int>{0, -1, 2}));
}

TEST(Model, IsAValueComparedByItsLayers) {
  const Model model = notebook_like();
  const Model copy = model;
  EXPECT_EQ(model, copy);
  const LayerHandle original = model.layer(0).handle();
  const LayerHandle changed(must(original->with_weight("bias", Tensor(Shape{3}))));
  const Model edited = must(model.with_layer(0, changed));
  EXPECT_FALSE(edited == model);
  EXPECT_EQ(must(edited.with_layer(0, original)), model);
  EXPECT_EQ(edited.layer(2).handle(), model.layer(2).handle());
}

TEST(Model, AnySize) {
  const Model model = must(Model::sequential(
      {-1, -1, 1}, {small_conv("conv", 1, 4, 1), global_average_pooling2d({.name = "mean"})}));
  EXPECT_EQ(to_string(model.summary()[0].output_shape), "(None, None, None, 4)");
  EXPECT_EQ(must(model(counting({1, 5, 9, 1}))).shape(), (Shape{1, 4}));
  EXPECT_EQ(must(model(counting({3, 2, 2, 1}))).shape(), (Shape{3, 4}));
}

TEST(ModelErrors, AreSentences) {
  const Symbolic x = input({8, 8, 1}, "picture");
  const Symbolic y = input({8, 8, 1}, "other");
  const LayerHandle conv = small_conv("conv", 1, 4, 1);
  EXPECT_EQ(sentence(Model::create(x, add()({conv(x), conv(y)}))),
            "the outputs need other, which is not among the inputs given");
  EXPECT_EQ(sentence(Model::create(x, conv(conv(x)))),
            "conv (Conv2D): the input must be of shape (batch, height, width, 1), found "
            "(None, 8, 8, 4)");
  EXPECT_EQ(sentence(Model::create(x, flatten("conv")(conv(x)))),
            "two layers of the model are called conv, each needs a name of its own");
  EXPECT_EQ(sentence(Model::create({x, x}, {conv(x)})), "picture is given as an input twice");
  EXPECT_EQ(sentence(Model::create({}, {conv(x)})), "a model needs at least one input");
  EXPECT_EQ(sentence(Model::sequential({8}, {})), "a sequential model needs at least one layer");
  EXPECT_EQ(sentence(Model::create(input({1, 2, 3, 4, 5, 6}), conv(x))),
            "an array has 7 axes, at most 6 are supported");
  const Model model = must(Model::create(x, conv(x), "net"));
  EXPECT_EQ(sentence(model.layer("convolution")),
            "the model net has no layer called convolution; its layers are picture, conv");
  EXPECT_EQ(sentence(model(Tensor(Shape{8, 8, 1}))),
            "picture (InputLayer): the input must be of shape (None, 8, 8, 1), found (8, 8, 1), "
            "which lacks the axis of the batch");
  EXPECT_EQ(sentence(model.with_layer(1, small_conv("conv", 3, 4, 1))),
            "conv (Conv2D): the input must be of shape (batch, height, width, 3), found "
            "(None, 8, 8, 1)");
  EXPECT_EQ(sentence(model.with_layer(0, conv)),
            "conv (Conv2D) cannot take the place of picture (InputLayer)");
}

TEST(ModelErrors, TooDeep) {
  const LayerHandle step = must(rescaling({1.0f}));
  Symbolic value = input({1});
  for (int i = 0; i < 3 * Symbolic::kMaxDepth; ++i) value = step(value);
  EXPECT_EQ(value.error().message,
            "rescaling: a network may be 2000 layers deep, this one is deeper");
}

}  // namespace
}  // namespace convlens::nn
