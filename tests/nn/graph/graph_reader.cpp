#include "nn/graph/graph_reader.h"

#include <map>
#include <stdexcept>
#include <utility>

#include "golden/golden.h"
#include "nn/layers/layers.h"

namespace convlens::nn::tests {
namespace {

using nlohmann::json;

template <typename T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

// One row of "layers": configuration and weights, with what the factories want of them.
class Row {
 public:
  Row(const json& row, const Tensor& weights) : row_(row), weights_(weights) {}

  const json& config(const char* key) const { return row_["config"].at(key); }
  std::string name() const { return row_["name"]; }
  std::string type() const { return row_["class"]; }

  HeightWidth pair(const char* key) const {
    const json& value = config(key);
    if (value.is_number()) return {value, value};
    return {value[0], value[1]};
  }
  HeightWidth size() const { return {config("height"), config("width")}; }
  Activation activation() const {
    return value_of(activation_from_name(config("activation").get<std::string>()));
  }
  conv::Padding padding() const {
    return config("padding") == "same" ? conv::Padding::kSame : conv::Padding::kValid;
  }
  Interpolation interpolation() const {
    return config("interpolation") == "nearest" ? Interpolation::kNearest
                                                : Interpolation::kBilinear;
  }
  Edges edges(const char* key) const {
    const json& value = config(key);
    return {value[0][0], value[0][1], value[1][0], value[1][1]};
  }
  std::vector<float> numbers(const char* key) const {
    const json& value = config(key);
    if (value.is_number()) return {value.get<float>()};
    return value.get<std::vector<float>>();
  }

  std::optional<Tensor> find_weight(const std::string& weight_name) const {
    for (const json& weight : row_["weights"]) {
      if (weight["name"] != weight_name) continue;
      const Shape shape = golden::shape(weight["shape"]);
      return Tensor(shape, weights_.values().subspan(weight["offset"].get<std::size_t>(),
                                                     shape.element_count()));
    }
    return std::nullopt;
  }
  Tensor weight(const std::string& weight_name) const { return find_weight(weight_name).value(); }

