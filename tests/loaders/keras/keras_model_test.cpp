#include "loaders/keras/keras_model.h"

#include <array>

#include "loaders/common/axis_order.h"
#include "loaders/keras/architectures.h"

// Architectures and weights as Keras 1, 2 and 3 write them, without any file.
namespace convlens::loaders {
namespace {

using testing::called_on;
using testing::contains;
using testing::functional;
using testing::group;
using testing::hdf5;
using testing::input_layer;
using testing::json;
using testing::keras3;
using testing::keras_tensor;
using testing::kFirst;
using testing::layer;
using testing::model_of;
using testing::refusal;
using testing::same;
using testing::sequential;
using testing::values;
using testing::weight;

// (N, C, H, W) computed by the definition: correlation, no padding.
Tensor correlate_channels_first(const Tensor& input, const Tensor& kernel, const Tensor& bias) {
  const Shape& in = input.shape();
  const Shape& k = kernel.shape();  // HWIO
  Tensor output(Shape{in[0], k[3], in[2] - k[0] + 1, in[3] - k[1] + 1});
  const Shape& out = output.shape();
  float* to = output.data();
  for (int n = 0; n < out[0]; ++n) {
    for (int f = 0; f < out[1]; ++f) {
      for (int y = 0; y < out[2]; ++y) {
        for (int x = 0; x < out[3]; ++x) {
          double sum = static_cast<double>(bias.data()[f]);
          for (int c = 0; c < k[2]; ++c) {
            for (int i = 0; i < k[0]; ++i) {
              for (int j = 0; j < k[1]; ++j) {
                const float a = input.data()[((n * in[1] + c) * in[2] + y + i) * in[3] + x + j];
                const float b = kernel.data()[((i * k[1] + j) * k[2] + c) * k[3] + f];
                sum += static_cast<double>(a) * static_cast<double>(b);
              }
            }
          }
          *to++ = static_cast<float>(sum);
        }
      }
    }
  }
  return output;
}

TEST(KerasModel, Keras1WithTheanosKernels) {
  // Keras 1: a bare list of layers, other names for all settings, (filters, channels, rows,
  // columns).
  const json architecture{
      {"class_name", "Sequential"},
      {"config",
       {layer("Convolution2D", "conv",
              {{"nb_filter", 4},
               {"nb_row", 3},
               {"nb_col", 2},
               {"dim_ordering", "th"},
               {"border_mode", "valid"},
               {"subsample", {1, 1}},
               {"bias", true},
               {"activation", "linear"},
               {"batch_input_shape", {nullptr, 2, 6, 5}}}),
        layer("Flatten", "flat"), layer("Dropout", "drop", {{"p", 0.5}}),
        layer("Dense", "dense", {{"output_dim", 3}, {"activation", "linear"}, {"bias", false}})}}};
  std::vector<WeightGroup> groups;
  groups.push_back(group("conv", {{4, 2, 3, 2}, {4}}));
  groups.push_back(group("dense", {{4 * 4 * 4, 3}}));
  const Tensor stored = groups[0].weights[0].values.clone();
  const Tensor bias = groups[0].weights[1].values.clone();
  const Tensor dense = groups[1].weights[0].values.clone();
  auto built = build_keras_model(hdf5(architecture, std::move(groups), "1.2.2", ""));
  ASSERT_TRUE(built) << built.error().message;
  EXPECT_EQ(built->notes.size(), 2U);  // channels first, and the kernels turned

  // What Theano computes: the kernel turned, on channels first, flattened as it stands.
  Tensor kernel = *transposed(stored, std::array{2, 3, 1, 0});
  turn_kernel(kernel);
  const Tensor input = values({2, 2, 6, 5});
  const Tensor maps = correlate_channels_first(input, kernel, bias);
  Tensor expected(Shape{2, 3});
  for (std::size_t n = 0; n < 2; ++n) {
    for (std::size_t u = 0; u < 3; ++u) {
      double sum = 0.0;
      for (std::size_t i = 0; i < 64; ++i) {
        sum += static_cast<double>(maps.data()[n * 64 + i]) *
               static_cast<double>(dense.data()[i * 3 + u]);
      }
      expected.data()[n * 3 + u] = static_cast<float>(sum);
    }
  }
  const auto output = built->model.predict(*transposed(input, std::array{0, 2, 3, 1}));
  ASSERT_TRUE(output) << output.error().message;
  // Sums of 12 and 64 products of numbers below 1 in float32.
  EXPECT_LE(testing::scaled_difference(*output, expected), 80 * 6e-8f);
}

TEST(KerasModel, KernelsOfThreeBackends) {
  const json architecture = sequential({layer(
      "Conv2D", "conv",
      {{"filters", 2}, {"kernel_size", {3, 2}}, {"batch_input_shape", {nullptr, 6, 6, 1}}})});
  const auto kernel_from = [&](const char* backend, const Shape& shape) {
    std::vector<WeightGroup> groups;
    groups.push_back(group("conv", {shape, {2}}));
    const nn::Model model = model_of(hdf5(architecture, std::move(groups), "2.1.3", backend));
    const auto span = weight(model, "conv");
    return std::vector<float>(span.begin(), span.end());
  };
  Tensor stored = values({3, 2, 1, 2}, kFirst);
  EXPECT_TRUE(same(kernel_from("tensorflow", {3, 2, 1, 2}), stored.values()));
  EXPECT_TRUE(same(kernel_from("cntk", {3, 2, 1, 2}), stored.values()));
  turn_kernel(stored);
  EXPECT_TRUE(same(kernel_from("theano", {3, 2, 1, 2}), stored.values()));
  // The other order of axes shows by the shape alone.
  const Tensor moved = *transposed(values({2, 1, 3, 2}, kFirst), std::array{2, 3, 1, 0});
  EXPECT_TRUE(same(kernel_from("tensorflow", {2, 1, 3, 2}), moved.values()));
}

TEST(KerasModel, FunctionalFormsSayTheSame) {
  const json input = layer("InputLayer", "in", {{"batch_shape", {nullptr, 4, 4, 2}}});
  const json conv = layer("Conv2D", "shared", {{"filters", 2}, {"kernel_size", {1, 1}}});
  // in -> shared -> shared -> add(first, second)
  const json older = functional(
      {called_on(input, json::array()),
       called_on(layer("Add", "sum"),
                 {{{"shared", 0, 0, json::object()}, {"shared", 1, 0, json::object()}}}),
       called_on(conv, {{{"in", 0, 0, json::object()}}, {{"shared", 0, 0, json::object()}}})},
      {{"in", 0, 0}}, {{"sum", 0, 0}});
  const auto call = [](json args) {
    return json{{"args", std::move(args)}, {"kwargs", {{"mask", nullptr}}}};
  };
  const json newer = functional(
      {called_on(input, json::array()),
       called_on(conv, {call({keras_tensor("in", 0)}), call({keras_tensor("shared", 0)})}),
       called_on(layer("Add", "sum"),
                 {call({json::array({keras_tensor("shared", 0), keras_tensor("shared", 1)})})})},
      {"in", 0, 0}, {"sum", 0, 0});
  const Tensor picture = values({1, 4, 4, 2});
  std::vector<Tensor> outputs;
  for (const json& architecture : {older, newer}) {
    std::vector<WeightGroup> groups;
    groups.push_back(group("shared", {{1, 1, 2, 2}, {2}}));
    const nn::Model model = model_of(hdf5(architecture, std::move(groups)));
    EXPECT_FALSE(model.is_sequential());
    EXPECT_EQ(model.layer_count(), 4);  // shared#2 among them
    EXPECT_EQ(model.nodes().size(), 4U);
    auto output = model.predict(picture);
    ASSERT_TRUE(output) << output.error().message;
    outputs.push_back(*std::move(output));
  }
  EXPECT_TRUE(same(outputs[0].values(), outputs[1].values()));
}

TEST(KerasModel, GroupsByClassAndCounter) {
  // The configured names do not matter, the order of each class does; HDF5 sorts 10 before 2.
  json layers{input_layer({nullptr, 8})};
  std::vector<WeightGroup> groups;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "layer_" + std::to_string(40 - i);
    layers.push_back(layer("Dense", name.c_str(), {{"units", 8}, {"use_bias", false}}));
    std::string path = "layers/dense";
    if (i > 0) path.append("_").append(std::to_string(i));
    groups.push_back({path, {}});
    groups.back().weights.push_back({"0", Tensor(Shape{8, 8})});
    groups.back().weights[0].values.data()[0] = static_cast<float>(i);
  }
  std::sort(groups.begin(), groups.end(),
            [](const WeightGroup& a, const WeightGroup& b) { return a.path < b.path; });
  const nn::Model model = model_of(keras3(sequential(layers), std::move(groups)));
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(weight(model, ("layer_" + std::to_string(40 - i)).c_str())[0], static_cast<float>(i));
  }
}

