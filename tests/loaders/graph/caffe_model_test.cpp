#include <array>
#include <opencv2/dnn/dnn.hpp>
#include <random>

#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "loaders/caffe_files.h"
#include "loaders/caffe_hdf5_file.h"
#include "loaders/common/axis_order.h"
#include "loaders/files/prototxt.h"
#include "loaders/load_model.h"
#include "loaders/model_files.h"

// Small Caffe networks, written here, against what OpenCV computes with the same files.
namespace convlens::loaders {
namespace {

using testing::contains;
using testing::layer;
using testing::write_bytes;

constexpr float kTolerance = 1e-5f;

class CaffeModel : public ::testing::Test {
 protected:
  // net.prototxt: an input (1, channels, 9, 8) and these layers; net.caffemodel: their weights.
  void write(int channels, const std::string& layers,
             const std::vector<testing::CaffeWeights>& all) const {
    const testing::CaffeFiles files = testing::make_caffe(channels, layers, all);
    write_bytes(structure_, testing::bytes_of(files.prototxt));
    write_bytes(weights_, testing::bytes_of(files.weights));
  }

  // The network's answer to random values, ours and OpenCV's.
  void expect_opencv_answer(int channels) const {
    const auto loaded = load_model(weights_);
    ASSERT_TRUE(loaded) << loaded.error().message;
    Tensor planes(Shape{1, channels, 9, 8});
    std::mt19937 random(32);
    std::uniform_real_distribution<float> values(-1.0f, 1.0f);
    for (float& value : planes.values()) value = values(random);
    const auto output = loaded->model.predict(*transposed(planes, std::array{0, 2, 3, 1}));
    ASSERT_TRUE(output) << output.error().message;

    cv::dnn::Net net = cv::dnn::readNetFromCaffe(structure_.string(), weights_.string());
    net.enableFusion(false);
    const std::array sizes{1, channels, 9, 8};
    net.setInput(cv::Mat(4, sizes.data(), CV_32F, planes.data()));
    const cv::Mat answer = net.forward();
    std::vector<std::int64_t> extents(answer.size.p, answer.size.p + answer.dims);
    const Tensor theirs(*Shape::checked(extents), {answer.ptr<float>(), answer.total()});
    const bool picture = theirs.shape().rank() == 4;
    const Tensor expected = picture ? *transposed(theirs, std::array{0, 2, 3, 1}) : theirs.clone();
    EXPECT_LE(testing::scaled_difference(*output, expected), kTolerance);
  }

  std::string message() const {
    const auto loaded = load_model(weights_);
    EXPECT_FALSE(loaded);
    if (loaded) return {};
    testing::expect_sentence(loaded.error().message, weights_.string());
    return loaded.error().message;
  }

