#include "loaders/files/caffe_layers.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"

namespace convlens::loaders {
namespace {

using nlohmann::json;

constexpr std::array kKnown{
    "Convolution", "Deconvolution", "Pooling",   "InnerProduct", "ReLU",   "PReLU",
    "ELU",         "Sigmoid",       "TanH",      "Dropout",      "Concat", "Eltwise",
    "Softmax",     "Flatten",       "BatchNorm", "Scale",        "LRN"};

// A blob's values under the extents `shape`, or, where that is empty, its own.
Result<Tensor> blob_values(const cv::Mat& blob, std::vector<std::int64_t> extents = {}) {
  if (blob.type() != CV_32F || !blob.isContinuous()) return fail("its weights are no float32");
  if (extents.empty()) extents.assign(blob.size.p, blob.size.p + blob.dims);
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  if (shape.element_count() != blob.total()) {
    return fail("its weights hold {} values, expected {}", blob.total(), shape.element_count());
  }
  return Tensor(shape, {blob.ptr<float>(), blob.total()});
}

class LayerReader {
 public:
  LayerReader(const cv::dnn::LayerParams& layer, const std::vector<std::string>& inputs,
              json& nodes, WeightGroup& arrays)
      : layer_(layer), inputs_(inputs), nodes_(nodes), arrays_(arrays) {}

  Status read() {
    const std::string& type = layer_.type;
    if (type == "Convolution") return convolution("Conv");
    if (type == "Deconvolution") return convolution("ConvTranspose");
    if (type == "Pooling") return pooling();
    if (type == "InnerProduct") return inner_product();
    if (type == "ReLU") return relu();
    if (type == "PReLU") return prelu();
    if (type == "ELU") return simple("Elu", {{"alpha", real("alpha", 1.0)}});
    if (type == "Sigmoid") return simple("Sigmoid");
    if (type == "TanH") return simple("Tanh");
    if (type == "Dropout") return simple("Dropout");
    if (type == "Concat")
      return simple("Concat", {{"axis", whole("axis", whole("concat_dim", 1))}});
    if (type == "Eltwise") return eltwise();
    if (type == "Softmax") return simple("Softmax", {{"axis", whole("axis", 1)}});
    if (type == "Flatten") return simple("Flatten", {{"axis", whole("axis", 1)}});
    if (type == "BatchNorm") return batch_norm();
    if (type == "Scale") return scale();
    if (type == "LRN") return local_response();
    // Not by the name of an operator of ONNX's, whose settings would be others.
    return simple("Caffe " + type);
  }

 private:
  int whole(const char* key, int fallback) const { return layer_.get<int>(key, fallback); }
  double real(const char* key, double fallback) const { return layer_.get<double>(key, fallback); }
  bool flag(const char* key, bool fallback) const { return layer_.get<bool>(key, fallback); }

  // One number for both axes, a list of one or two, or one number each.
  json pair(const char* both, const char* rows, const char* columns, int fallback) const {
    if (layer_.has(rows) || layer_.has(columns)) {
      return {whole(rows, fallback), whole(columns, fallback)};
    }
    if (!layer_.has(both)) return {fallback, fallback};
    const cv::dnn::DictValue& value = layer_.get(both);
    if (value.size() < 1) return {fallback, fallback};
    return {value.get<int>(0), value.get<int>(value.size() - 1)};
  }

  // The node's last value bears the layer's name; a step before it a name of its own.
  void append(const std::string& op, const std::vector<std::string>& inputs, json attributes,
              const std::string& name) {
    nodes_.push_back({{"op", op},
                      {"name", name},
                      {"inputs", inputs},
                      {"outputs", {name}},
                      {"attributes", std::move(attributes)}});
  }
  Status simple(const std::string& op, json attributes = json::object()) {
    append(op, inputs_, std::move(attributes), layer_.name);
    return {};
  }

