#include "loaders/files/opencv_network.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/printable.h"
#include "loaders/common/axis_order.h"
#include "loaders/common/network_format.h"
#include "loaders/isolation/isolated.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

cv::dnn::Net open_network(const fs::path& path) {
  const fs::path structure = structure_file(path).value_or(fs::path());
  cv::dnn::Net net = network_format(path) == NetworkFormat::kOnnx
                         ? cv::dnn::readNetFromONNX(path.string())
                         : cv::dnn::readNetFromCaffe(structure.string(), path.string());
  // What is fused with the layer before has no value of its own.
  net.enableFusion(false);
  net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  return net;
}

// OpenCV puts a mark in front of ONNX's names.
std::string name_in_file(const std::string& name) {
  const std::size_t mark = name.rfind("onnx_node", 0) == 0 ? name.find('!') : std::string::npos;
  return mark == std::string::npos ? name : name.substr(mark + 1);
}

// (N, H, W, C) as OpenCV has it.
cv::dnn::MatShape planar_shape(const Shape& shape) {
  cv::dnn::MatShape sizes;
  for (const std::int64_t extent : shape.extents()) sizes.push_back(static_cast<int>(extent));
  if (sizes.size() == 4) std::rotate(sizes.begin() + 1, sizes.end() - 1, sizes.end());
  return sizes;
}

// What every layer gives for pictures like those that the parent has handed over; nothing where
// there are none, or where OpenCV cannot tell.
struct Shapes {
  std::vector<int> ids;
  std::vector<std::vector<cv::dnn::MatShape>> outputs;

  explicit Shapes(const cv::dnn::Net& net) {
    const auto pictures = read_child_input();
    if (!pictures) return;
    try {
      std::vector<std::vector<cv::dnn::MatShape>> inputs;
      net.getLayersShapes(planar_shape(pictures->shape()), ids, inputs, outputs);
    } catch (const cv::Exception&) {
      ids.clear();
    }
  }
  json of_layer(int id) const {
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (ids[i] == id && !outputs[i].empty()) return outputs[i][0];
    }
    return nullptr;
  }
};

Result<Tensor> tensor_of_mat(const cv::Mat& values) {
  cv::Mat floats;
  values.convertTo(floats, CV_32F);
  std::vector<std::int64_t> extents(floats.size.p, floats.size.p + floats.dims);
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  if (shape.element_count() == 0) return Tensor(shape);
  if (!floats.isContinuous()) floats = floats.clone();
  return Tensor(shape, {floats.ptr<float>(), floats.total()});
}

Result<ModelArchive> describe(const fs::path& path) {
  const cv::dnn::Net net = open_network(path);
  const Shapes shapes(net);
  ModelArchive archive;
  archive.format = ArchiveFormat::kReadOnly;
  json layers = json::array();
  for (const cv::String& name : net.getLayerNames()) {
    const int id = net.getLayerId(name);
    const cv::Ptr<cv::dnn::Layer> layer = net.getLayer(id);
    layers.push_back(
        {{"name", name_in_file(name)}, {"type", layer->type}, {"shape", shapes.of_layer(id)}});
    WeightGroup group{name_in_file(name), {}};
    for (std::size_t i = 0; i < layer->blobs.size(); ++i) {
      TRY_ASSIGN(auto tensor, tensor_of_mat(layer->blobs[i]));
      group.weights.push_back({std::to_string(i), std::move(tensor)});
    }
    archive.groups.push_back(std::move(group));
  }
  const json architecture{{"layers", std::move(layers)}};
  archive.architecture = architecture.dump(-1, ' ', false, json::error_handler_t::replace);
  return archive;
}

Result<ModelArchive> run(const fs::path& path) {
  TRY_ASSIGN(const auto pictures, read_child_input());
  cv::dnn::Net net = open_network(path);
  Tensor planes = pictures.clone();
  if (pictures.shape().rank() == 4) {
    TRY_ASSIGN(auto turned, transposed(pictures, std::array{0, 3, 1, 2}));
    planes = std::move(turned);
  }
  net.setInput(cv::Mat(planar_shape(pictures.shape()), CV_32F, planes.data()));
  const std::vector<cv::String> names = net.getLayerNames();
  std::vector<std::vector<cv::Mat>> values;
  net.forward(values, names);
  ModelArchive archive;
  archive.format = ArchiveFormat::kReadOnly;
  for (std::size_t i = 0; i < names.size(); ++i) {
    WeightGroup group{name_in_file(names[i]), {}};
    if (i < values.size() && !values[i].empty()) {
      TRY_ASSIGN(auto tensor, tensor_of_mat(values[i][0]));
      group.weights.push_back({"value", std::move(tensor)});
    }
    archive.groups.push_back(std::move(group));
  }
  return archive;
}

// OpenCV speaks in exceptions of several lines.
Result<ModelArchive> named(const fs::path& path, Result<ModelArchive> (*work)(const fs::path&)) {
  try {
    auto archive = work(path);
    if (archive) return archive;
    return fail("{}: {}", path.string(), archive.error());
  } catch (const cv::Exception& exception) {
    return fail("{}: OpenCV gives up ({})", path.string(), printable(exception.err));
  }
}

}  // namespace

Result<ModelArchive> read_opencv_network(const fs::path& path) { return named(path, describe); }

Result<ModelArchive> run_opencv_network(const fs::path& path) { return named(path, run); }

}  // namespace convlens::loaders