  TemporaryFolder folder_;
  std::filesystem::path structure_ = folder_ / "net.prototxt";
  std::filesystem::path weights_ = folder_ / "net.caffemodel";
};

TEST_F(CaffeModel, Convolutions) {
  write(4,
        layer("a", "Convolution", "data",
              "convolution_param { num_output: 6 kernel_size: 3 pad: 1 stride: 2 group: 2 }") +
            layer("b", "Convolution", "a",
                  "convolution_param { num_output: 3 kernel_h: 3 kernel_w: 2 pad_h: 2 pad_w: 1"
                  " dilation: 2 bias_term: false }") +
            layer("c", "Deconvolution", "b",
                  "convolution_param { num_output: 2 kernel_size: 4 stride: 2 pad: 1 }"),
        {{"a", "Convolution", {{6, 2, 3, 3}, {6}}},
         {"b", "Convolution", {{3, 6, 3, 2}}},
         {"c", "Deconvolution", {{3, 2, 4, 4}, {2}}}});
  expect_opencv_answer(4);
}

TEST_F(CaffeModel, DeconvolutionInGroups) {
  write(4,
        layer("a", "Deconvolution", "data",
              "convolution_param { num_output: 6 kernel_size: 3 stride: 2 group: 2 }"),
        {{"a", "Deconvolution", {{4, 3, 3, 3}, {6}}}});
  expect_opencv_answer(4);
}

TEST_F(CaffeModel, LocalResponses) {
  for (const char* settings : {"alpha: 2", "local_size: 3 alpha: 0.5 beta: 0.6"}) {
    SCOPED_TRACE(settings);
    write(7, layer("n", "LRN", "data", std::string("lrn_param { ") + settings + " }"), {});
    expect_opencv_answer(7);
  }
  // OpenCV knows neither Caffe's default of alpha, 1, nor its k.
  write(1, layer("n", "LRN", "data", "lrn_param { local_size: 1 beta: 1 k: 3 }"), {});
  const auto loaded = load_model(weights_);
  ASSERT_TRUE(loaded) << loaded.error().message;
  Tensor twos(Shape{1, 9, 8, 1});
  for (float& value : twos.values()) value = 2.0f;
  const auto output = loaded->model.predict(twos);
  ASSERT_TRUE(output) << output.error().message;
  EXPECT_FLOAT_EQ(output->data()[0], 2.0f / 7.0f);
}

TEST_F(CaffeModel, Poolings) {
  for (const char* settings :
       {"pool: MAX kernel_size: 3 stride: 2", "pool: MAX kernel_size: 3 stride: 2 pad: 1",
        "pool: AVE kernel_size: 3 stride: 2", "pool: AVE kernel_h: 2 kernel_w: 3 stride: 3 pad: 1",
        "pool: AVE global_pooling: true", "pool: MAX global_pooling: true"}) {
    SCOPED_TRACE(settings);
    write(2, layer("p", "Pooling", "data", std::string("pooling_param { ") + settings + " }"), {});
    expect_opencv_answer(2);
  }
}

TEST_F(CaffeModel, LayersInPlace) {
  write(2,
        layer("conv", "Convolution", "data", "convolution_param { num_output: 3 kernel_size: 3 }") +
            layer("norm", "BatchNorm", "conv", "batch_norm_param { eps: 0.01 }", "conv") +
            layer("scale", "Scale", "conv", "scale_param { bias_term: true }", "conv") +
            layer("relu", "ReLU", "conv", "relu_param { negative_slope: 0.1 }", "conv") +
            layer("slopes", "PReLU", "conv", "", "conv") +
            layer("drop", "Dropout", "conv", "", "conv") + layer("side", "Sigmoid", "conv") +
            layer("other", "TanH", "conv") + layer("join", "Concat", "side other conv") +
            layer("sum", "Eltwise", "join join") + layer("soft", "Softmax", "sum"),
        {{"conv", "Convolution", {{3, 2, 3, 3}, {3}}},
         {"norm", "BatchNorm", {{3}, {3}, {1}}, 0.5f},
         {"scale", "Scale", {{3}, {3}}},
         {"slopes", "PReLU", {{3}}}});
  expect_opencv_answer(2);
  const auto loaded = load_model(structure_);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->format, "Caffe (.caffemodel)");
  EXPECT_TRUE(loaded->model.layer("norm") && loaded->model.layer("soft"));
}

TEST_F(CaffeModel, DenseLayers) {
  write(3,
        layer("conv", "Convolution", "data", "convolution_param { num_output: 4 kernel_size: 3 }") +
            layer("fc1", "InnerProduct", "conv", "inner_product_param { num_output: 5 }") +
            layer("relu1", "ReLU", "fc1", "", "fc1") +
            layer("fc2", "InnerProduct", "fc1", "inner_product_param { num_output: 3 }") +
            layer("prob", "Softmax", "fc2"),
        {{"conv", "Convolution", {{4, 3, 3, 3}, {4}}},
         {"fc1", "InnerProduct", {{5, 168}, {5}}},
         {"fc2", "InnerProduct", {{3, 5}, {3}}}});
  expect_opencv_answer(3);
  // The dense layer ties the network to the size that the file declares.
  const auto loaded = load_model(weights_);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->model.inputs()[0].shape(), (nn::PartialShape{-1, 9, 8, 3}));
}

TEST_F(CaffeModel, Preparation) {
  const std::string conv =
      layer("conv", "Convolution", "data", "convolution_param { num_output: 1 kernel_size: 1 }");
  const std::vector<testing::CaffeWeights> weights{{"conv", "Convolution", {{1, 3, 1, 1}, {1}}}};
  write(3, conv, weights);
  const auto plain = load_model(weights_);
  ASSERT_TRUE(plain) << plain.error().message;
  nn::InputPreparation expected{
      .resize = nn::HeightWidth{9, 8}, .order = nn::ChannelOrder::kBgr, .scale = 255.0f};
  EXPECT_EQ(plain->preparation, expected);

  write_bytes(
      structure_,
      testing::bytes_of(
          "layer { name: \"data\" type: \"Input\" top: \"data\"\n"
          "  input_param { shape: { dim: 1 dim: 3 dim: 20 dim: 30 } }  # a comment\n"
          "  transform_param { scale: 0.5 mean_value: [104, 117, 123] mean_file: 'x' } }\n" +
          conv));
  const auto told = load_model(weights_);
  ASSERT_TRUE(told) << told.error().message;
  expected.resize = nn::HeightWidth{20, 30};
  expected.mean = {104, 117, 123};
  expected.standard_deviation = {2};
  EXPECT_EQ(told->preparation, expected);
  ASSERT_EQ(told->notes.size(), 2U);
  EXPECT_TRUE(contains(told->notes[0].english(), "mean_file"));
}

