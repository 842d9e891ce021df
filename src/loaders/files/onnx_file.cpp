#include "loaders/files/onnx_file.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "core/files/file.h"
#include "core/printable.h"
#include "loaders/common/json.h"
#include "loaders/files/onnx_external.h"
#include "loaders/files/onnx_functions.h"
#include "loaders/files/onnx_quantized.h"
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

// JSON has no word for what is not a number.
json number(float value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

class GraphReader {
 public:
  Result<ModelArchive> read(const onnx::GraphProto& graph, std::int64_t opset) {
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
    add_notes(opset);
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

  // What the file computes otherwise than it is computed here.
  void add_notes(std::int64_t opset) {
    constexpr std::int64_t kNewest = 23;
    graph_["notes"] = json::array();
    if (opset > kNewest) {
      graph_["notes"].push_back(json_of(
          phrase("the file is of version {} of the operators, of which {} is the newest known"
                 " here: what has changed since is computed as before",
                 opset, kNewest)));
    }
    if (has_half_) {
      graph_["notes"].push_back(
          json_of(phrase("the file computes with 16 bits; here everything is computed with 32")));
    }
    if (has_double_) {
      graph_["notes"].push_back(
          json_of(phrase("the file computes with 64 bits; here everything is computed with 32")));
    }
  }

  void take_type(int data_type) {
    has_half_ = has_half_ || data_type == onnx::TensorProto::FLOAT16 ||
                data_type == onnx::TensorProto::BFLOAT16;
    has_double_ = has_double_ || data_type == onnx::TensorProto::DOUBLE;
  }

  Status add_tensor(const std::string& name, const onnx::TensorProto& tensor) {
    take_type(tensor.data_type());
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
    take_type(type.elem_type());
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
      TRY_ASSIGN(attributes[attribute.name()], value_of(attribute));
    }
    const std::string op = is_standard ? node.op_type() : node.domain() + "." + node.op_type();
    graph_["nodes"].push_back({{"op", op},
                               {"name", node.name()},
                               {"inputs", json(node.input())},
                               {"outputs", json(node.output())},
                               {"attributes", std::move(attributes)}});
    return {};
  }

  // Null for what no supported operator takes: arrays of several values, graphs. Older files do not
  // tell an attribute's type.
  static Result<json> value_of(const onnx::AttributeProto& attribute) {
    if (attribute.floats_size() > 0) {
      json list = json::array();
      for (const float value : attribute.floats()) list.push_back(number(value));
      return list;
    }
    if (attribute.ints_size() > 0) return clamped_list(attribute.ints());
    if (attribute.has_t()) return value_of(attribute.t());
    if (attribute.has_f()) return number(attribute.f());
    if (attribute.has_i()) return json(clamped(attribute.i()));
    if (attribute.has_s()) return json(attribute.s());
    switch (attribute.type()) {
      case onnx::AttributeProto::FLOAT:
        return json(0.0f);
      case onnx::AttributeProto::INT:
        return json(0);
      case onnx::AttributeProto::STRING:
        return json("");
      case onnx::AttributeProto::INTS:
      case onnx::AttributeProto::FLOATS:
        return json::array();
      default:
        return json();
    }
  }

  // An array of one value, of which ConstantOfShape makes many.
  static Result<json> value_of(const onnx::TensorProto& tensor) {
    TRY_ASSIGN(const auto values, float_values(tensor));
    if (values.size() != 1) return json();
    return json{{"number", number(values.data()[0])},
                {"integer", holds_integers(tensor.data_type())}};
  }

  ModelArchive archive_;
  json graph_ = json::object();
  bool has_half_ = false;
  bool has_double_ = false;
};

Result<onnx::ModelProto> parse(const fs::path& path) {
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
  return model;
}

Result<ModelArchive> read(const onnx::ModelProto& model, const fs::path& path, bool with_others) {
  TRY_ASSIGN(const auto opset, opset_of(model));
  TRY_ASSIGN(auto graph, inlined_graph(model));
  TRY_ASSIGN(const auto bytes, external_bytes(graph, path));
  if (bytes > 0 && !with_others) {
    ModelArchive archive;
    archive.format = ArchiveFormat::kGraph;
    archive.facts[kExternalBytes] = std::to_string(bytes);
    return archive;
  }
  TRY(read_external(graph, path));
  unfold_quantized(graph);
  return GraphReader().read(graph, opset);
}

Result<ModelArchive> read_named(const fs::path& path, bool with_others) {
  TRY_ASSIGN(const auto model, parse(path));
  auto archive = read(model, path, with_others);
  if (!archive) return fail("{}: {}", path.string(), archive.error());
  return archive;
}

}  // namespace

Result<ModelArchive> read_onnx_file(const fs::path& path) { return read_named(path, false); }

Result<ModelArchive> read_onnx_files(const fs::path& path) { return read_named(path, true); }

}  // namespace convlens::loaders
