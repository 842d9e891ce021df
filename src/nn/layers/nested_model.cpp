#include <algorithm>
#include <utility>

#include "nn/graph/model.h"

// A model as one layer of another.
namespace convlens::nn {
namespace {

class NestedModel final : public Layer {
 public:
  NestedModel(Model model, std::vector<Weight> weights)
      : Layer(model.name(), std::move(weights), Activation::kLinear), model_(std::move(model)) {}

  std::string_view type() const override {
    return model_.is_sequential() ? "Sequential" : "Functional";
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    if (inputs.size() != model_.inputs().size()) {
      return fail("expected {} inputs, found {}", model_.inputs().size(), inputs.size());
    }
    if (model_.outputs().size() != 1) {
      return fail("a model inside a model must have 1 output, found {}", model_.outputs().size());
    }
    std::vector<PartialShape> shapes;
    for (const ModelNode& node : model_.nodes()) {
      std::vector<PartialShape> of_inputs;
      for (const int input : node.inputs) {
        of_inputs.push_back(shapes[static_cast<std::size_t>(input)]);
      }
      const auto given = std::find(model_.inputs().begin(), model_.inputs().end(), node.value);
      if (given != model_.inputs().end()) {
        of_inputs.push_back(inputs[static_cast<std::size_t>(given - model_.inputs().begin())]);
      }
      auto shape = node.layer->output_shape(of_inputs);
      if (!shape) return shape;
      if (node.value == model_.outputs().front()) return shape;
      shapes.push_back(*shape);
    }
    return fail("the model {} does not reach its output", name());
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& options, Tensor& output) const override {
    TRY_ASSIGN(const auto values, model_.compute(inputs, options));
    const std::span<const float> result = values.front().values();
    std::copy(result.begin(), result.end(), output.data());
    return {};
  }

  // The weights stand in the order of the layers, so they are dealt out in that order.
  Result<LayerPtr> rebuilt(std::vector<Weight> weights) const override {
    Model model = model_;
    std::size_t next = 0;
    for (const ModelLayer& layer : model_.layers()) {
      std::vector<std::shared_ptr<const Tensor>> values;
      for (std::size_t i = 0; i < layer->weights().size(); ++i) {
        values.push_back(weights[next++].value);
      }
      if (values.empty()) continue;
      auto changed = layer->with_weights(std::move(values));
      if (!changed) return changed;
      TRY_ASSIGN(auto rebuilt_model, model.with_layer(layer.index(), LayerHandle(*changed)));
      model = std::move(rebuilt_model);
    }
    return LayerPtr(std::make_shared<const NestedModel>(std::move(model), std::move(weights)));
  }

  Model model_;
};

}  // namespace

LayerHandle Model::as_layer() const {
  std::vector<Weight> weights;
  for (const ModelLayer& layer : layers()) {
    for (const Weight& weight : layer->weights()) {
      weights.push_back({layer->name() + "/" + weight.name, weight.value});
    }
  }
  return LayerHandle(std::make_shared<const NestedModel>(*this, std::move(weights)));
}

}  // namespace convlens::nn
