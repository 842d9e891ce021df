#include "loaders/files/onnx_file.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "core/files/file.h"
#include "core/printable.h"
#include "loaders/files/onnx_tensor.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// More whole numbers than a shape, a list of axes or of pads could have are values, not settings.
constexpr std::size_t kMaxIntegers = 256;

// Whole numbers are written so that any of them can be read as an int: what lies beyond stands for
// "to the end" in the files that have it.
std::int64_t clamped(std::int64_t value) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();
  return std::clamp(value, -kMax, kMax);
}

template <typename List>
json clamped_list(const List& values) {
  json list = json::array();
  for (const std::int64_t value : values) list.push_back(clamped(value));
  return list;
}

// The version of ONNX's own operators. From version 3 of the format on, files must tell.
Result<std::int64_t> opset_of(const onnx::ModelProto& model) {
  for (const auto& entry : model.opset_import()) {
    if (entry.domain().empty() || entry.domain() == "ai.onnx") return clamped(entry.version());
  }
  constexpr int kFirstToTell = 3;
  if (model.ir_version() < kFirstToTell) return 1;
  return fail("the file does not tell the version of its operators");
}

class GraphReader {
 public:
  Result<ModelArchive> read(const onnx::ModelProto& model) {
    TRY_ASSIGN(const auto opset, opset_of(model));
    const onnx::GraphProto& graph = model.graph();
    archive_.format = ArchiveFormat::kGraph;
    archive_.facts["format"] = "onnx";
    archive_.groups.push_back({"tensors", {}});
    graph_["name"] = graph.name();
    graph_["opset"] = opset;
    for (const char* list : {"inputs", "outputs", "nodes"}) graph_[list] = json::array();
    graph_["integers"] = json::object();
    if (graph.sparse_initializer_size() > 0) return fail("sparse arrays are not supported");
    for (const onnx::TensorProto& tensor : graph.initializer()) {
      TRY(add_tensor(tensor.name(), tensor));
    }
    // Up to version 3 of the format, the arrays stand among the inputs too.
    for (const onnx::ValueInfoProto& input : graph.input()) {
      if (!has_tensor(input.name())) add_input(input);
    }
    for (const onnx::ValueInfoProto& output : graph.output()) {
      graph_["outputs"].push_back(output.name());
    }
    for (const onnx::NodeProto& node : graph.node()) {
      TRY(add_node(node));
    }
    archive_.facts["opset"] = std::to_string(opset);
    archive_.architecture = graph_.dump(-1, ' ', false, json::error_handler_t::replace);
    return std::move(archive_);
  }

 private:
  bool has_tensor(const std::string& name) const {
    const auto& tensors = archive_.groups[0].weights;
    return graph_["integers"].contains(name) ||
           std::any_of(tensors.begin(), tensors.end(),
                       [&name](const NamedTensor& tensor) { return tensor.name == name; });
  }

  Status add_tensor(const std::string& name, const onnx::TensorProto& tensor) {
    std::size_t count = 1;
    for (const std::int64_t extent : tensor.dims()) {
      count *= static_cast<std::size_t>(std::clamp<std::int64_t>(extent, 0, kMaxIntegers + 1));
      count = std::min(count, kMaxIntegers + 1);
    }
    if (holds_integers(tensor.data_type()) && tensor.dims_size() <= 1 && count <= kMaxIntegers) {
      TRY_ASSIGN(const auto values, integer_values(tensor));
      return add_integers(name, clamped_list(values), tensor.dims_size());
    }
    TRY_ASSIGN(auto values, float_values(tensor));
    archive_.groups[0].weights.push_back({name, std::move(values)});
    return {};
  }

  Status add_integers(const std::string& name, json values, int rank) {
    graph_["integers"][name] = {{"values", std::move(values)}, {"rank", rank}};
    return {};
  }

