#include "loaders/engine/engine_layer.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <utility>

#include "nn/graph/layer.h"

namespace convlens::loaders {
namespace {

using nn::PartialShape;

constexpr std::array kToFile{0, 3, 1, 2};
constexpr std::array kToHeld{0, 2, 3, 1};

// One item of a value, in the file's order of axes.
PartialShape file_item(const PartialShape& held, const Layout& layout) {
  if (layout.order != Order::kMovedLast) return held.with(0, 1);
  return {1, held[3], held[1], held[2]};
}

Result<Tensor> in_file_order(Tensor item, const Layout& layout) {
  if (layout.order == Order::kSame) return item;
  if (layout.order == Order::kMovedLast) return transposed(item, kToFile);
  const auto [height, width, channels] = layout.extents;
  const Shape flat = item.shape();
  item = std::move(item).reshaped(Shape{1, height, width, channels});
  TRY_ASSIGN(auto picture, transposed(item, kToFile));
  return std::move(picture).reshaped(flat);
}

// What the layers that are copies of each other share.
struct EngineValue {
  std::shared_ptr<Engine> engine;
  std::vector<EngineInput> inputs;
  std::string output;
  Layout layout;
  std::string type;

  // What the engine has said of this value's shape, in the file's order.
  std::mutex mutex;
  std::map<std::vector<std::vector<std::int64_t>>, PartialShape> shapes;
};

class EngineLayer final : public nn::LayerOf<EngineLayer> {
 public:
  EngineLayer(std::string name, std::shared_ptr<EngineValue> value)
      : LayerOf(std::move(name), {}, nn::Activation::kLinear), value_(std::move(value)) {}

  std::string_view type() const override { return value_->type; }

 private:
  // One item of each.
  std::vector<Given> given(std::span<const PartialShape> inputs) const {
    std::vector<Given> given;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const EngineInput& input = value_->inputs[i];
      given.push_back({input.name, file_item(inputs[i], input.layout)});
    }
    return given;
  }

  Result<PartialShape> asked_shape(std::span<const PartialShape> inputs) const {
    std::vector<std::vector<std::int64_t>> key;
    for (const PartialShape& input : inputs) {
      const PartialShape item = input.with(0, 1);
      key.emplace_back(item.extents().begin(), item.extents().end());
    }
    const std::scoped_lock lock(value_->mutex);
    if (const auto found = value_->shapes.find(key); found != value_->shapes.end()) {
      return found->second;
    }
    constexpr std::size_t kMostShapes = 256;
    TRY_ASSIGN(const auto answer, value_->engine->shape(value_->output, given(inputs)));
    if (value_->shapes.size() >= kMostShapes) value_->shapes.clear();
    value_->shapes.emplace(std::move(key), answer.shape);
    return answer.shape;
  }

  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    const std::size_t count = value_->inputs.size();
    if (inputs.size() != count) return fail("expected {} inputs, found {}", count, inputs.size());
    for (std::size_t i = 0; i < count; ++i) {
      const Layout& layout = value_->inputs[i].layout;
      const auto [height, width, channels] = layout.extents;
      const bool fits = layout.order == Order::kSame ? inputs[i].rank() > 0
                        : layout.order == Order::kMovedLast
                            ? inputs[i].rank() == 4
                            : inputs[i].rank() == 2 && inputs[i][1] == height * width * channels;
      if (!fits) return fail("an input of shape {} does not fit", to_string(inputs[i]));
    }
    TRY_ASSIGN(const auto shape, asked_shape(inputs));
    if (shape.rank() < 1 || shape[0] != 1) {
      return fail("its value of shape {} has no axis for the batch", to_string(shape));
    }
    if (value_->layout.order == Order::kMovedLast && shape.rank() != 4) {
      return fail("its value of shape {} is no picture", to_string(shape));
    }
    const PartialShape batch = shape.with(0, inputs[0][0]);
    return value_->layout.order == Order::kMovedLast ? moved_shape(batch) : batch;
  }

  bool writes_all() const override { return true; }

  Status evaluate(std::span<const TensorView> inputs, nn::Activation /*fused*/,
                  const nn::ComputeOptions& /*options*/, Tensor& output) const override {
    std::vector<PartialShape> shapes;
    for (const TensorView& input : inputs) shapes.emplace_back(input.shape());
    const std::int64_t items = output.shape()[0];
    const std::size_t size = items > 0 ? output.size() / static_cast<std::size_t>(items) : 0;
    for (std::int64_t item = 0; item < items; ++item) {
      TRY_ASSIGN(auto values, items_of(inputs, item));
      TRY_ASSIGN(auto value, value_->engine->run(value_->output, given(shapes), std::move(values)));
      if (value_->layout.order == Order::kMovedLast && value.shape().rank() == 4) {
        TRY_ASSIGN(value, transposed(value, kToHeld));
      }
      if (value.size() != size) {
        return fail(
            "its value hangs on more than the shapes of its inputs: {} numbers instead"
            " of {}",
            value.size(), size);
      }
      std::copy(value.values().begin(), value.values().end(),
                output.data() + static_cast<std::size_t>(item) * size);
    }
    return {};
  }

  // One item of each, in the file's order of axes.
  Result<std::vector<Tensor>> items_of(std::span<const TensorView> inputs,
                                       std::int64_t item) const {
    std::vector<Tensor> values;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const auto all = inputs[i].shape().extents();
      std::vector<std::int64_t> extents(all.begin(), all.end());
      // What does not hang on the picture has one item for all.
      const std::int64_t place = extents[0] == 1 ? 0 : item;
      extents[0] = 1;
      TRY_ASSIGN(const auto shape, Shape::checked(extents));
      const std::size_t count = shape.element_count();
      Tensor value(shape,
                   inputs[i].values().subspan(static_cast<std::size_t>(place) * count, count));
      TRY_ASSIGN(value, in_file_order(std::move(value), value_->inputs[i].layout));
      values.push_back(std::move(value));
    }
    return values;
  }

  std::shared_ptr<EngineValue> value_;
};

}  // namespace

Result<nn::LayerHandle> engine_layer(std::shared_ptr<Engine> engine,
                                     std::vector<EngineInput> inputs, std::string output,
                                     const Layout& layout, std::string type, std::string name) {
  auto value = std::make_shared<EngineValue>();
  value->engine = std::move(engine);
  value->inputs = std::move(inputs);
  value->output = std::move(output);
  value->layout = layout;
  value->type = std::move(type);
  return nn::LayerHandle(std::make_shared<const EngineLayer>(std::move(name), std::move(value)));
}

}  // namespace convlens::loaders