TEST(KerasModel, GroupsOfClassesThatBeginAlike) {
  const json architecture =
      sequential({input_layer({nullptr, 5, 5, 2}),
                  layer("Conv2DTranspose", "up", {{"filters", 3}, {"kernel_size", {2, 2}}}),
                  layer("Conv2D", "conv", {{"filters", 2}, {"kernel_size", {2, 2}}})});
  std::vector<WeightGroup> groups;
  groups.push_back(group("layers/conv2d", {{2, 2, 3, 2}, {2}}));
  groups.push_back(group("layers/conv2d_transpose", {{2, 2, 3, 2}, {3}}));
  EXPECT_EQ(model_of(keras3(architecture, std::move(groups))).layer_count(), 2);
}

TEST(KerasModel, NamesMayDifferWhereTheOrderIsTheSame) {
  const json architecture =
      sequential({input_layer({nullptr, 4}), layer("Dense", "a", {{"units", 3}}),
                  layer("ReLU", "b"), layer("Dense", "c", {{"units", 2}})});
  std::vector<WeightGroup> groups;
  groups.push_back(group("dense_7", {{4, 3}, {3}}));
  groups.push_back({"re_lu_3", {}});
  groups.push_back(group("dense_8", {{3, 2}, {2}}));
  ModelArchive archive = hdf5(architecture, std::move(groups));
  archive.format = ArchiveFormat::kHdf5Weights;
  EXPECT_EQ(model_of(std::move(archive)).parameter_count(), 23U);
}

