#include "loaders/load_model.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <type_traits>
#include <utility>

#include "core/files/file.h"
#include "core/files/file_name.h"
#include "core/printable.h"
#include "loaders/common/axis_order.h"
#include "loaders/common/network_format.h"
#include "loaders/common/stranger.h"
#include "loaders/files/onnx_file.h"
#include "loaders/graph/graph_model.h"
#include "loaders/graph/graph_spec.h"
#include "loaders/graph/opencv_misreads.h"
#include "loaders/keras/keras_model.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kKeras = "keras";

std::string format_of(const ModelArchive& archive) {
  const std::string version = archive.fact("keras_version");
  std::string keras = version.empty() ? "Keras" : "Keras " + printable(version);
  switch (archive.format) {
    case ArchiveFormat::kKeras3:
      return keras + " (.keras)";
    case ArchiveFormat::kHdf5:
      return keras + " (.h5)";
    case ArchiveFormat::kKeras3Weights:
    case ArchiveFormat::kHdf5Weights:
      return keras + " (.h5, weights only)";
    case ArchiveFormat::kGraph:
      if (archive.fact("format") == "caffe") return "Caffe (.caffemodel)";
      return fmt::format("ONNX opset {} (.onnx)", printable(archive.fact("opset")));
    case ArchiveFormat::kReadOnly:
      return "OpenCV";
  }
  return keras;
}

