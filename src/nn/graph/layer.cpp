#include "nn/graph/layer.h"

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

#include "conv/thread_pool.h"

namespace convlens::nn {
namespace {

std::vector<PartialShape> shapes_of(std::span<const TensorView> inputs) {
  std::vector<PartialShape> shapes;
  shapes.reserve(inputs.size());
  for (const TensorView& input : inputs) shapes.emplace_back(input.shape());
  return shapes;
}

bool has_empty_axis(const PartialShape& shape) {
  const std::span<const std::int64_t> extents = shape.extents();
  return std::find(extents.begin(), extents.end(), 0) != extents.end();
}

std::int64_t channels_of(const Shape& shape) {
  return shape.rank() > 0 ? shape[shape.rank() - 1] : 1;
}

// What is done to a layer's result, pixel by pixel.
class PixelWorks {
 public:
  void add(PixelWork work) { works_.push_back(std::move(work)); }
  void add(Activation activation, std::int64_t channels) {
    if (activation == Activation::kLinear) return;
    add([activation, channels](std::span<float> pixels) {
      apply_activation(activation, pixels, channels);
    });
  }

  // For a convolution that ends before this does.
  conv::Finish finish() const {
    if (works_.empty()) return {};
    return {
        [](const void* works, float* pixels, std::int64_t count) {
          static_cast<const PixelWorks*>(works)->apply({pixels, static_cast<std::size_t>(count)});
        },
        this};
  }

  // In runs of pixels that stay in the cache from one work to the next.
  void run(int threads, std::int64_t channels, std::span<float> values) const {
    constexpr std::int64_t kRun = 4096;  // floats
    if (works_.empty()) return;
    const std::int64_t pixels = static_cast<std::int64_t>(values.size()) / channels;
    const std::int64_t together = std::max<std::int64_t>(kRun / channels, 1);
    const std::int64_t runs = (pixels + together - 1) / together;
    conv::ThreadPool& pool = conv::ThreadPool::shared();
    pool.run(pool.threads_for(threads), runs, [&](int, std::int64_t i) {
      const std::int64_t first = i * together;
      const std::int64_t count = std::min(together, pixels - first);
      apply(values.subspan(static_cast<std::size_t>(first * channels),
                           static_cast<std::size_t>(count * channels)));
    });
  }

 private:
  void apply(std::span<float> pixels) const {
    for (const PixelWork& work : works_) work(pixels);
  }