TEST(KerasModel, ActivationsThatAreLayers) {
  const json activation{{"class_name", "LeakyReLU"},
                        {"config", {{"name", "leaky"}, {"negative_slope", 0.5}}}};
  const json architecture = sequential(
      {input_layer({nullptr, 1}),
       layer("Dense", "dense", {{"units", 1}, {"use_bias", false}, {"activation", activation}})});
  std::vector<WeightGroup> groups{};
  groups.push_back({"layers/dense", {}});
  groups[0].weights.push_back({"0", Tensor(Shape{1, 1}, std::vector{1.0f})});
  auto built = build_keras_model(keras3(architecture, std::move(groups)));
  ASSERT_TRUE(built) << built.error().message;
  EXPECT_EQ(built->notes.size(), 1U);
  const auto output = built->model.predict(Tensor(Shape{2, 1}, std::vector{-4.0f, 4.0f}));
  ASSERT_TRUE(output);
  EXPECT_EQ(output->data()[0], -2.0f);
  EXPECT_EQ(output->data()[1], 4.0f);
}

// ---- What is refused, by name
// --------------------------------------------------------------------

json one_layer(const json& last) { return sequential({input_layer({nullptr, 6, 6, 2}), last}); }

TEST(KerasModel, UnsupportedLayersAreNamed) {
  const std::string message = refusal(keras3(one_layer(layer("Conv3D", "volume")), {}));
  EXPECT_TRUE(contains(message, "\"volume\" (Conv3D)")) << message;
  EXPECT_TRUE(contains(refusal(keras3(one_layer(layer("Lambda", "f")), {})), "(Lambda)"));
  const json inner = layer("Sequential", "inner", {{"layers", {layer("LSTM", "memory")}}});
  EXPECT_TRUE(contains(refusal(keras3(one_layer(inner), {})), "\"memory\""));
  const json subclassed{{"class_name", "MyNet"}, {"config", json::object()}};
  EXPECT_TRUE(contains(refusal(keras3(subclassed, {})), "\"MyNet\""));
}