// The layers of both phases, labels, losses and measures, as they stand beside a solver.
std::string for_training(const std::string& transform, const std::string& layers,
                         const std::string& scores) {
  const auto data = [](const std::string& phase, const std::string& settings) {
    return "layer { name: \"data\" type: \"Data\" top: \"data\" top: \"label\" include { phase: " +
           phase + " } transform_param { " + settings + " } data_param { source: \"a { b\" } }\n";
  };
  const std::string inputs = "bottom: \"" + scores + "\" bottom: \"label\"";
  return "name: \"net\"\n" + data("TRAIN", "mirror: true crop_size: 5 mean_value: 90") +
         data("TEST", transform) + layers + "layer { name: \"acc\" type: \"Accuracy\" " + inputs +
         " top: \"acc\" include { phase: TEST } }\n"
         "layer { name: \"loss\" type: \"SoftmaxWithLoss\" " +
         inputs + " top: \"loss\" }\n";
}

TEST_F(CaffeModel, AStructureForTrainingIsTakenInItsTestPhase) {
  const std::string layers =
      layer("conv", "Convolution", "data", "convolution_param { num_output: 3 kernel_size: 3 }") +
      layer("fc", "InnerProduct", "conv", "inner_product_param { num_output: 4 }");
  const std::string text = for_training("crop_size: 9 mean_value: 7 scale: 0.5", layers, "fc");
  write(2, layers,
        {{"conv", "Convolution", {{3, 2, 3, 3}, {3}}}, {"fc", "InnerProduct", {{4, 147}, {4}}}});
  write_bytes(structure_, testing::bytes_of(text));
  const auto trained = load_model(weights_);
  ASSERT_TRUE(trained) << trained.error().message;
  EXPECT_EQ(trained->model.inputs()[0].shape(), (nn::PartialShape{-1, 9, 9, 2}));
  EXPECT_EQ(trained->model.outputs()[0].layer()->name(), "loss");
  EXPECT_EQ(trained->model.outputs()[0].layer()->type(), "Softmax");
  ASSERT_TRUE(trained->preparation);
  EXPECT_EQ(trained->preparation->mean, std::vector<float>{7.0f});
  EXPECT_EQ(trained->preparation->standard_deviation, std::vector<float>{2.0f});
  ASSERT_FALSE(trained->notes.empty());
  EXPECT_TRUE(contains(trained->notes[0].english(), "one for training"));
}

TEST_F(CaffeModel, AnotherStructureMayBeNamed) {
  const std::string layers =
      layer("conv", "Convolution", "data", "convolution_param { num_output: 3 kernel_size: 3 }");
  write(2, layers, {{"conv", "Convolution", {{3, 2, 3, 3}, {3}}}});
  const auto other = folder_ / "other";
  std::filesystem::create_directory(other);
  std::filesystem::rename(structure_, other / "layers.prototxt");
  EXPECT_FALSE(load_model(weights_));
  LoadOptions options;
  options.architecture = other / "layers.prototxt";
  const auto loaded = load_model(weights_, options);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->model.layer(1)->name(), "conv");
  const auto keras = load_model(golden::path("keras_cases/small_network.keras"), options);
  ASSERT_FALSE(keras);
  EXPECT_TRUE(contains(keras.error().message, "no network of Caffe, whose layers"));
}

// A 1x1 kernel of 2 channels into 3, and its bias.
std::vector<testing::CaffeBlob> small_kernel(const std::string& layer) {
  return {{layer, 0, {3, 2, 1, 1}, {1, 2, 3, 4, 5, 6}}, {layer, 1, {3}, {0.5f, -1, 10}}};
}