  std::vector<PixelWork> works_;
};

}  // namespace

Layer::Layer(std::string name, std::vector<Weight> weights, Activation activation)
    : name_(std::move(name)), weights_(std::move(weights)), activation_(activation) {}

std::size_t Layer::parameter_count() const {
  std::size_t count = 0;
  if (!has_parameters_) return count;
  for (const Weight& weight : weights_) count += weight.value->size();
  return count;
}

Result<PartialShape> Layer::output_shape(std::span<const PartialShape> inputs) const {
  for (const PartialShape& input : inputs) {
    if (!has_empty_axis(input)) continue;
    return fail("{} ({}): the input must have no extent of 0, found {}", name_, type(),
                to_string(input));
  }
  auto shape = infer_shape(inputs);
  if (!shape) return fail("{} ({}): {}", name_, type(), shape.error());
  return shape;
}

Result<Shape> Layer::output_shape(std::span<const Shape> inputs) const {
  TRY_ASSIGN(const auto shape,
             output_shape(std::vector<PartialShape>(inputs.begin(), inputs.end())));
  auto complete = shape.complete();
  if (!complete) return fail("{} ({}): {}", name_, type(), complete.error());
  return complete;
}

Result<Tensor> Layer::compute(std::span<const TensorView> inputs, const ComputeOptions& options,
                              std::span<const Layer* const> then) const {
  return compute_with(activation_, inputs, options, then);
}

Result<Tensor> Layer::compute_before_activation(std::span<const TensorView> inputs,
                                                const ComputeOptions& options) const {
  return compute_with(Activation::kLinear, inputs, options, {});
}

PixelWork Layer::pixel_work(const Shape& shape) const {
  PixelWork own = own_pixel_work(shape.rank());
  if (!own || activation_ == Activation::kLinear) return own;
  return [own = std::move(own), activation = activation_,
          channels = channels_of(shape)](std::span<float> pixels) {
    own(pixels);
    apply_activation(activation, pixels, channels);
  };
}

Result<Tensor> Layer::compute_with(Activation activation, std::span<const TensorView> inputs,
                                   const ComputeOptions& options,
                                   std::span<const Layer* const> then) const {
  TRY_ASSIGN(const auto partial, output_shape(shapes_of(inputs)));
  const auto shape = partial.complete();
  if (!shape) return fail("{} ({}): {}", name_, type(), shape.error());
  auto output = writes_all() ? Tensor::uninitialized(*shape) : Tensor::create(*shape);
  if (!output) return fail("{} ({}): {}", name_, type(), output.error());
  const std::int64_t channels = channels_of(*shape);
  const bool fused = fuses(activation);
  try {
    PixelWorks works;
    if (!fused) works.add(activation, channels);
    for (const Layer* layer : then) works.add(layer->pixel_work(*shape));
    ComputeOptions own = options;
    own.finish = finishes() ? works.finish() : conv::Finish{};
    if (const auto status =
            evaluate(inputs, fused ? activation : Activation::kLinear, own, *output);
        !status) {
      return fail("{} ({}): {}", name_, type(), status.error());
    }
    if (!finishes()) works.run(options.threads, channels, output->values());
  } catch (const std::bad_alloc&) {
    return fail("{} ({}): there is not enough memory to compute an array of shape {}", name_,
                type(), to_string(*shape));
  }
  return output;
}

Result<LayerPtr> Layer::with_weights(std::vector<std::shared_ptr<const Tensor>> values) const {
  if (values.size() != weights_.size()) {
    return fail("{} ({}) has {} weights, found {} new values", name_, type(), weights_.size(),
                values.size());
  }
  std::vector<Weight> changed;
  changed.reserve(weights_.size());
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    assert(values[i] != nullptr);
    const Shape& expected = weights_[i].value->shape();
    if (values[i]->shape() != expected) {
      return fail("{} ({}): the {} must be of shape {}, found {}", name_, type(), weights_[i].name,
                  to_string(expected), to_string(values[i]->shape()));
    }
    changed.push_back({weights_[i].name, std::move(values[i])});
  }
  std::shared_ptr<Layer> layer = copied();
  layer->weights_ = std::move(changed);
  return LayerPtr(std::move(layer));
}

LayerPtr Layer::renamed(std::string name) const {
  std::shared_ptr<Layer> layer = copied();
  layer->name_ = std::move(name);
  return layer;
}

LayerPtr Layer::without_parameters() const {
  std::shared_ptr<Layer> layer = copied();
  layer->has_parameters_ = false;
  return layer;
}

LayerPtr Layer::uncounted() const {
  std::shared_ptr<Layer> layer = copied();
  layer->is_counted_ = false;
  return layer;
}

Result<LayerPtr> Layer::with_weight(std::string_view weight_name, Tensor value) const {
  const auto found =
      std::find_if(weights_.begin(), weights_.end(),
                   [weight_name](const Weight& weight) { return weight.name == weight_name; });
  if (found == weights_.end()) {
    return fail("{} ({}) has no weight called {}", name_, type(), weight_name);
  }
  std::vector<std::shared_ptr<const Tensor>> values;
  values.reserve(weights_.size());
  for (const Weight& weight : weights_) values.push_back(weight.value);
  values[static_cast<std::size_t>(found - weights_.begin())] =
      std::make_shared<const Tensor>(std::move(value));
  return with_weights(std::move(values));
}

}  // namespace convlens::nn