  bool has_blob(std::size_t index) const { return index < layer_.blobs.size(); }
  Result<std::string> add_blob(std::size_t index, std::vector<std::int64_t> extents = {}) {
    if (!has_blob(index)) return fail("the file holds no weights for it");
    TRY_ASSIGN(auto tensor, blob_values(layer_.blobs[index], std::move(extents)));
    return add_array(index, std::move(tensor));
  }
  std::string add_array(std::size_t index, Tensor tensor) {
    // No layer's name, which is also that of its value, has a line's end in it.
    std::string name = fmt::format("{}\n{}", layer_.name, index);
    arrays_.weights.push_back({name, std::move(tensor)});
    return name;
  }
  // One value for each output; older files give them four axes.
  Result<std::string> add_vector(std::size_t index) {
    if (!has_blob(index)) return fail("the file holds no weights for it");
    return add_blob(index, {static_cast<std::int64_t>(layer_.blobs[index].total())});
  }

  Result<std::vector<std::string>> with_weights(Result<std::string> kernel) {
    if (!kernel) return fail(kernel.error());
    std::vector<std::string> inputs = inputs_;
    inputs.push_back(*std::move(kernel));
    if (!flag("bias_term", true)) return inputs;
    TRY_ASSIGN(auto bias, add_vector(1));
    inputs.push_back(std::move(bias));
    return inputs;
  }

  Status convolution(const char* op) {
    TRY_ASSIGN(const auto inputs, with_weights(add_blob(0)));
    const json pad = pair("pad", "pad_h", "pad_w", 0);
    append(op, inputs,
           {{"strides", pair("stride", "stride_h", "stride_w", 1)},
            {"dilations", pair("dilation", "dilation_h", "dilation_w", 1)},
            {"pads", {pad[0], pad[1], pad[0], pad[1]}},
            {"group", whole("group", 1)}},
           layer_.name);
    return {};
  }

  // Caffe rounds up, and its means are of the padding too.
  Status pooling() {
    const auto kind = layer_.get<cv::String>("pool", "MAX");
    if (kind != "MAX" && kind != "AVE")
      return fail("pooling by {} is not supported", printable(kind));
    const bool is_max = kind == "MAX";
    if (flag("global_pooling", false)) {
      return simple(is_max ? "GlobalMaxPool" : "GlobalAveragePool");
    }
    const json pad = pair("pad", "pad_h", "pad_w", 0);
    json attributes{{"kernel_shape", pair("kernel_size", "kernel_h", "kernel_w", 0)},
                    {"strides", pair("stride", "stride_h", "stride_w", 1)},
                    {"pads", {pad[0], pad[1], pad[0], pad[1]}},
                    {"ceil_mode", flag("ceil_mode", true) ? 1 : 0}};
    if (!is_max) attributes["count_include_pad"] = 1;
    return simple(is_max ? "MaxPool" : "AveragePool", std::move(attributes));
  }

  Status inner_product() {
    if (whole("axis", 1) != 1) return fail("another axis than 1 is not supported");
    if (flag("transpose", false)) return fail("transposed weights are not supported");
    if (!has_blob(0) || inputs_.size() != 1) return fail("the file holds no weights for it");
    const cv::Mat& blob = layer_.blobs[0];
    const std::int64_t columns = blob.size[blob.dims - 1];
    const auto total = static_cast<std::int64_t>(blob.total());
    if (columns < 1) return fail("its weights are empty");
    TRY_ASSIGN(const auto inputs, with_weights(add_blob(0, {total / columns, columns})));
    const std::string flat = layer_.name + "_flatten";
    append("Flatten", inputs_, json::object(), flat);
    std::vector<std::string> operands = inputs;
    operands[0] = flat;
    append("Gemm", operands, {{"transB", 1}}, layer_.name);
    return {};
  }

  Status relu() {
    const double slope = real("negative_slope", 0.0);
    if (slope == 0.0) return simple("Relu");
    return simple("LeakyRelu", {{"alpha", slope}});
  }

