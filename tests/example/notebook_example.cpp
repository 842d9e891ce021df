// The notebook's lesson on layers as callable things and on the functional API, in this library's
// own words: what an object that can be called is, what a layer does when it is called on a batch
// or on a symbolic input, and how a part of a trained model becomes a model of its own.
#include <fmt/core.h>

#include <cstdlib>
#include <string_view>
#include <vector>

#include "nn/graph/model.h"
#include "nn/initializers.h"
#include "nn/layers/layers.h"

namespace nn = convlens::nn;
using convlens::Result;
using convlens::Shape;
using convlens::Tensor;

namespace {

// An object that can be called remembers what it was called with, call after call.
class Test {
 public:
  Test& operator()(int x) {
    total_ += x;
    fmt::print("called with {}, the sum so far is {}\n", x, total_);
    return *this;
  }
  int total() const { return total_; }

 private:
  int total_ = 0;
};

void require(bool holds, std::string_view what) {
  if (holds) return;
  fmt::print(stderr, "notebook_example: not so: {}\n", what);
  std::exit(EXIT_FAILURE);
}

// A value, or the end of the program with the sentence that says why there is none.
template <typename T>
T value_of(Result<T> result) {
  require(result.has_value(), result ? "" : result.error().message);
  return std::move(*result);
}

// Like keras.layers.Conv2D(filters, 3, activation='relu', padding='same', name=name), untrained.
nn::LayerHandle conv2d(const char* name, std::int64_t channels, std::int64_t filters,
                       nn::Random& random) {
  return value_of(nn::conv2d({.name = name,
                              .padding = convlens::conv::Padding::kSame,
                              .activation = nn::Activation::kRelu},
                             nn::glorot_uniform(Shape{3, 3, channels, filters}, random),
                             nn::zeros(Shape{filters})));
}

nn::LayerHandle dense(const char* name, std::int64_t in, std::int64_t units,
                      nn::Activation activation, nn::Random& random) {
  return value_of(nn::dense({.name = name, .activation = activation},
                            nn::glorot_uniform(Shape{in, units}, random), nn::zeros(Shape{units})));
}

nn::Model make_model(nn::Random& random) {
  const auto pool = [](const char* name) { return value_of(nn::max_pooling2d({.name = name})); };
  return value_of(nn::Model::sequential(
      {28, 28, 1}, {conv2d("conv2d", 1, 32, random), pool("max_pooling2d"),
                    conv2d("conv2d_1", 32, 64, random), pool("max_pooling2d_1"), nn::flatten(),
                    dense("dense", 7 * 7 * 64, 100, nn::Activation::kRelu, random), nn::dropout(),
                    dense("dense_1", 100, 10, nn::Activation::kSoftmax, random)}));
}

// x[first:last] along the batch.
Tensor slice(const Tensor& x, std::int64_t first, std::int64_t last) {
  const Shape& s = x.shape();
  const auto item = static_cast<std::size_t>(s[1] * s[2] * s[3]);
  return Tensor(Shape{last - first, s[1], s[2], s[3]},
                x.values().subspan(static_cast<std::size_t>(first) * item,
                                   static_cast<std::size_t>(last - first) * item));
}

void callable_objects() {
  Test test;
  test(1)(2)(3);
  require(test.total() == 6, "an object that is called three times remembers all three");
}

void a_layer_is_callable(const Tensor& x, nn::Random& random) {
  const nn::LayerHandle conv1 = conv2d("conv1", 1, 10, random);
  const Tensor y = value_of(conv1(x));
  fmt::print("conv1{} -> {}\n", to_string(x.shape()), to_string(y.shape()));
  require(y.shape() == Shape{4, 28, 28, 10}, "a batch of four gives ten maps for each of them");

  // Layers follow each other as functions do.
  const nn::LayerHandle conv2 = conv2d("conv2", 10, 3, random);
  require(value_of(conv2(conv1(x))).shape() == Shape{4, 28, 28, 3}, "calls can be nested");
}

void a_batch_of_one_and_a_single_item(const nn::Model& model, const Tensor& x) {
  const Tensor one = value_of(model(slice(x, 0, 1)));  // x[:1]
  require(one.shape() == Shape{1, 10}, "x[:1] is a batch of one");

  const Tensor item = slice(x, 0, 1).reshaped({28, 28, 1});  // x[0]
  const auto refused = model(item);
  require(!refused, "x[0] has one axis too few");
  fmt::print("model(x[0]): {}\n", refused.error().message);
}

void the_functional_api(const nn::Model& model, const Tensor& x) {
  for (const nn::ModelLayer& layer : model.layers()) {
    fmt::print("{} {:<16} {:<13} {}\n", layer.index(), layer->name(), layer->type(),
               to_string(layer.output().shape()));
  }

  // conv_acti = keras.Model(model.inputs, model.layers[2].output)
  const nn::Model conv_acti = value_of(nn::Model::create(model.inputs(), model.layer(2).output()));
  const Tensor feature_maps = value_of(conv_acti.predict(slice(x, 0, 1)));
  fmt::print("feature maps {}\n", to_string(feature_maps.shape()));
  require(feature_maps.shape() == Shape{1, 14, 14, 64}, "the second convolution has 64 maps");
  require(conv_acti.layer_count() == 4, "a functional model counts its InputLayer");

  // The same layers by hand: a layer called on a symbolic input builds a graph.
  const nn::Symbolic input = nn::input({28, 28, 1});
  const nn::Symbolic output =
      model.layer(2).handle()(model.layer(1).handle()(model.layer(0).handle()(input)));
  const nn::Model by_hand = value_of(nn::Model::create(input, output));
  const Tensor same = value_of(by_hand(slice(x, 0, 1)));
  require(std::vector<float>(same.values().begin(), same.values().end()) ==
              std::vector<float>(feature_maps.values().begin(), feature_maps.values().end()),
          "both models share the layers, so they give the same maps");
}

}  // namespace

int main() {
  nn::Random random(42);
  Tensor x(Shape{4, 28, 28, 1});
  for (float& pixel : x.values()) pixel = random.uniform();

  callable_objects();
  a_layer_is_callable(x, random);
  const nn::Model model = make_model(random);
  a_batch_of_one_and_a_single_item(model, x);
  the_functional_api(model, x);
  return EXIT_SUCCESS;
}
