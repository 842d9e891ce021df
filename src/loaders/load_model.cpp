#include "loaders/load_model.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "core/files/file.h"
#include "core/files/file_name.h"
#include "core/printable.h"
#include "loaders/common/network_format.h"
#include "loaders/common/stranger.h"
#include "loaders/engine/engine.h"
#include "loaders/files/onnx_file.h"
#include "loaders/graph/graph_model.h"
#include "loaders/keras/keras_model.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kKeras = "keras";
constexpr std::string_view kStructure = ".prototxt";  // of Caffe's networks

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
    case ArchiveFormat::kMessage:
      break;
  }
  return keras;
}

std::string tensorflow_format(const fs::path& path) {
  if (is_tensorflow_lite(path)) return "TensorFlow Lite (.tflite)";
  std::error_code error;
  return fs::is_directory(path, error) ? "TensorFlow (SavedModel)" : "TensorFlow (.pb)";
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

// The reader of a file tells where values lie in others, before it opens them: they count as part
// of the file for what its reader may take.
Result<ModelArchive> read_onnx(const fs::path& path, const LoadOptions& options,
                               bool& is_one_file) {
  auto archive = isolated_read("onnx", path, options.limits);
  is_one_file = !archive || archive->fact(kExternalBytes).empty();
  if (is_one_file) return archive;
  constexpr std::size_t kMaxBytes = std::size_t{1} << 32;
  const std::size_t bytes = std::min<std::size_t>(
      std::strtoull(archive->fact(kExternalBytes).c_str(), nullptr, 10), kMaxBytes);
  IsolationLimits limits = options.limits;
  limits.spare_bytes += 4 * bytes;
  limits.reply_bytes += 4 * bytes;
  return isolated_read(kOnnxFiles, path, limits);
}

Result<LoadedModel> load_graph(ModelArchive archive, std::string format, const fs::path& path,
                               const std::shared_ptr<Engine>& engine) {
  auto built = build_graph_model(std::move(archive), engine);
  if (!built) return fail("{}: {}", path.string(), built.error());
  return LoadedModel{.model = std::move(built->model),
                     .format = std::move(format),
                     .preparation = std::move(built->preparation),
                     .notes = std::move(built->notes),
                     .end = std::move(built->end)};
}

Result<LoadedModel> load_onnx(const fs::path& path, const LoadOptions& options) {
  bool is_one_file = true;
  TRY_ASSIGN(auto archive, read_onnx(path, options, is_one_file));
  std::string format = format_of(archive);
  auto loaded = load_graph(std::move(archive), std::move(format), path,
                           std::make_shared<Engine>(path, EngineFormat::kOnnx));
  if (loaded) loaded->is_one_file = is_one_file;
  return loaded;
}

// Either of its two files may be given; a structure that is given is the one that is used. The
// engine does not know Caffe's networks.
Result<LoadedModel> load_caffe(const fs::path& file, const LoadOptions& options) {
  const bool is_structure = has_ending(file, kStructure) && options.architecture.empty();
  const fs::path path = weights_file(file);
  TRY_ASSIGN(auto archive, isolated_read("caffe", path, options.limits,
                                         is_structure ? file : options.architecture));
  std::string format = format_of(archive);
  return load_graph(std::move(archive), std::move(format), path, nullptr);
}

Result<LoadedModel> load_tensorflow(const fs::path& path) {
  const auto engine = std::make_shared<Engine>(path, EngineFormat::kTensorFlow);
  auto archive = engine->graph();
  if (!archive) return fail("{}: {}", path.string(), archive.error());
  return load_graph(*std::move(archive), tensorflow_format(path), path, engine);
}

Result<LoadedModel> load_any(const fs::path& path, const LoadOptions& options) {
  if (const auto what = stranger(path)) return fail("{}: {}", path.string(), *what);
  // What tells nothing is refused by the reader of Keras' files.
  NetworkFormat format = network_format(path).value_or(NetworkFormat::kKeras);
  const bool has_structure = has_ending(options.architecture, kStructure);
  if (has_structure && is_hdf5(path)) format = NetworkFormat::kCaffe;
  if (has_structure && format != NetworkFormat::kCaffe) {
    return fail("{}: this is no network of Caffe, whose layers {} tells", path.string(),
                options.architecture.filename().string());
  }
  switch (format) {
    case NetworkFormat::kOnnx:
      return load_onnx(path, options);
    case NetworkFormat::kCaffe:
      return load_caffe(path, options);
    case NetworkFormat::kTensorFlow:
      return load_tensorflow(path);
    case NetworkFormat::kKeras:
      break;
  }
  return load_keras(path, options);
}

// What stands beside the file; a network is good without knowing its classes' names.
void add_facts(const fs::path& path, LoadedModel& loaded) {
  auto facts = read_model_facts(path);
  if (!facts) {
    loaded.notes.push_back(facts.error().phrase);
    return;
  }
  loaded.class_names = std::move(facts->class_names);
  loaded.trained_at = facts->trained_at;
  loaded.history = std::move(facts->history);
  if (!facts->preparation) return;
  if (loaded.preparation) facts->preparation->resize = loaded.preparation->resize;
  loaded.preparation = std::move(facts->preparation);
}

}  // namespace

Result<LoadedModel> load_model(const fs::path& path, const LoadOptions& options) {
  auto model = load_any(path, options);
  if (model) add_facts(path, *model);
  return model;
}

}  // namespace convlens::loaders