 private:
  const json& row_;
  const Tensor& weights_;
};

Result<LayerHandle> make_conv2d(const Row& row) {
  return conv2d({.name = row.name(),
                 .strides = row.pair("strides"),
                 .dilation = row.pair("dilation_rate"),
                 .padding = row.padding(),
                 .groups = row.config("groups"),
                 .activation = row.activation()},
                row.weight("kernel"), row.find_weight("bias"));
}

Result<LayerHandle> make_depthwise(const Row& row) {
  return depthwise_conv2d({.name = row.name(),
                           .strides = row.pair("strides"),
                           .dilation = row.pair("dilation_rate"),
                           .padding = row.padding(),
                           .activation = row.activation()},
                          row.weight("kernel"), row.find_weight("bias"));
}

Result<LayerHandle> make_separable(const Row& row) {
  return separable_conv2d({.name = row.name(),
                           .strides = row.pair("strides"),
                           .dilation = row.pair("dilation_rate"),
                           .padding = row.padding(),
                           .activation = row.activation()},
                          row.weight("depthwise_kernel"), row.weight("pointwise_kernel"),
                          row.find_weight("bias"));
}

Result<LayerHandle> make_transpose(const Row& row) {
  Conv2DTransposeOptions options{.name = row.name(),
                                 .strides = row.pair("strides"),
                                 .dilation = row.pair("dilation_rate"),
                                 .padding = row.padding(),
                                 .output_padding = {},
                                 .activation = row.activation()};
  if (!row.config("output_padding").is_null()) options.output_padding = row.pair("output_padding");
  return conv2d_transpose(options, row.weight("kernel"), row.find_weight("bias"));
}

Pooling2DOptions pooling(const Row& row) {
  return {.name = row.name(),
          .pool_size = row.pair("pool_size"),
          .strides = row.pair("strides"),
          .padding = row.padding()};
}

Result<LayerHandle> make_batch_normalization(const Row& row) {
  return batch_normalization(
      {.name = row.name(), .axis = row.config("axis"), .epsilon = row.config("epsilon")},
      {.gamma = row.find_weight("gamma"),
       .beta = row.find_weight("beta"),
       .moving_mean = row.weight("moving_mean"),
       .moving_variance = row.weight("moving_variance")});
}

Result<LayerHandle> make_relu(const Row& row) {
  ReLUOptions options{.name = row.name(),
                      .max_value = {},
                      .negative_slope = row.config("negative_slope"),
                      .threshold = row.config("threshold")};
  if (!row.config("max_value").is_null()) options.max_value = row.config("max_value").get<float>();
  return relu(options);
}

Result<LayerHandle> make_resizing(const Row& row) {
  return resizing({.name = row.name(),
                   .size = row.size(),
                   .interpolation = row.interpolation(),
                   .crop_to_aspect_ratio = row.config("crop_to_aspect_ratio")});
}

LayerHandle make_input(const Row& row) {
  std::vector<std::int64_t> extents;
  for (const json& extent : row.config("batch_shape")) {
    extents.push_back(extent.is_null() ? std::int64_t{PartialShape::kUnknown}
                                       : extent.get<std::int64_t>());
  }
  return input_layer(value_of(PartialShape::checked(extents)), row.name());
}

using Factory = Result<LayerHandle> (*)(const Row&);

const std::map<std::string, Factory>& factories() {
  static const std::map<std::string, Factory> table{
      {"InputLayer", [](const Row& r) -> Result<LayerHandle> { return make_input(r); }},
      {"Conv2D", make_conv2d},
      {"DepthwiseConv2D", make_depthwise},
      {"SeparableConv2D", make_separable},
      {"Conv2DTranspose", make_transpose},
      {"MaxPooling2D", [](const Row& r) { return max_pooling2d(pooling(r)); }},
      {"AveragePooling2D", [](const Row& r) { return average_pooling2d(pooling(r)); }},
      {"GlobalAveragePooling2D",
       [](const Row& r) -> Result<LayerHandle> {
         return global_average_pooling2d({r.name(), r.config("keepdims")});
       }},
      {"GlobalMaxPooling2D",
       [](const Row& r) -> Result<LayerHandle> {
         return global_max_pooling2d({r.name(), r.config("keepdims")});
       }},
      {"Dense",
       [](const Row& r) {
         return dense({.name = r.name(), .activation = r.activation()}, r.weight("kernel"),
                      r.find_weight("bias"));
       }},
      {"Flatten", [](const Row& r) -> Result<LayerHandle> { return flatten(r.name()); }},
      {"Reshape",
       [](const Row& r) {
         return reshape(r.config("target_shape").get<std::vector<std::int64_t>>(), r.name());
       }},
      {"Dropout", [](const Row& r) -> Result<LayerHandle> { return dropout(r.name()); }},
      {"BatchNormalization", make_batch_normalization},
      {"Activation",
       [](const Row& r) -> Result<LayerHandle> { return activation(r.activation(), r.name()); }},
      {"ReLU", make_relu},
      {"LeakyReLU", [](const Row& r) { return leaky_relu(r.config("negative_slope"), r.name()); }},
      {"ELU", [](const Row& r) -> Result<LayerHandle> { return elu(r.config("alpha"), r.name()); }},
      {"PReLU", [](const Row& r) { return prelu(r.weight("alpha"), r.name()); }},
      {"Softmax", [](const Row& r) { return softmax(r.config("axis"), r.name()); }},
      {"Add", [](const Row& r) -> Result<LayerHandle> { return add(r.name()); }},
      {"Subtract", [](const Row& r) -> Result<LayerHandle> { return subtract(r.name()); }},
      {"Multiply", [](const Row& r) -> Result<LayerHandle> { return multiply(r.name()); }},
      {"Average", [](const Row& r) -> Result<LayerHandle> { return average(r.name()); }},
      {"Maximum", [](const Row& r) -> Result<LayerHandle> { return maximum(r.name()); }},
      {"Minimum", [](const Row& r) -> Result<LayerHandle> { return minimum(r.name()); }},
      {"Concatenate", [](const Row& r) { return concatenate(r.config("axis"), r.name()); }},
      {"ZeroPadding2D", [](const Row& r) { return zero_padding2d(r.edges("padding"), r.name()); }},
      {"Cropping2D", [](const Row& r) { return cropping2d(r.edges("cropping"), r.name()); }},
      {"UpSampling2D",
       [](const Row& r) { return up_sampling2d(r.pair("size"), r.interpolation(), r.name()); }},
      {"CenterCrop", [](const Row& r) { return center_crop(r.size(), r.name()); }},
      {"Rescaling",
       [](const Row& r) { return rescaling(r.numbers("scale"), r.numbers("offset"), r.name()); }},
      {"Resizing", make_resizing},
  };
  return table;
}

using CallName = std::pair<std::string, int>;

// Makes every call whose inputs are there, until none is left.
std::map<CallName, Symbolic> make_calls(const json& rows,
                                        const std::map<std::string, LayerHandle>& layers) {
  std::map<CallName, Symbolic> calls;
  bool progress = true;
  while (std::exchange(progress, false)) {
    for (const json& row : rows) {
      const std::string name = row["name"];
      for (int number = 0; number < static_cast<int>(row["calls"].size()); ++number) {
        if (calls.count({name, number}) > 0) continue;
        std::vector<Symbolic> inputs;
        const json& given = row["calls"][static_cast<std::size_t>(number)];
        for (const json& place : given) {
          const auto found = calls.find(place.get<CallName>());
          if (found != calls.end()) inputs.push_back(found->second);
        }
        if (inputs.size() != given.size()) continue;
        calls.emplace(CallName{name, number}, layers.at(name)(inputs));
        progress = true;
      }
      if (row["class"] == "InputLayer" && calls.count({name, 0}) == 0) {
        calls.emplace(CallName{name, 0}, input_of(layers.at(name)));
        progress = true;
      }
    }
  }
  return calls;
}

}  // namespace

Model read_graph(const std::string& name) {
  const json graph = golden::json("keras_cases/" + name + ".json");
  const Tensor weights = golden::array("keras_cases/" + name + ".weights.npy");
  std::map<std::string, LayerHandle> layers;
  std::vector<LayerHandle> in_order;
  for (const json& row : graph["layers"]) {
    const Row reader(row, weights);
    const LayerHandle layer = value_of(factories().at(reader.type())(reader));
    layers.emplace(reader.name(), layer);
    if (!is_input_layer(*layer)) in_order.push_back(layer);
  }
  const std::map<CallName, Symbolic> calls = make_calls(graph["layers"], layers);
  if (graph["sequential"]) {
    const std::string input_name = graph["inputs"][0];
    const auto batched = calls.at({input_name, 0}).shape().extents();
    return value_of(
        Model::sequential(value_of(PartialShape::checked(batched.subspan(1))), in_order, name));
  }
  std::vector<Symbolic> inputs;
  for (const json& input : graph["inputs"]) inputs.push_back(calls.at({input, 0}));
  std::vector<Symbolic> outputs;
  for (const json& output : graph["outputs"]) outputs.push_back(calls.at(output.get<CallName>()));
  return value_of(Model::create(inputs, outputs, name));
}

}  // namespace convlens::nn::tests
