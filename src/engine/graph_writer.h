#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <openvino/op/ops.hpp>
#include <openvino/openvino.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/phrase.h"
#include "core/result.h"
#include "core/tensor.h"
#include "loaders/common/json.h"
#include "loaders/isolation/model_archive.h"

namespace convlens::engine {

using nlohmann::json;

// The JSON and the arrays of an archive of ArchiveFormat::kGraph while they are put together.
class GraphWriter {
 public:
  GraphWriter();

  void add_input(const ov::Output<ov::Node>& value, const json& shape);
  void add_output(const ov::Output<ov::Node>& value);
  // A node that makes `outputs`, called after its operator and counted: "conv", "conv2".
  void add_node(const std::string& op, json inputs, json outputs, json attributes);
  // The name of an input of a node; what the file holds is taken into the archive.
  Result<std::string> input(const ov::Output<ov::Node>& value);
  // A value that is another one under another name.
  void add_alias(const ov::Node& node, std::string source);
  // A node that another one has been written with, as a bias that is added to a convolution.
  void set_written(const ov::Node& node) { written_.insert(&node); }
  bool is_written(const ov::Node& node) const { return written_.contains(&node); }
  // An array of its own.
  std::string add_array(const std::string& name, Tensor values);
  void set_preparation(json preparation) { graph_["preparation"] = std::move(preparation); }
  void add_note(const Phrase& note) { graph_["notes"].push_back(json_of(note)); }

  loaders::ModelArchive finish();

 private:
  json graph_;
  loaders::ModelArchive archive_;
  std::map<std::string, int> counts_;
  std::set<std::string> arrays_;
  std::map<std::string, std::string> aliases_;
  std::set<const ov::Node*> written_;
};

// What is added to the only use of a node's value: one number for each place along `axis`.
struct Bias {
  const ov::Node* add;
  std::vector<float> values;
};
std::optional<Bias> bias_behind(const ov::Node& node, std::size_t axis);

// The node for OpenVINO's questions about its outputs, which it answers of changeable nodes alone;
// nothing is changed.
inline ov::Node& outputs_of(const ov::Node& node) {
  return const_cast<ov::Node&>(node);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}
std::string output_of(const ov::Node& node, std::size_t i = 0);
// The names of all inputs.
Result<json> inputs_of(const ov::Node& node, GraphWriter& graph);
// The node as this operator of its first input; true.
Result<bool> write_as(const ov::Node& node, GraphWriter& graph, const char* op, json attributes);

// Writes a node in ONNX's terms; false where it has none for this one.
Result<bool> write_convolution(const ov::Node& node, GraphWriter& graph);
Result<bool> write_pooling(const ov::Node& node, GraphWriter& graph);
Result<bool> write_simple(const ov::Node& node, GraphWriter& graph);
Result<bool> write_rearranging(const ov::Node& node, GraphWriter& graph);

// The numbers of a Constant; nothing where the value is computed.
std::optional<std::vector<std::int64_t>> integers_of(const ov::Output<ov::Node>& value);
std::optional<std::vector<float>> numbers_of(const ov::Output<ov::Node>& value);

}  // namespace convlens::engine