TEST(KerasModel, UnsupportedSettingsAreNamed) {
  const auto message = [](const char* type, json config) {
    const std::string text = refusal(keras3(one_layer(layer(type, "it", std::move(config))), {}));
    EXPECT_TRUE(contains(text, std::string("it (") + type + ")")) << text;
    return text;
  };
  EXPECT_TRUE(contains(message("Activation", {{"activation", "wobble"}}), "\"wobble\""));
  EXPECT_TRUE(contains(message("UpSampling2D", {{"interpolation", "lanczos3"}}), "\"lanczos3\""));
  EXPECT_TRUE(contains(message("MaxPooling2D", {{"padding", "causal"}}), "\"causal\""));
  EXPECT_TRUE(contains(message("MaxPooling2D", {{"pool_size", "big"}}), "\"pool_size\""));
  EXPECT_TRUE(contains(message("MaxPooling2D", {{"pool_size", {7, 7}}}), "it (MaxPooling2D)"));
  EXPECT_TRUE(contains(message("Softmax", {{"axis", {1, 2}}}), "2 axes"));
  // One axis twice.
  EXPECT_TRUE(
      contains(message("Normalization", {{"axis", {1, 1, 3}}, {"mean", 0}, {"variance", 1}}),
               "the axes in this order"));
  EXPECT_TRUE(
      contains(message("ZeroPadding2D", {{"padding", {{1, "x"}, {1, 1}}}}), "ZeroPadding2D"));
}

TEST(KerasModel, WeightsThatDoNotFitAreNamed) {
  const json architecture =
      one_layer(layer("Conv2D", "conv", {{"filters", 4}, {"kernel_size", {3, 3}}}));
  const auto message = [&](std::initializer_list<Shape> shapes) {
    std::vector<WeightGroup> groups;
    groups.push_back(group("layers/conv2d", shapes));
    const std::string text = refusal(keras3(architecture, std::move(groups)));
    EXPECT_TRUE(text == "accepted" || contains(text, "conv")) << text;
    return text;
  };
  EXPECT_EQ(message({{3, 3, 2, 4}, {4}}), "accepted");
  EXPECT_TRUE(contains(message({{3, 3, 2, 4}}), "should have 2 arrays of weights, found 1"));
  EXPECT_TRUE(contains(message({{3, 3, 2, 4}, {5}}), "(5,)"));
  EXPECT_TRUE(contains(message({{3, 3, 2, 5}, {5}}), "4 filters"));
  EXPECT_TRUE(contains(message({{5, 5, 2, 4}, {4}}), "3 by 3"));
  EXPECT_TRUE(contains(message({{3, 3, 7, 4}, {4}}), "conv (Conv2D)"));
  EXPECT_TRUE(contains(message({{3, 3, 2}, {4}}), "4 axes"));
  EXPECT_TRUE(contains(refusal(keras3(architecture, {})), "no weights for the layer \"conv\""));
  std::vector<WeightGroup> groups;
  groups.push_back(group("layers/conv2d", {{3, 3, 2, 4}, {4}}));
  groups.push_back(group("layers/conv2d_1", {{3, 3, 2, 4}, {4}}));
  EXPECT_TRUE(contains(refusal(keras3(architecture, std::move(groups))), "layers/conv2d_1"));
}

TEST(KerasModel, GraphsThatDoNotHoldTogether) {
  const json input =
      called_on(layer("InputLayer", "in", {{"batch_shape", {nullptr, 3}}}), json::array());
  const auto message = [&](const json& relu_calls, const json& outputs) {
    return refusal(keras3(
        functional({input, called_on(layer("ReLU", "relu"), relu_calls)}, {{"in", 0, 0}}, outputs),
        {}));
  };
  EXPECT_EQ(message({{{"in", 0, 0}}}, {{"relu", 0, 0}}), "accepted");
  EXPECT_TRUE(contains(message({{{"in", 0, 0}}}, {{"gone", 0, 0}}), "\"gone\""));
  EXPECT_TRUE(contains(message({{{"in", 0, 0}}}, {{"relu", 5, 0}}), "call 5"));
  EXPECT_TRUE(contains(message({{{"in", 0, 1}}}, {{"relu", 0, 0}}), "result 1"));
  EXPECT_TRUE(contains(message({{{"relu", 0, 0}}}, {{"relu", 0, 0}}), "cannot be reached"));
  EXPECT_TRUE(contains(message(7, {{"relu", 0, 0}}), "inbound_nodes"));
  EXPECT_TRUE(contains(message({{{"in", 0, 0}}}, json::array()), "output_layers"));
  EXPECT_TRUE(
      contains(refusal(keras3(sequential({layer("ReLU", "relu")}), {})), "shape of its input"));
  EXPECT_TRUE(contains(refusal(keras3(sequential(json::array()), {})), "lists no layers"));
}

}  // namespace
}  // namespace convlens::loaders