// The layers as JSON, from a JSON file or from a whole model.
Result<std::string> read_architecture(const fs::path& path, const IsolationLimits& limits) {
  constexpr std::size_t kMaxJsonBytes = std::size_t{1} << 26;
  if (has_ending(path, ".json")) {
    TRY_ASSIGN(const auto bytes, read_file(path, kMaxJsonBytes));
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  TRY_ASSIGN(auto archive, isolated_read(kKeras, path, limits));
  if (archive.architecture.empty()) {
    return fail("{}: the file holds weights without layers too", path.string());
  }
  return std::move(archive.architecture);
}

Result<LoadedModel> load_keras(const fs::path& path, const LoadOptions& options) {
  TRY_ASSIGN(auto archive, isolated_read(kKeras, path, options.limits));
  if (!options.architecture.empty()) {
    TRY_ASSIGN(auto architecture, read_architecture(options.architecture, options.limits));
    archive.architecture = std::move(architecture);
  }
  if (archive.architecture.empty()) {
    return fail("{}: the file holds weights only, expected one that tells the layers too",
                path.string());
  }
  const std::string format = format_of(archive);
  auto built = build_keras_model(std::move(archive));
  if (!built) return fail("{}: {}", path.string(), built.error());
  return LoadedModel{.model = std::move(built->model),
                     .format = format,
                     .notes = std::move(built->notes),
                     .end = std::move(built->end)};
}

// What has to be known of a network that cannot be built here, before it is taken apart for that.
struct Fallback {
  nn::PartialShape input;  // what its only input takes, channels last; of rank 0 where not known
  std::optional<NodeSpec> misread;  // a node that OpenCV is wrong about
};

Fallback fallback_of(const ModelArchive& archive) {
  const auto graph = parse_graph(archive.architecture);
  if (!graph) return {};
  Fallback fallback;
  if (archive.fact("format") == "onnx") fallback.misread = opencv_misread(*graph, archive);
  if (graph->inputs.size() != 1 || graph->inputs[0].shape.rank() == 0) return fallback;
  const nn::PartialShape shape = graph->inputs[0].shape.with(0, nn::PartialShape::kUnknown);
  fallback.input = shape.rank() == 4 ? moved_shape(shape) : shape;
  return fallback;
}

// What OpenCV makes of a network that cannot be built here, for `reason`.
Result<LoadedNetwork> load_read_only(const fs::path& path, const std::string& format,
                                     const Fallback& fallback, const Phrase& reason,
                                     const LoadOptions& options) {
  if (const auto& node = fallback.misread) {
    return fail("{}: {}; OpenCV, which may know it, is wrong about the node \"{}\" ({})",
                path.string(), reason, printable(node->name), printable(node->op));
  }
  auto network = ReadOnlyNetwork::open(path, fallback.input, options.limits);
  // That OpenCV does not know the network either, adds nothing to the reason.
  if (!network) return fail("{}: {}", path.string(), reason);
  network->format = format;
  network->reason = reason;
  return *std::move(network);
}

// The reader of a file tells where values lie in others, before it opens them: they count as part
// of the file for what its reader may take.
Result<ModelArchive> read_graph(std::string_view kind, const fs::path& path,
                                const LoadOptions& options) {
  auto archive = isolated_read(kind, path, options.limits);
  if (!archive || archive->fact(kExternalBytes).empty()) return archive;
  constexpr std::size_t kMaxBytes = std::size_t{1} << 32;
  const std::size_t bytes = std::min<std::size_t>(
      std::strtoull(archive->fact(kExternalBytes).c_str(), nullptr, 10), kMaxBytes);
  IsolationLimits limits = options.limits;
  limits.spare_bytes += 4 * bytes;
  limits.reply_bytes += 4 * bytes;
  return isolated_read(kOnnxFiles, path, limits);
}

Result<LoadedNetwork> load_graph(std::string_view kind, const fs::path& path,
                                 const LoadOptions& options) {
  TRY_ASSIGN(auto archive, read_graph(kind, path, options));
  const std::string format = format_of(archive);
  const Fallback fallback = fallback_of(archive);
  auto built = build_graph_model(std::move(archive));
  if (!built) return load_read_only(path, format, fallback, built.error(), options);
  return LoadedModel{.model = std::move(built->model),
                     .format = format,
                     .preparation = std::move(built->preparation),
                     .notes = std::move(built->notes)};
}

Result<LoadedNetwork> load_any(const fs::path& path, const LoadOptions& options) {
  if (const auto what = stranger(path)) return fail("{}: {}", path.string(), *what);
  // What tells nothing is refused by the reader of Keras' files.
  switch (network_format(path).value_or(NetworkFormat::kKeras)) {
    case NetworkFormat::kOnnx:
      return load_graph("onnx", path, options);
    case NetworkFormat::kCaffe:
      return load_graph("caffe", weights_file(path), options);
    case NetworkFormat::kKeras:
      break;
  }
  TRY_ASSIGN(auto model, load_keras(path, options));
  return model;
}

// What stands beside the file; a network is good without knowing its classes' names.
template <typename Network>
void add_facts(const fs::path& path, Network& loaded) {
  auto facts = read_model_facts(path);
  if (!facts) {
    loaded.notes.push_back(facts.error().phrase);
    return;
  }
  loaded.class_names = std::move(facts->class_names);
  if constexpr (std::is_same_v<Network, LoadedModel>) {
    loaded.trained_at = facts->trained_at;
    loaded.history = std::move(facts->history);
  }
  if (!facts->preparation) return;
  if (loaded.preparation) facts->preparation->resize = loaded.preparation->resize;
  loaded.preparation = std::move(facts->preparation);
}

}  // namespace

Result<LoadedNetwork> load_network(const fs::path& path, const LoadOptions& options) {
  auto network = load_any(path, options);
  if (network) std::visit([&path](auto& loaded) { add_facts(path, loaded); }, *network);
  return network;
}

Result<LoadedModel> load_model(const fs::path& path, const LoadOptions& options) {
  TRY_ASSIGN(auto network, load_network(path, options));
  if (auto* model = std::get_if<LoadedModel>(&network)) return std::move(*model);
  return fail("{}: {}, so that the network can only be looked at (read-only)", path.string(),
              std::get<ReadOnlyNetwork>(network).reason);
}

}  // namespace convlens::loaders
