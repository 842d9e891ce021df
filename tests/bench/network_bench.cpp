// Whole networks: one picture through all layers, every activation kept, and many pictures to their
// predictions. A row a layer says where the time goes. tests/bench/peers/run.sh sets the rows
// beside TensorFlow's and ONNX Runtime's.
// usage: bench_networks [benchmark's own options] [MODEL [LARGE]]
//   MODEL   predicts Fashion-MNIST's test images; the bundled network unless told
//   LARGE   a folder of the networks that peers/large_networks.py makes
#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "loaders/load_model.h"
#include "loaders/readers.h"
#include "media/idx.h"

namespace {

using convlens::Result;
using convlens::Shape;
using convlens::Tensor;
using convlens::TensorView;
namespace nn = convlens::nn;

constexpr std::int64_t kBatch = 32;  // pictures a pass, as the evaluate command has it
constexpr const char* kTestImages = "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz";

template <typename T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

nn::Model load(const std::filesystem::path& path) {
  return value_of(convlens::loaders::load_model(path)).model;
}

Tensor random_picture(const Shape& shape) {
  std::mt19937 random(1);
  std::uniform_real_distribution<float> uniform(0.0f, 1.0f);
  Tensor tensor(shape);
  for (float& value : tensor.values()) value = uniform(random);
  return tensor;
}

// (10000, 28, 28, 1), 0..1
Tensor test_images() {
  const auto images = value_of(convlens::media::read_idx(kTestImages));
  const Shape& shape = images.shape;
  Tensor tensor(Shape{shape[0], shape[1], shape[2], 1});
  std::transform(images.values.begin(), images.values.end(), tensor.data(),
                 [](std::uint8_t value) { return static_cast<float>(value) * (1.0f / 255.0f); });
  return tensor;
}

// A model and what it is given.
struct Subject {
  nn::Model model;
  Tensor input;
};
using SharedSubject = std::shared_ptr<const Subject>;

nn::ComputeOptions on_threads(int threads) {
  nn::ComputeOptions options;
  options.threads = threads;
  return options;
}

void keep_activations(benchmark::State& state, const SharedSubject& subject, int threads) {
  for (auto _ : state) {
    auto activations = subject->model.activations(subject->input, on_threads(threads));
    if (!activations) state.SkipWithError(activations.error().message.c_str());
    benchmark::DoNotOptimize(activations);
  }
}

// One call of the network; the input's first axis may be a batch.
void compute_layer(benchmark::State& state, const SharedSubject& subject, std::size_t node,
                   int threads) {
  const auto activations =
      value_of(subject->model.activations(subject->input, on_threads(threads)));
  const nn::ModelNode& call = subject->model.nodes()[node];
  std::vector<TensorView> inputs;
  for (const int input : call.inputs) {
    inputs.push_back(activations[static_cast<std::size_t>(input)].view());
  }
  for (auto _ : state) {
    auto value = call.layer->compute(inputs, on_threads(threads));
    benchmark::DoNotOptimize(value);
  }
}

void predict_one(benchmark::State& state, const SharedSubject& subject, int threads) {
  for (auto _ : state) {
    auto scores = subject->model.predict(subject->input, on_threads(threads));
    if (!scores) state.SkipWithError(scores.error().message.c_str());
    benchmark::DoNotOptimize(scores);
  }
}

void predict_all(benchmark::State& state, const SharedSubject& subject, int threads) {
  const Shape& all = subject->input.shape();
  for (auto _ : state) {
    for (std::int64_t first = 0; first < all[0]; first += kBatch) {
      const Shape shape{std::min(kBatch, all[0] - first), all[1], all[2], all[3]};
      const std::size_t item = shape.element_count() / static_cast<std::size_t>(shape[0]);
      const TensorView batch(
          std::as_const(subject->input)
              .values()
              .subspan(static_cast<std::size_t>(first) * item, shape.element_count()),
          shape);
      auto scores = subject->model.predict(batch, on_threads(threads));
      if (!scores) state.SkipWithError(scores.error().message.c_str());
      benchmark::DoNotOptimize(scores);
    }
  }
}

template <typename... Arguments>
benchmark::internal::Benchmark* add(const std::string& name, Arguments... arguments) {
  return benchmark::RegisterBenchmark(name.c_str(), arguments...)
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

// Single calls, so that the median is that of calls, as the peers' is.
constexpr int kPictureCalls = 200;
constexpr int kLargeCalls = 30;
constexpr int kSetCalls = 5;

void register_layers(const std::string& name, const SharedSubject& subject, int threads) {
  const std::span<const nn::ModelNode> nodes = subject->model.nodes();
  for (std::size_t node = 0; node < nodes.size(); ++node) {
    if (nodes[node].inputs.empty() || nodes[node].layer->keeps_values()) continue;
    add(fmt::format("layer/{}/{}/t{}", name, nodes[node].layer->name(), threads), compute_layer,
        subject, node, threads);
  }
}

void register_picture(const std::string& name, const nn::Model& model, const Shape& shape) {
  const auto subject = std::make_shared<const Subject>(Subject{model, random_picture(shape)});
  const std::string row = fmt::format("{}/{}x{}x{}", name, shape[1], shape[2], shape[3]);
  for (const int threads : {1, 2}) {
    add(fmt::format("activations/{}/t{}", row, threads), keep_activations, subject, threads)
        ->Iterations(1)
        ->Repetitions(kPictureCalls);
    register_layers(row, subject, threads);
  }
}

void register_large(const std::string& name, const std::filesystem::path& folder) {
  const auto subject = std::make_shared<const Subject>(
      Subject{load(folder / (name + ".keras")), random_picture(Shape{1, 224, 224, 3})});
  for (const int threads : {1, 2}) {
    add(fmt::format("predict/{}/224x224x3/t{}", name, threads), predict_one, subject, threads)
        ->Iterations(1)
        ->Repetitions(kLargeCalls);
    register_layers(name, subject, threads);
  }
}

void register_all(const std::filesystem::path& models, const std::filesystem::path& predicting) {
  register_picture("fashion_mnist", load(models / "fashion_mnist.keras"), Shape{1, 28, 28, 1});
  const nn::Model cifar = load(models / "cifar10.keras");
  register_picture("cifar10", cifar, Shape{1, 32, 32, 3});
  register_picture("cifar10", cifar, Shape{1, 70, 120, 3});
  const auto all = std::make_shared<const Subject>(Subject{load(predicting), test_images()});
  const auto batch = std::make_shared<const Subject>(
      Subject{all->model, random_picture(Shape{kBatch, 28, 28, 1})});
  for (const int threads : {1, 2}) {
    register_layers(fmt::format("batch of {}", kBatch), batch, threads);
    add(fmt::format("predict/10000/28x28x1/t{}", threads), predict_all, all, threads)
        ->Iterations(1)
        ->Repetitions(kSetCalls);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto child =
          convlens::loaders::run_isolated_child(argc, argv, convlens::loaders::isolated_readers()))
    return *child;
  benchmark::Initialize(&argc, argv);
  const std::filesystem::path models = CONVLENS_MODELS;
  try {
    register_all(models, argc > 1 ? argv[1] : models / "fashion_mnist.keras");
    if (argc > 2) {
      for (const char* name : {"squeezenet", "mobilenet"}) register_large(name, argv[2]);
    }
    benchmark::RunSpecifiedBenchmarks();
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_networks: {}\n", error.what());
    return 1;
  }
  benchmark::Shutdown();
  return 0;
}
