#include "engine/network.h"

#include <algorithm>
#include <openvino/frontend/manager.hpp>
#include <set>
#include <utility>

#include "engine/alias.h"
#include "engine/graph.h"
#include "loaders/common/network_format.h"

namespace convlens::engine {
namespace {

namespace fs = std::filesystem;
using loaders::Given;
using loaders::Question;

// OpenVINO may choose 16 bits where a processor has them, which shows in the third digit.
const ov::AnyMap kExactly{ov::hint::inference_precision(ov::element::f32),
                          ov::hint::execution_mode(ov::hint::ExecutionMode::ACCURACY),
                          ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY)};

ov::PartialShape to_openvino(const nn::PartialShape& shape) {
  ov::PartialShape result = ov::PartialShape::dynamic(shape.rank());
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (shape.is_known(axis)) result[axis] = shape[axis];
  }
  return result;
}

Result<nn::PartialShape> from_openvino(const ov::PartialShape& shape) {
  if (shape.rank().is_dynamic()) return fail("OpenVINO cannot tell its shape");
  std::vector<std::int64_t> extents;
  for (const ov::Dimension& extent : shape) {
    extents.push_back(extent.is_static() ? extent.get_length()
                                         : std::int64_t{nn::PartialShape::kUnknown});
  }
  return nn::PartialShape::checked(extents);
}

// A value of the network that is given from outside from now on, as float32.
std::shared_ptr<ov::op::v0::Parameter> cut(const ov::Output<ov::Node>& value, const Given& given) {
  auto parameter =
      std::make_shared<ov::op::v0::Parameter>(ov::element::f32, to_openvino(given.shape));
  parameter->set_friendly_name(given.name);
  ov::Output<ov::Node> source = parameter;
  const ov::element::Type type = value.get_element_type();
  if (type != ov::element::f32) source = std::make_shared<ov::op::v0::Convert>(source, type);
  for (ov::Input<ov::Node> target : value.get_target_inputs()) {
    target.replace_source_output(source);
  }
  return parameter;
}

// The parameters that a value hangs on.
std::set<ov::Node*> parameters_behind(const ov::Output<ov::Node>& value) {
  std::set<ov::Node*> seen{value.get_node()};
  std::vector<ov::Node*> open{value.get_node()};
  std::set<ov::Node*> found;
  while (!open.empty()) {
    ov::Node* node = open.back();
    open.pop_back();
    if (ov::is_type<ov::op::v0::Parameter>(node)) found.insert(node);
    for (const ov::Output<ov::Node>& input : node->input_values()) {
      if (seen.insert(input.get_node()).second) open.push_back(input.get_node());
    }
  }
  return found;
}

std::string key_of(const Question& question) {
  std::string key = question.output;
  for (const Given& given : question.given) {
    key += fmt::format("\n{} {}", given.name, to_string(given.shape));
  }
  return key;
}

// Files may have any name.
std::shared_ptr<ov::Model> read_model(ov::Core& core, const fs::path& path,
                                      loaders::EngineFormat format) {
  if (format != loaders::EngineFormat::kOnnx) {
    if (fs::is_directory(path)) return core.read_model(path.string());
    const std::string ending = loaders::is_tensorflow_lite(path) ? ".tflite" : ".pb";
    if (path.extension() == ending) return core.read_model(path.string());
    const Alias alias(path, ending);
    return core.read_model(alias.path().string());
  }
  const auto reader = ov::frontend::FrontEndManager().load_by_framework("onnx");
  return reader->convert(reader->load(path.string()));
}

// What is computed of the batch's extent, the extents of a Reshape among it, can be worked out for
// one item.
void take_one_item(ov::Model& model) {
  std::map<ov::Output<ov::Node>, ov::PartialShape> shapes;
  for (const ov::Output<ov::Node>& input : model.inputs()) {
    ov::PartialShape shape = input.get_partial_shape();
    if (shape.rank().is_static() && shape.size() > 0 && shape[0].is_dynamic()) shape[0] = 1;
    shapes.emplace(input, shape);
  }
  model.reshape(shapes);
}

}  // namespace

void unique_names(const ov::Model& model) {
  std::set<std::string> taken;
  for (const auto& node : model.get_ordered_ops()) {
    std::string name = node->get_friendly_name();
    for (int i = 2; !taken.insert(name).second; ++i) {
      name = fmt::format("{}_{}", node->get_friendly_name(), i);
    }
    node->set_friendly_name(name);
  }
}

