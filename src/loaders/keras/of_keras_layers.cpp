#include "loaders/keras/of_keras_layers.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "nn/layers/layers.h"

namespace convlens::loaders {
namespace {

// Names within TensorFlow's scopes.
std::string scope_name(const std::string& name) {
  std::string taken;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-' || c == '.';
    taken += plain ? c : '_';
  }
  const bool starts = !taken.empty() && taken[0] != '_' && taken[0] != '-' && taken[0] != '.';
  return starts ? taken : "layer" + taken;
}

// Whether no value that the layer gives is below 0, so that zeros around a picture win no maximum.
bool is_never_negative(const nn::Layer& layer) {
  if (layer.type() == "ReLU") {
    const auto form = layer.keras_form();
    return form && *nn::setting<float>(form->settings, "negative_slope") == 0.0f;
  }
  switch (layer.activation()) {
    case nn::Activation::kRelu:
    case nn::Activation::kRelu6:
    case nn::Activation::kSigmoid:
    case nn::Activation::kSoftmax:
      return true;
    default:
      return false;
  }
}

class Rewriter {
 public:
  explicit Rewriter(const nn::Model& model) : model_(model) {}

  Result<nn::Model> rewritten() {
    const auto nodes = model_.nodes();
    std::vector<nn::Symbolic> inputs;
    std::vector<nn::Symbolic> outputs;
    for (const nn::ModelNode& node : nodes) {
      if (node.inputs.empty()) {
        TRY_ASSIGN(const auto item,
                   nn::PartialShape::checked(node.value.shape().extents().subspan(1)));
        values_.push_back(nn::input(item, unused(node.layer->name())));
        continue;
      }
      TRY_ASSIGN(auto value, called(node));
      values_.push_back(std::move(value));
    }
    for (const nn::Symbolic& input : model_.inputs()) {
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].value == input) inputs.push_back(values_[i]);
      }
    }
    for (const int node : model_.output_nodes()) {
      outputs.push_back(values_[static_cast<std::size_t>(node)]);
    }
    return nn::Model::create(std::move(inputs), std::move(outputs), scope_name(model_.name()));
  }

 private:
  std::string unused(const std::string& name) {
    const std::string wanted = scope_name(name);
    std::string free = wanted;
    for (int number = 2; !names_.insert(free).second; ++number) {
      free = fmt::format("{}_{}", wanted, number);
    }
    return free;
  }

  Result<nn::Symbolic> called(const nn::ModelNode& node) {
    const nn::Layer* const layer = &*node.layer;
    auto known = layers_.find(layer);
    if (known == layers_.end()) {
      TRY_ASSIGN(auto made, replacements(node));
      known = layers_.emplace(layer, std::move(made)).first;
    }
    std::vector<nn::Symbolic> inputs;
    for (const int input : node.inputs) inputs.push_back(values_[static_cast<std::size_t>(input)]);
    nn::Symbolic value = known->second.front()(inputs);
    for (std::size_t i = 1; i < known->second.size(); ++i) value = known->second[i](value);
    if (!value.is_valid()) return fail(value.error());
    return value;
  }

  // The layers of Keras that do together what the node's does.
  Result<std::vector<nn::LayerHandle>> replacements(const nn::ModelNode& node) {
    const nn::Layer& layer = *node.layer;
    std::vector<nn::LayerHandle> made;
    const auto steps = nn::steps_of(layer);
    // TensorFlow refuses these.
    const bool uneven =
        layer.type() == "DepthwiseConv2D" && steps && steps->strides.height != steps->strides.width;
    if (layer.activation() != nn::Activation::kHardSigmoidOfKeras2 && !uneven) {
      if (layer.keras_form()) {
        made.emplace_back(layer.renamed(unused(layer.name())));
        return made;
      }
      TRY_ASSIGN(made, with_padding(node));
    }
    if (made.empty()) {
      return fail("{} ({}) cannot be saved as .keras: Keras has no layer that does the same",
                  layer.name(), layer.type());
    }
    return made;
  }

  Result<std::vector<nn::LayerHandle>> with_padding(const nn::ModelNode& node) {
    const nn::Layer& layer = *node.layer;
    std::optional<nn::Edges> edges;
    std::optional<Result<nn::LayerHandle>> valid;
    const std::string name = layer.name();
    if (const auto steps = nn::steps_of(layer); steps && steps->edges && !steps->round_up) {
      edges = steps->edges;
      valid = valid_convolution(node, *steps);
    } else if (const auto pooling = nn::pooling_of(layer); pooling && pooling->steps.edges) {
      const nn::ModelNode& before = model_.nodes()[static_cast<std::size_t>(node.inputs.front())];
      const bool zeros_pass =
          pooling->takes_largest ? is_never_negative(*before.layer) : pooling->counts_edges;
      if (!zeros_pass || pooling->steps.round_up || pooling->steps.dilation != nn::HeightWidth{}) {
        return std::vector<nn::LayerHandle>();
      }
      edges = pooling->steps.edges;
      const nn::Pooling2DOptions options{
          .name = unused(name), .pool_size = pooling->size, .strides = pooling->steps.strides};
      valid = pooling->takes_largest ? nn::max_pooling2d(options) : nn::average_pooling2d(options);
    }
    if (!valid) return std::vector<nn::LayerHandle>();
    if (!*valid) return fail(valid->error());
    TRY_ASSIGN(auto padding, nn::zero_padding2d(*edges, unused(name + "_padding")));
    return std::vector{std::move(padding), **valid};
  }

  // The convolution without room around its pictures.
  Result<nn::LayerHandle> valid_convolution(const nn::ModelNode& node,
                                            const nn::WindowSteps& steps) {
    const nn::Layer& layer = *node.layer;
    const Tensor& kernel = *layer.weights().front().value;
    std::optional<Tensor> bias;
    if (layer.weights().size() > 1) bias = layer.weights()[1].value->clone();
    if (layer.type() == "DepthwiseConv2D") {
      return nn::depthwise_conv2d({.name = unused(layer.name()),
                                   .strides = steps.strides,
                                   .dilation = steps.dilation,
                                   .activation = layer.activation()},
                                  kernel.clone(), std::move(bias));
    }
    const std::int64_t channels =
        model_.nodes()[static_cast<std::size_t>(node.inputs.front())].value.shape()[3];
    const auto groups = channels < 0 ? 1 : static_cast<int>(channels / kernel.shape()[2]);
    return nn::conv2d({.name = unused(layer.name()),
                       .strides = steps.strides,
                       .dilation = steps.dilation,
                       .groups = groups,
                       .activation = layer.activation()},
                      kernel.clone(), std::move(bias));
  }

  const nn::Model& model_;
  std::set<std::string> names_;
  std::map<const nn::Layer*, std::vector<nn::LayerHandle>> layers_;
  std::vector<nn::Symbolic> values_;  // of the model's nodes
};

}  // namespace

Result<nn::Model> of_keras_layers(const nn::Model& model) { return Rewriter(model).rewritten(); }

}  // namespace convlens::loaders
