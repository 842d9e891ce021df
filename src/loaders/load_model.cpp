#include "loaders/load_model.h"

#include <string>
#include <utility>

#include "core/file.h"
#include "loaders/graph_model.h"
#include "loaders/keras_model.h"
#include "loaders/model_facts.h"
#include "loaders/printable.h"

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
  }
  return keras;
}

// The layers as JSON, from a JSON file or from a whole model.
Result<std::string> read_architecture(const fs::path& path, const IsolationLimits& limits) {
  constexpr std::size_t kMaxJsonBytes = std::size_t{1} << 26;
  if (path.extension() == ".json") {
    const auto bytes = read_file(path, kMaxJsonBytes);
    if (!bytes) return fail(bytes.error());
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  }
  auto archive = isolated_read(kKeras, path, limits);
  if (!archive) return fail(archive.error());
  if (archive->architecture.empty()) {
    return fail("{}: the file holds weights without layers too", path.string());
  }
  return std::move(archive->architecture);
}

Result<LoadedModel> load_keras(const fs::path& path, const LoadOptions& options) {
  auto archive = isolated_read(kKeras, path, options.limits);
  if (!archive) return fail(archive.error());
  if (!options.architecture.empty()) {
    auto architecture = read_architecture(options.architecture, options.limits);
    if (!architecture) return fail(architecture.error());
    archive->architecture = *std::move(architecture);
  }
  if (archive->architecture.empty()) {
    return fail("{}: the file holds weights only, expected one that tells the layers too",
                path.string());
  }
  const std::string format = format_of(*archive);
  auto built = build_keras_model(*std::move(archive));
  if (!built) return fail("{}: {}", path.string(), built.error().message);
  return LoadedModel{std::move(built->model), format, {}, {}, std::move(built->notes)};
}

Result<LoadedModel> load_graph(std::string_view kind, const fs::path& path,
                               const LoadOptions& options) {
  auto archive = isolated_read(kind, path, options.limits);
  if (!archive) return fail(archive.error());
  const std::string format = format_of(*archive);
  auto built = build_graph_model(*std::move(archive));
  if (!built) return fail("{}: {}", path.string(), built.error().message);
  return LoadedModel{
      std::move(built->model), format, {}, std::move(built->preparation), std::move(built->notes)};
}

// What stands beside the model; a model is good without knowing its classes' names.
void add_facts(const fs::path& path, LoadedModel& loaded) {
  auto facts = read_model_facts(path);
  if (!facts) {
    loaded.notes.push_back(facts.error().message);
    return;
  }
  loaded.class_names = std::move(facts->class_names);
  if (!facts->preparation) return;
  if (loaded.preparation) facts->preparation->resize = loaded.preparation->resize;
  loaded.preparation = std::move(facts->preparation);
}

}  // namespace

Result<LoadedModel> load_model(const fs::path& path, const LoadOptions& options) {
  Result<LoadedModel> loaded = fail("");
  const fs::path extension = path.extension();
  if (extension == ".onnx") {
    loaded = load_graph("onnx", path, options);
  } else if (extension == ".caffemodel" || extension == ".prototxt") {
    fs::path weights = path;
    loaded = load_graph("caffe", weights.replace_extension(".caffemodel"), options);
  } else {
    loaded = load_keras(path, options);
  }
  if (loaded) add_facts(path, *loaded);
  return loaded;
}

}  // namespace convlens::loaders