  Status prelu() {
    TRY_ASSIGN(const auto slopes, add_vector(0));
    std::vector<std::string> inputs = inputs_;
    inputs.push_back(slopes);
    append("PRelu", inputs, {{"axis", 1}}, layer_.name);
    return {};
  }

  Status local_response() {
    if (layer_.get<cv::String>("norm_region", "ACROSS_CHANNELS") != "ACROSS_CHANNELS") {
      return fail("the sum over pixels of one channel is not supported");
    }
    return simple("LRN", {{"size", whole("local_size", 5)},
                          {"alpha", real("alpha", 1.0)},
                          {"beta", real("beta", 0.75)},
                          {"bias", real("k", 1.0)}});
  }

  Status eltwise() {
    auto operation = layer_.get<cv::String>("operation", "SUM");
    if (layer_.has("coeff")) {
      const cv::dnn::DictValue& factors = layer_.get("coeff");
      for (int i = 0; i < factors.size(); ++i) {
        if (factors.get<double>(i) != 1.0) return fail("a sum with factors is not supported");
      }
    }
    if (operation == "SUM") return simple("Sum");
    if (operation == "MAX") return simple("Max");
    if (operation == "PROD" && inputs_.size() == 2) return simple("Mul");
    return fail("joining {} values by {} is not supported", inputs_.size(), printable(operation));
  }

  // The statistics are stored times a number that is stored behind them.
  Status batch_norm() {
    if (layer_.blobs.size() < 3 || layer_.blobs[2].total() < 1) {
      return fail("the file holds no weights for it");
    }
    TRY_ASSIGN(const auto factor, blob_values(layer_.blobs[2]));
    const float scale = factor.data()[0] == 0.0f ? 0.0f : 1.0f / factor.data()[0];
    std::vector<std::string> inputs = inputs_;
    inputs.insert(inputs.end(), 2, "");
    for (std::size_t i = 0; i < 2; ++i) {
      TRY_ASSIGN(auto values, blob_values(layer_.blobs[i],
                                          {static_cast<std::int64_t>(layer_.blobs[i].total())}));
      for (float& value : values.values()) value *= scale;
      inputs.push_back(add_array(i, std::move(values)));
    }
    append("BatchNormalization", inputs, {{"epsilon", real("eps", 1e-5)}}, layer_.name);
    return {};
  }

  // A factor, and perhaps a term, for each channel.
  Status scale() {
    if (inputs_.size() != 1) return fail("factors that are computed are not supported");
    if (whole("axis", 1) != 1) return fail("another axis than 1 is not supported");
    if (!has_blob(0)) return fail("the file holds no weights for it");
    const bool has_bias = flag("bias_term", false);
    const auto by_channel = [this](std::size_t index) {
      if (!has_blob(index)) return add_blob(index);
      return add_blob(index, {static_cast<std::int64_t>(layer_.blobs[index].total()), 1, 1});
    };
    TRY_ASSIGN(const auto factors, by_channel(0));
    const std::string scaled = has_bias ? layer_.name + "_factor" : layer_.name;
    append("Mul", {inputs_[0], factors}, json::object(), scaled);
    if (!has_bias) return {};
    TRY_ASSIGN(const auto terms, by_channel(1));
    append("Add", {scaled, terms}, json::object(), layer_.name);
    return {};
  }

  const cv::dnn::LayerParams& layer_;
  const std::vector<std::string>& inputs_;
  json& nodes_;
  WeightGroup& arrays_;
};

}  // namespace

std::span<const char* const> known_caffe_layers() { return kKnown; }

Status append_caffe_layer(const cv::dnn::LayerParams& layer, const std::vector<std::string>& inputs,
                          json& nodes, WeightGroup& arrays) {
  return LayerReader(layer, inputs, nodes, arrays).read();
}

}  // namespace convlens::loaders