TEST_F(CaffeModel, WeightsMayBeInHdf5) {
  const auto values = folder_ / "net.caffemodel.h5";
  const std::string layers =
      layer("a/conv", "Convolution", "data", "convolution_param { num_output: 3 kernel_size: 1 }") +
      layer("relu", "ReLU", "a/conv");
  write(2, layers, {});
  std::filesystem::remove(weights_);
  for (const hid_t type : {H5T_NATIVE_FLOAT, H5T_NATIVE_DOUBLE}) {
    testing::write_caffe_hdf5(values, small_kernel("a/conv"), "data", type);
    for (const auto& file : {values, structure_}) {
      const auto loaded = load_model(file);
      ASSERT_TRUE(loaded) << loaded.error().message;
      Tensor pixels(Shape{1, 9, 8, 2});
      for (float& value : pixels.values()) value = 1.0f;
      pixels.data()[1] = -2.0f;
      const auto output = loaded->model.predict(pixels);
      ASSERT_TRUE(output) << output.error().message;
      const std::vector<float> expected{0, 0, 3, 3.5f, 6, 21};  // of the first two pixels
      for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_FLOAT_EQ(output->values()[i], expected[i]) << i;
      }
    }
  }
  // Under a name that does not tell, with its structure.
  std::filesystem::rename(values, folder_ / "weights.h5");
  LoadOptions options;
  options.architecture = structure_;
  EXPECT_TRUE(load_model(folder_ / "weights.h5", options));
  const auto alone = load_model(folder_ / "weights.h5");
  ASSERT_FALSE(alone);
  EXPECT_TRUE(contains(alone.error().message, "may hold the weights of a Caffe network"));
}

TEST_F(CaffeModel, WhatHdf5LacksIsSaid) {
  const auto values = folder_ / "net.caffemodel.h5";
  write(2,
        layer("conv", "Convolution", "data", "convolution_param { num_output: 3 kernel_size: 1 }"),
        {});
  std::filesystem::remove(weights_);
  const auto refusal = [&] {
    const auto loaded = load_model(values);
    EXPECT_FALSE(loaded);
    if (loaded) return std::string();
    testing::expect_sentence(loaded.error().message, values.string());
    return loaded.error().message;
  };
  testing::write_caffe_hdf5(values, small_kernel("another"));
  EXPECT_TRUE(contains(refusal(), "the layer \"conv\" (Convolution): the file holds no weights"));
  testing::write_caffe_hdf5(values, small_kernel("conv"), "diff");
  EXPECT_TRUE(contains(refusal(), "no group \"data\""));
  testing::write_caffe_hdf5(values, {{"conv", 0, {3, 2, 1, 1}, {1, 2, 3, 4, 5, 6}}}, "data");
  EXPECT_FALSE(refusal().empty());
  const auto bytes = testing::read_bytes(values);
  write_bytes(values, std::vector<std::byte>(bytes.begin(), bytes.begin() + 700));
  EXPECT_FALSE(refusal().empty());
}

TEST_F(CaffeModel, AChosenStructureIsTheOneThatIsUsed) {
  const auto of = [](const char* name) { return layer(name, "Sigmoid", "data"); };
  write(2, of("a"), {});
  const auto written = testing::read_bytes(structure_);
  write(2, of("b"), {});
  const auto other = folder_ / "other.prototxt";
  write_bytes(other, written);
  const auto loaded = load_model(other);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->model.layer(1)->name(), "a");
}

TEST_F(CaffeModel, AStructureForTrainingWithoutASizeIsRefused) {
  const std::string layers =
      layer("conv", "Convolution", "data", "convolution_param { num_output: 3 kernel_size: 3 }");
  write(2, layers, {{"conv", "Convolution", {{3, 2, 3, 3}, {3}}}});
  write_bytes(structure_, testing::bytes_of(for_training("scale: 0.00390625", layers, "conv")));
  EXPECT_TRUE(contains(message(), "does not tell the size of pictures"));
}

TEST_F(CaffeModel, WhatIsNotSupportedIsNamed) {
  write(2, layer("half", "HardSigmoid", "data"), {});
  EXPECT_TRUE(contains(message(), "the node \"half\" is of the operator Caffe HardSigmoid"));
  write(2, layer("norm1", "LRN", "data", "lrn_param { norm_region: WITHIN_CHANNEL }"), {});
  EXPECT_TRUE(contains(message(), "the layer \"norm1\" (LRN): the sum over pixels"));
  write(2, layer("e", "Eltwise", "data data", "eltwise_param { coeff: 1 coeff: -1 }"), {});
  EXPECT_TRUE(contains(message(), "the layer \"e\" (Eltwise): a sum with factors"));
  write(2, layer("fc", "InnerProduct", "data", "inner_product_param { num_output: 5 }"), {});
  EXPECT_TRUE(contains(message(), "the layer \"fc\" (InnerProduct): the file holds no weights"));
  write(2, layer("p", "Pooling", "data", "pooling_param { kernel_size: 2 stride: 2 pad: 3 }"), {});
  EXPECT_TRUE(contains(message(), "the padding must be less than the pool"));
}

