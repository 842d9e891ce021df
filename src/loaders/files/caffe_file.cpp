#include "loaders/files/caffe_file.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <opencv2/dnn/layer.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/files/file.h"
#include "core/printable.h"
#include "loaders/common/json.h"
#include "loaders/common/network_format.h"
#include "loaders/files/caffe_hdf5.h"
#include "loaders/files/caffe_layers.h"
#include "loaders/files/caffe_phase.h"
#include "loaders/files/prototxt.h"
#include "loaders/isolation/isolated.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kMaxStructureBytes = std::size_t{1} << 24;

// OpenCV tells what a layer is set to only to the layer itself. This one stands in for every layer
// that is known here and keeps what it is told.
class RecordedLayer final : public cv::dnn::Layer {
 public:
  explicit RecordedLayer(const cv::dnn::LayerParams& params) : params_(params) {
    setParamsFrom(params);
  }
  static cv::Ptr<cv::dnn::Layer> create(cv::dnn::LayerParams& params) {
    return cv::makePtr<RecordedLayer>(params);
  }
  const cv::dnn::LayerParams& params() const { return params_; }

 private:
  cv::dnn::LayerParams params_;
};

std::optional<double> number_of(const std::string& text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

std::vector<double> numbers_of(const std::vector<std::string>& texts) {
  std::vector<double> numbers;
  for (const std::string& text : texts) {
    if (const auto number = number_of(text)) numbers.push_back(*number);
  }
  return numbers;
}

// What a .prototxt says of the pictures; OpenCV reads it too, but does not pass it on.
struct Declared {
  std::string input = "data";
  std::vector<double> shape;  // N, C, H, W where told
  std::optional<double> scale;
  std::vector<double> mean;
  json notes = json::array();
};

void read_transform(const TextMessage& transform, Declared& declared) {
  const auto scale = numbers_of(transform.all("scale"));
  if (!scale.empty() && scale[0] > 0.0) declared.scale = scale[0];
  declared.mean = numbers_of(transform.all("mean_value"));
  if (!transform.all("mean_file").empty()) {
    declared.notes.push_back(
        json_of(phrase("its mean picture (mean_file) is not taken away from pictures")));
  }
}

// The side of the square that a training cuts out of its pictures.
void read_source(const TextMessage& source, Declared& declared) {
  const TextMessage* transform = source.block("transform_param");
  if (transform == nullptr) return;
  read_transform(*transform, declared);
  const auto side = numbers_of(transform->all("crop_size"));
  if (!side.empty()) declared.shape = {1.0, 3.0, side[0], side[0]};
}

Declared read_declarations(const TextMessage& network) {
  Declared declared;
  if (const auto names = network.all("input"); !names.empty()) declared.input = names[0];
  declared.shape = numbers_of(network.all("input_dim"));
  if (const TextMessage* shape = network.block("input_shape")) {
    declared.shape = numbers_of(shape->all("dim"));
  }
  if (const TextMessage* transform = network.block("transform_param")) {
    read_transform(*transform, declared);
  }
  for (const TextBlock& block : network.blocks) {
    if (block.name != "layer" && block.name != "layers") continue;
    const TextMessage& layer = block.content;
    if (const TextMessage* transform = layer.block("transform_param")) {
      read_transform(*transform, declared);
    }
    const TextMessage* input = layer.block("input_param");
    const TextMessage* shape = input != nullptr ? input->block("shape") : nullptr;
    if (shape == nullptr) continue;
    declared.shape = numbers_of(shape->all("dim"));
    if (const auto tops = layer.all("top"); !tops.empty()) declared.input = tops[0];
  }
  return declared;
}

json shape_json(const Declared& declared) {
  json shape = json::array();
  for (const double extent : declared.shape) {
    const bool known = extent >= 1.0 && extent < 1e9 && !shape.empty();
    shape.push_back(known ? json(static_cast<std::int64_t>(extent)) : json());
  }
  return shape.size() < 2 ? json() : shape;
}

json preparation_json(const Declared& declared) {
  constexpr double kEightBit = 255.0;
  json preparation{{"scale", kEightBit}};
  if (declared.shape.size() == 4 && declared.shape[1] == 3.0) preparation["order"] = "bgr";
  if (!declared.mean.empty()) preparation["mean"] = declared.mean;
  if (declared.scale) preparation["std"] = json::array({1.0 / *declared.scale});
  return preparation;
}

// How many channels the first convolution takes: what a training reads from its data is not told.
void count_channels(const cv::dnn::Net& net, Declared& declared) {
  if (declared.shape.size() != 4) return;
  for (const cv::String& name : net.getLayerNames()) {
    const cv::Ptr<cv::dnn::Layer> layer = net.getLayer(net.getLayerId(name));
    if (layer->type != "Convolution" || layer->blobs.empty()) continue;
    const auto* recorded = dynamic_cast<const RecordedLayer*>(layer.get());
    const int groups = recorded != nullptr ? recorded->params().get<int>("group", 1) : 1;
    declared.shape[1] = layer->blobs[0].size[1] * groups;
    return;
  }
}

// The layers of a network with what each takes, in the file's order.
Status read_layers(const cv::dnn::Net& net, const std::string& input, json& graph,
                   WeightGroup& arrays) {
  for (const cv::String& name : net.getLayerNames()) {
    const int id = net.getLayerId(name);
    const cv::Ptr<cv::dnn::Layer> layer = net.getLayer(id);
    std::vector<std::string> inputs;
    for (const cv::Ptr<cv::dnn::Layer>& source : net.getLayerInputs(id)) {
      // The network's own input is a layer without a type.
      inputs.push_back(source->type.empty() ? input : std::string(source->name));
    }
    const auto* recorded = dynamic_cast<const RecordedLayer*>(layer.get());
    cv::dnn::LayerParams other;
    other.name = name;
    other.type = layer->type;
    const auto status = append_caffe_layer(recorded != nullptr ? recorded->params() : other, inputs,
                                           graph["nodes"], arrays);
    if (!status) {
      return fail("the layer \"{}\" ({}): {}", printable(name), printable(layer->type),
                  status.error());
    }
  }
  return {};
}

// The message of weights, from a file of either kind that Caffe writes.
Result<std::string> read_weights(const fs::path& path, const TextMessage& network) {
  if (is_hdf5(path)) {
    std::vector<std::string> layers;
    for (const TextBlock& block : network.blocks) {
      if (block.name != "layer" && block.name != "layers") continue;
      const auto names = block.content.all("name");
      layers.insert(layers.end(), names.begin(), names.end());
    }
    return caffe_message_of_hdf5(path, layers);
  }
  TRY_ASSIGN(const auto bytes, read_file(path));
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Result<ModelArchive> read_network(const fs::path& structure, const fs::path& weights) {
  const auto bytes = read_file(structure, kMaxStructureBytes);
  if (!bytes) return fail("{}: {}", weights.string(), bytes.error());
  const auto text = at_test_phase({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!text) {
    return fail("{}: {} beside it is damaged, {}", weights.string(), structure.filename().string(),
                text.error());
  }
  Declared declared = read_declarations(text->network);
  read_source(text->source, declared);
  TRY_ASSIGN(const auto values, read_weights(weights, text->network));
  cv::dnn::Net net =
      cv::dnn::readNetFromCaffe(text->text.data(), text->text.size(), values.data(), values.size());
  for (const char* type : known_caffe_layers()) {
    cv::dnn::LayerFactory::registerLayer(type, RecordedLayer::create);
  }
  ModelArchive archive;
  archive.format = ArchiveFormat::kGraph;
  archive.facts["format"] = "caffe";
  archive.groups.push_back({"tensors", {}});
  if (text->is_of_training) {
    if (declared.shape.empty()) {
      return fail(
          "{}: {} beside it is for training and does not tell the size of pictures, expected"
          " one for use (deploy.prototxt)",
          weights.string(), structure.filename().string());
    }
    count_channels(net, declared);
    declared.notes.push_back(
        json_of(phrase("its structure is one for training, of which the test phase is taken")));
  }
  const auto names = text->network.all("name");
  json graph{{"name", names.empty() ? std::string() : names[0]},
             {"opset", 13},
             {"nodes", json::array()},
             {"inputs", {{{"name", declared.input}, {"shape", shape_json(declared)}}}},
             {"outputs", net.getUnconnectedOutLayersNames()},
             {"preparation", preparation_json(declared)},
             {"notes", declared.notes}};
  if (auto status = read_layers(net, declared.input, graph, archive.groups[0]); !status) {
    return fail("{}: {}", weights.string(), status.error());
  }
  archive.architecture = graph.dump(-1, ' ', false, json::error_handler_t::replace);
  return archive;
}

}  // namespace

Result<ModelArchive> read_caffe_file(const fs::path& path) {
  fs::path structure = child_companion();
  if (structure.empty()) {
    TRY_ASSIGN(structure, structure_file(path));
  }
  try {
    return read_network(structure, path);
  } catch (const cv::Exception& exception) {
    return fail("{}: OpenCV cannot read the file ({})", path.string(), printable(exception.err));
  }
}

}  // namespace convlens::loaders