std::string name_of(const ov::Output<ov::Node>& value) {
  const std::string& name = value.get_node()->get_friendly_name();
  return value.get_index() == 0 ? name : fmt::format("{}:{}", name, value.get_index());
}

Values values_of(const ov::Model& model) {
  Values values;
  std::vector<ov::Output<ov::Node>> all;
  for (const auto& node : model.get_ordered_ops()) {
    if (ov::is_type<ov::op::v0::Result>(node)) continue;
    for (const ov::Output<ov::Node>& value : node->outputs()) all.push_back(value);
  }
  for (const auto& value : all) {
    for (const std::string& name : value.get_names()) values.emplace(name, value);
  }
  for (const auto& value : all) values.emplace(name_of(value), value);
  return values;
}

Network::Network(const fs::path& path, loaders::EngineFormat format)
    : model_(read_model(core_, path, format)) {
  if (format == loaders::EngineFormat::kOnnx) return;
  take_one_item(*model_);
  fold_constants(model_);
  unique_names(*model_);
}

Result<Network::Part> Network::part(const Question& question) const {
  const std::shared_ptr<ov::Model> copy = model_->clone();
  const Values values = values_of(*copy);
  const auto asked = values.find(question.output);
  if (asked == values.end()) return fail("OpenVINO has no value \"{}\"", question.output);
  ov::Output<ov::Node> output = asked->second;
  ov::ParameterVector parameters;
  for (const Given& given : question.given) {
    const auto found = values.find(given.name);
    if (found == values.end()) continue;
    parameters.push_back(cut(found->second, given));
    if (found->second == asked->second) output = parameters.back();
  }
  if (output.get_element_type() != ov::element::f32) {
    output = std::make_shared<ov::op::v0::Convert>(output, ov::element::f32);
  }
  Part part;
  ov::ParameterVector needed;
  const std::set<ov::Node*> behind = parameters_behind(output);
  for (const auto& parameter : parameters) {
    if (!behind.contains(parameter.get())) continue;
    needed.push_back(parameter);
    part.answer.needed.push_back(parameter->get_friendly_name());
  }
  if (needed.size() != behind.size()) {
    return fail("it hangs on an input of the network that is not known here");
  }
  part.model = std::make_shared<ov::Model>(ov::OutputVector{output}, needed);
  part.model->validate_nodes_and_infer_types();
  TRY_ASSIGN(part.answer.shape, from_openvino(part.model->output().get_partial_shape()));
  return part;
}

Result<loaders::ModelArchive> Network::run(const Question& question) {
  if (question.values.size() != question.given.size()) {
    return fail("{} values were given for {} names", question.values.size(), question.given.size());
  }
  const std::string key = key_of(question);
  auto found = compiled_.find(key);
  if (found == compiled_.end()) {
    TRY_ASSIGN(const auto asked, part(question));
    if (asked.answer.needed.size() != question.given.size()) {
      return fail("more is given than it hangs on");
    }
    constexpr std::size_t kMostParts = 512;
    if (compiled_.size() >= kMostParts) compiled_.clear();
    found =
        compiled_
            .emplace(key, core_.compile_model(asked.model, "CPU", kExactly).create_infer_request())
            .first;
  }
  ov::InferRequest& request = found->second;
  for (std::size_t i = 0; i < question.values.size(); ++i) {
    const Tensor& value = question.values[i];
    const auto extents = value.shape().extents();
    ov::Tensor tensor(ov::element::f32, ov::Shape(extents.begin(), extents.end()));
    std::copy(value.values().begin(), value.values().end(), tensor.data<float>());
    request.set_input_tensor(i, tensor);
  }
  request.infer();
  loaders::ModelArchive archive;
  archive.format = loaders::ArchiveFormat::kMessage;
  TRY_ASSIGN(auto value, to_tensor(request.get_output_tensor()));
  archive.groups.push_back({"value", {}});
  archive.groups[0].weights.push_back({question.output, std::move(value)});
  return archive;
}

Result<loaders::ModelArchive> Network::answer(const Question& question) {
  switch (question.ask) {
    case loaders::Ask::kGraph:
      return graph_of(*model_);
    case loaders::Ask::kRun:
      return run(question);
    case loaders::Ask::kShape:
      break;
  }
  TRY_ASSIGN(const auto asked, part(question));
  return to_archive(asked.answer);
}

}  // namespace convlens::engine
