#include "loaders/graph/opencv_misreads.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "loaders/common/json.h"

namespace convlens::loaders {
namespace {

template <std::size_t count>
bool is_one_of(const std::string& op, const std::array<const char*, count>& ops) {
  return std::find(ops.begin(), ops.end(), op) != ops.end();
}

class Misreads {
 public:
  Misreads(const GraphSpec& graph, const ModelArchive& archive)
      : graph_(graph), archive_(archive) {}

  bool has(const NodeSpec& node) const {
    SettingsReader config(*node.attributes);
    if (config.text({"auto_pad"}, "NOTSET") == "SAME_LOWER") return true;
    if (node.op == "AveragePool" || node.op == "MaxPool" || node.op == "ConvTranspose") {
      return config.integer({"count_include_pad"}, 0) != 0 || is_dilated(config) ||
             config.integer({"ceil_mode"}, 0) != 0 || node.outputs.size() > 1 ||
             config.find({"output_shape"}) != nullptr;
    }
    if (node.op == "BatchNormalization") return config.integer({"training_mode"}, 0) != 0;
    if (node.op == "Dropout") return node.outputs.size() > 1;
    static constexpr std::array kAlways{"Split", "CumSum", "ReduceLogSum", "ReduceLogSumExp"};
    if (is_one_of(node.op, kAlways)) return true;
    constexpr int kFloat = 1;  // of onnx::TensorProto::DataType
    if (node.op == "Cast") return config.integer({"to"}, kFloat) != kFloat;
    // Axes that are an input, as newer versions have them, are not looked at.
    if (node.op.rfind("Reduce", 0) == 0) return node.inputs.size() > 1;
    if (node.op == "Pad") return node.inputs.size() > 3;
    if (node.op == "Softmax" || node.op == "LogSoftmax") return is_odd_softmax(node, config);
    if (node.op == "Resize" || node.op == "Upsample") return is_odd_resize(node, config);
    static constexpr std::array kRepeating{"Add", "Sub", "Mul", "Div",
                                           "Pow", "Max", "Min", "PRelu"};
    return is_one_of(node.op, kRepeating) &&
           std::any_of(node.inputs.begin(), node.inputs.end(),
                       [this](const std::string& input) { return is_repeated(input); });
  }

 private:
  static bool is_dilated(SettingsReader& config) {
    const auto dilations = config.integers({"dilations"});
    return std::any_of(dilations.begin(), dilations.end(), [](auto step) { return step != 1; });
  }

  // Over several axes together, as before version 13, unless there is one alone behind the batch;
  // since then, over the last where none is told.
  bool is_odd_softmax(const NodeSpec& node, SettingsReader& config) const {
    if (graph_.opset >= 13) return config.find({"axis"}) == nullptr;
    static constexpr std::array kFlat{"Gemm", "Flatten"};
    return std::none_of(graph_.nodes.begin(), graph_.nodes.end(), [&](const NodeSpec& other) {
      return is_one_of(other.op, kFlat) && other.outputs.front() == node.inputs.front();
    });
  }

  bool is_odd_resize(const NodeSpec& node, SettingsReader& config) const {
    const bool is_new = node.op == "Resize" && graph_.opset >= 11;
    const std::string mode = config.text({"mode"}, "nearest");
    const std::string coordinates =
        config.text({"coordinate_transformation_mode"}, is_new ? "half_pixel" : "asymmetric");
    const std::string nearest =
        config.text({"nearest_mode"}, is_new ? "round_prefer_floor" : "floor");
    if (mode == "nearest") return coordinates != "asymmetric" || nearest != "floor";
    return coordinates != "half_pixel";
  }

  // An array of other than one value, or one a channel of a picture.
  bool is_repeated(const std::string& name) const {
    for (const WeightGroup& group : archive_.groups) {
      for (const NamedTensor& tensor : group.weights) {
        if (tensor.name != name) continue;
        const Shape& shape = tensor.values.shape();
        const int rank = shape.rank();
        const bool is_by_channel = (rank == 3 || (rank == 4 && shape[0] == 1)) &&
                                   shape[rank - 1] == 1 && shape[rank - 2] == 1;
        return tensor.values.size() != 1 && !is_by_channel;
      }
    }
    return false;
  }

  const GraphSpec& graph_;
  const ModelArchive& archive_;
};

}  // namespace

std::optional<NodeSpec> opencv_misread(const GraphSpec& graph, const ModelArchive& archive) {
  const Misreads misreads(graph, archive);
  const auto found = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                                  [&misreads](const NodeSpec& node) { return misreads.has(node); });
  if (found == graph.nodes.end()) return {};
  return *found;
}

}  // namespace convlens::loaders