TEST_F(CaffeModel, DamagedFiles) {
  write(2, layer("s", "Sigmoid", "elsewhere"), {});
  message();
  write_bytes(structure_, testing::bytes_of("layer { name: \"x\""));
  EXPECT_TRUE(contains(message(), "a bracket is not closed"));
  std::filesystem::remove(structure_);
  EXPECT_TRUE(contains(message(), "expected net.prototxt beside it"));
  write(2, layer("s", "Sigmoid", "data"), {});
  std::filesystem::remove(weights_);
  message();
}

// A structure of another name is taken where no other can be meant.
TEST_F(CaffeModel, TheStructureMayHaveAnotherName) {
  write(2, layer("s", "Sigmoid", "data"), {});
  const auto rename = [this](const char* from, const char* to) {
    std::filesystem::rename(folder_ / from, folder_ / to);
  };
  rename("net.prototxt", "structure.PROTOTXT");
  EXPECT_TRUE(load_model(weights_));
  EXPECT_TRUE(load_model(folder_ / "structure.PROTOTXT"));
  write_bytes(folder_ / "solver.prototxt", testing::bytes_of("base_lr: 0.1"));
  EXPECT_TRUE(contains(message(), "expected net.prototxt beside it, which tells the layers; 2 of"));
  rename("structure.PROTOTXT", "deploy.prototxt");
  EXPECT_TRUE(load_model(weights_));
  rename("net.caffemodel", "other.caffemodel");
  EXPECT_TRUE(load_model(folder_ / "deploy.prototxt"));
  rename("deploy.prototxt", "other.prototxt");
  EXPECT_TRUE(load_model(folder_ / "other.caffemodel")) << "its own name counts first";
}

TEST_F(CaffeModel, TruncatedAndFlipped) {
  write(2,
        layer("conv", "Convolution", "data", "convolution_param { num_output: 3 kernel_size: 3 }") +
            layer("pool", "Pooling", "conv", "pooling_param { kernel_size: 2 stride: 2 }"),
        {{"conv", "Convolution", {{3, 2, 3, 3}, {3}}}});
  std::mt19937 random(33);
  for (const auto& path : {structure_, weights_}) {
    const auto bytes = testing::read_bytes(path);
    for (int i = 0; i < 60; ++i) {
      auto changed = bytes;
      if (i % 3 == 0) {
        changed.resize(random() % bytes.size());
      } else {
        changed[random() % bytes.size()] ^= std::byte{1} << (random() % 8);
      }
      write_bytes(path, changed);
      LoadOptions options;
      options.limits.timeout_ms = 10'000;
      const auto loaded = load_model(weights_, options);
      if (!loaded) testing::expect_sentence(loaded.error().message);
    }
    write_bytes(path, bytes);
  }
  EXPECT_TRUE(load_model(weights_));
}

TEST(Prototxt, ValuesListsAndBlocks) {
  const auto message = parse_prototxt("a: 1 b: \"x y\" a: 2.5 # c: 3\nd { e: [1, 2] } f: { }");
  ASSERT_TRUE(message) << message.error().message;
  EXPECT_EQ(message->all("a"), (std::vector<std::string>{"1", "2.5"}));
  EXPECT_EQ(message->all("b"), std::vector<std::string>{"x y"});
  EXPECT_TRUE(message->all("c").empty());
  ASSERT_NE(message->block("d"), nullptr);
  EXPECT_EQ(message->block("d")->all("e"), (std::vector<std::string>{"1", "2"}));
  EXPECT_NE(message->block("f"), nullptr);
  for (const char* text : {"}", "a {", "a", "a:", "a: \"x", "a: [1", "{", "@"}) {
    EXPECT_FALSE(parse_prototxt(text)) << text;
  }
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "a {";
  EXPECT_TRUE(contains(parse_prototxt(deep).error().message, "nest deeper"));
}

}  // namespace
}  // namespace convlens::loaders
