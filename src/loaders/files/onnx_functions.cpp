#include "loaders/files/onnx_functions.h"

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/printable.h"

namespace convlens::loaders {
namespace {

using Attributes = std::map<std::string, onnx::AttributeProto>;

// ONNX's own operators are of the domain "", which is also written out.
std::string domain_of(const std::string& domain) { return domain == "ai.onnx" ? "" : domain; }

template <typename Message>
std::int64_t version_of(const Message& message) {
  for (const auto& entry : message.opset_import()) {
    if (domain_of(entry.domain()).empty()) return entry.version();
  }
  return 0;
}

// Fields that are younger than the library: `attribute_proto`, attributes with a value that stands
// where a call has none.
Attributes default_attributes(const onnx::FunctionProto& function) {
  constexpr int kAttributeProto = 11;
  Attributes attributes;
  const auto& unknown = onnx::FunctionProto::GetReflection()->GetUnknownFields(function);
  for (int i = 0; i < unknown.field_count(); ++i) {
    const auto& field = unknown.field(i);
    if (field.number() != kAttributeProto ||
        field.type() != google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED) {
      continue;
    }
    onnx::AttributeProto attribute;
    if (attribute.ParseFromString(field.length_delimited())) {
      attributes[attribute.name()] = std::move(attribute);
    }
  }
  return attributes;
}

class Inliner {
 public:
  explicit Inliner(const onnx::ModelProto& model) : version_(version_of(model)) {
    for (const onnx::FunctionProto& function : model.functions()) {
      functions_[{domain_of(function.domain()), function.name()}] = &function;
    }
  }

  // Appends the node to graph(), or what the function that it calls consists of.
  Status add(const onnx::NodeProto& node, int depth) {
    const auto found = functions_.find({domain_of(node.domain()), node.op_type()});
    if (found == functions_.end()) {
      if (graph_.node_size() >= kMaxNodes) return fail("its functions are too many nodes");
      *graph_.add_node() = node;
      return {};
    }
    if (depth > kMaxDepth) {
      return fail("the function \"{}\" calls itself, or others too deep",
                  printable(node.op_type()));
    }
    return add_call(*found->second, node, depth);
  }

  onnx::GraphProto& graph() { return graph_; }

 private:
  static constexpr int kMaxNodes = 20'000;
  static constexpr int kMaxDepth = 50;

  Status add_call(const onnx::FunctionProto& function, const onnx::NodeProto& call, int depth) {
    const std::int64_t version = version_of(function);
    if (version != 0 && version != version_) {
      return fail("the function \"{}\" is of version {} of the operators, the model of {}",
                  printable(function.name()), version, version_);
    }
    if (call.input_size() > function.input_size() || call.output_size() > function.output_size()) {
      return fail(R"(the node "{}" does not fit the function "{}" that it calls)",
                  printable(call.name()), printable(function.name()));
    }
    std::string prefix = call.name();
    if (prefix.empty())
      prefix = call.op_type() + "_" + (call.output_size() > 0 ? call.output(0) : "");
    prefix += '/';
    // What the function calls its values, and what they are called outside.
    std::map<std::string, std::string> names{{"", ""}};
    for (int i = 0; i < function.input_size(); ++i) {
      names[function.input(i)] = i < call.input_size() ? call.input(i) : "";
    }
    for (int i = 0; i < function.output_size(); ++i) {
      if (i < call.output_size() && !call.output(i).empty()) {
        names[function.output(i)] = call.output(i);
      }
    }
    Attributes attributes = default_attributes(function);
    for (const onnx::AttributeProto& attribute : call.attribute()) {
      attributes[attribute.name()] = attribute;
    }
    const auto outside = [&](const std::string& name) {
      return names.try_emplace(name, prefix + name).first->second;
    };
    for (onnx::NodeProto node : function.node()) {
      node.set_name(prefix + (node.name().empty() ? node.op_type() : node.name()));
      for (std::string& name : *node.mutable_input()) name = outside(name);
      for (std::string& name : *node.mutable_output()) name = outside(name);
      fill_attributes(attributes, node);
      TRY(add(node, depth + 1));
    }
    return {};
  }

  // An attribute may be that of the call; where the call has none, it is left out.
  static void fill_attributes(const Attributes& given, onnx::NodeProto& node) {
    const std::vector<onnx::AttributeProto> own(node.attribute().begin(), node.attribute().end());
    node.clear_attribute();
    for (const onnx::AttributeProto& attribute : own) {
      if (attribute.ref_attr_name().empty()) {
        *node.add_attribute() = attribute;
        continue;
      }
      const auto found = given.find(attribute.ref_attr_name());
      if (found == given.end()) continue;
      onnx::AttributeProto& filled = *node.add_attribute();
      filled = found->second;
      filled.set_name(attribute.name());
    }
  }

  std::int64_t version_;
  std::map<std::pair<std::string, std::string>, const onnx::FunctionProto*> functions_;
  onnx::GraphProto graph_;
};

}  // namespace

Result<onnx::GraphProto> inlined_graph(const onnx::ModelProto& model) {
  if (model.functions_size() == 0) return model.graph();
  Inliner inliner(model);
  inliner.graph() = model.graph();
  inliner.graph().clear_node();
  for (const onnx::NodeProto& node : model.graph().node()) {
    TRY(inliner.add(node, 0));
  }
  return std::move(inliner.graph());
}

}  // namespace convlens::loaders