  Status add_floats(const std::string& name, std::vector<float> values, bool scalar) {
    const Shape shape = scalar ? Shape{} : Shape{static_cast<std::int64_t>(values.size())};
    archive_.groups[0].weights.push_back({name, Tensor(shape, values)});
    return {};
  }

  void add_input(const onnx::ValueInfoProto& input) {
    json shape = nullptr;
    const auto& type = input.type().tensor_type();
    if (type.has_shape()) {
      shape = json::array();
      for (const auto& extent : type.shape().dim()) {
        const bool known = extent.has_dim_value() && extent.dim_value() > 0;
        shape.push_back(known ? json(clamped(extent.dim_value())) : json());
      }
    }
    graph_["inputs"].push_back({{"name", input.name()},
                                {"shape", std::move(shape)},
                                {"integers", holds_integers(type.elem_type())}});
  }

  // A Constant is not a step of the network, but an array like those that stand beside it.
  Status add_constant(const onnx::NodeProto& node) {
    const std::string name = node.output_size() > 0 ? node.output(0) : std::string();
    for (const onnx::AttributeProto& attribute : node.attribute()) {
      const std::string& kind = attribute.name();
      if (kind == "value") return add_tensor(name, attribute.t());
      if (kind == "value_int") return add_integers(name, {clamped(attribute.i())}, 0);
      if (kind == "value_ints") return add_integers(name, clamped_list(attribute.ints()), 1);
      if (kind == "value_float") return add_floats(name, {attribute.f()}, true);
      if (kind == "value_floats") {
        return add_floats(name, {attribute.floats().begin(), attribute.floats().end()}, false);
      }
    }
    return fail("the node \"{}\" (Constant) holds no numbers, which is not supported",
                printable(node.name().empty() ? name : node.name()));
  }

  Status add_node(const onnx::NodeProto& node) {
    const bool is_standard = node.domain().empty() || node.domain() == "ai.onnx";
    if (is_standard && node.op_type() == "Constant") return add_constant(node);
    json attributes = json::object();
    for (const onnx::AttributeProto& attribute : node.attribute()) {
      attributes[attribute.name()] = value_of(attribute);
    }
    const std::string op = is_standard ? node.op_type() : node.domain() + "." + node.op_type();
    graph_["nodes"].push_back({{"op", op},
                               {"name", node.name()},
                               {"inputs", json(node.input())},
                               {"outputs", json(node.output())},
                               {"attributes", std::move(attributes)}});
    return {};
  }

  // Null for what no supported operator takes: arrays, graphs.
  static json value_of(const onnx::AttributeProto& attribute) {
    if (attribute.floats_size() > 0) {
      return json(attribute.floats());
    }
    if (attribute.ints_size() > 0) return clamped_list(attribute.ints());
    switch (attribute.type()) {
      case onnx::AttributeProto::FLOAT:
        return attribute.f();
      case onnx::AttributeProto::INT:
        return clamped(attribute.i());
      case onnx::AttributeProto::STRING:
        return attribute.s();
      case onnx::AttributeProto::INTS:
      case onnx::AttributeProto::FLOATS:
        return json::array();
      default:
        return nullptr;
    }
  }

  ModelArchive archive_;
  json graph_;
};

}  // namespace

Result<ModelArchive> read_onnx_file(const fs::path& path) {
  TRY_ASSIGN(const auto bytes, read_file(path));
  if (bytes.empty()) return fail("{}: the file is empty, expected an ONNX model", path.string());
  onnx::ModelProto model;
  constexpr auto kMaxBytes = static_cast<std::size_t>(std::numeric_limits<int>::max());
  if (bytes.size() > kMaxBytes ||
      !model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return fail("{}: the file is damaged, or no ONNX model", path.string());
  }
  if (!model.has_graph() || model.graph().node_size() == 0) {
    return fail("{}: the file holds no graph of nodes, expected an ONNX model", path.string());
  }
  auto archive = GraphReader().read(model);
  if (!archive) return fail("{}: {}", path.string(), archive.error());
  return archive;
}

}  // namespace convlens::loaders
