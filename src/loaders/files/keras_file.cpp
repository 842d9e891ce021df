#include "loaders/files/keras_file.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "core/files/file.h"
#include "core/files/zip_archive.h"
#include "loaders/common/network_format.h"
#include "loaders/files/hdf5_file.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kZipSignature = "PK\x03\x04";
constexpr int kMaxGroupDepth = 32;  // of groups within groups

bool starts_with(const fs::path& path, std::string_view signature) {
  std::string start(signature.size(), '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  return file && start == signature;
}

// What all arrays together may take: half-size and compressed weights grow when they are read.
std::size_t tensor_budget(std::size_t file_bytes) {
  return (std::size_t{1} << 26) + 16 * file_bytes;
}

// A text of the file that says which Keras wrote it; files may lack it.
void add_fact(ModelArchive& archive, const Hdf5Group& group, const std::string& key) {
  if (!group.has_attribute(key)) return;
  if (auto value = group.text_attribute(key)) archive.facts[key] = *std::move(value);
}

// "0", "1", ..., "10": the arrays of a layer, which HDF5 sorts as text.
Status add_numbered_arrays(const Hdf5Group& vars, WeightGroup& group) {
  for (int i = 0; vars.has(std::to_string(i)); ++i) {
    TRY_ASSIGN(auto values, vars.dataset(std::to_string(i)));
    group.weights.push_back({std::to_string(i), std::move(values)});
  }
  return {};
}

// "layers/functional/optimizer", "metrics/mean": what only training has, in the model or in a model
// within it, and the state of random generators. What "layers" holds are layers, however called.
bool belongs_to_training(std::string_view path) {
  constexpr std::array<std::string_view, 4> kOfTraining{"optimizer", "_optimizer", "metrics",
                                                        "seed_generator"};
  std::string_view parent;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view name = path.substr(0, end);
    if (parent != "layers" &&
        std::find(kOfTraining.begin(), kOfTraining.end(), name) != kOfTraining.end()) {
      return true;
    }
    parent = name;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return false;
}

// As Keras writes it today: on Windows it wrote the whole path as one name, and until 2.13 it had
// another word for layers.
std::string modern_path(std::string path) {
  constexpr std::string_view kOldLayers = "_layer_checkpoint_dependencies";
  std::replace(path.begin(), path.end(), '\\', '/');
  for (std::size_t at = 0; (at = path.find(kOldLayers, at)) != std::string::npos;) {
    path.replace(at, kOldLayers.size(), "layers");
  }
  return path;
}

// Every group that has a "vars" with arrays in it becomes a WeightGroup, unless it is training's.
Status add_keras3_groups(const Hdf5Group& parent, int depth, ModelArchive& archive) {
  if (depth > kMaxGroupDepth) return fail("the groups lie more than {} deep", kMaxGroupDepth);
  const std::string path = modern_path(parent.path());
  if (belongs_to_training(path)) return {};
  TRY_ASSIGN(const auto members, parent.members());
  for (const Hdf5Group::Member& member : members) {
    if (!member.is_group) continue;
    TRY_ASSIGN(const auto group, parent.group(member.name));
    if (member.name != "vars") {
      if (auto status = add_keras3_groups(group, depth + 1, archive); !status) return status;
      continue;
    }
    WeightGroup weights{path, {}};
    if (auto status = add_numbered_arrays(group, weights); !status) return status;
    if (!weights.weights.empty()) archive.groups.push_back(std::move(weights));
  }
  return {};
}

// The groups of Keras 1 and 2, and of Keras 3 where it writes their format: the layers and their
// arrays are listed by attributes.
Status add_listed_groups(const Hdf5Group& parent, ModelArchive& archive) {
  TRY_ASSIGN(const auto layers, parent.text_list_attribute("layer_names"));
  for (const std::string& layer : layers) {
    TRY_ASSIGN(const auto group, parent.group(layer));
    TRY_ASSIGN(const auto names, group.text_list_attribute("weight_names"));
    WeightGroup weights;
    weights.path = layer;
    for (const std::string& name : names) {
      TRY_ASSIGN(auto values, group.dataset(name));
      weights.weights.push_back({name, std::move(values)});
    }
    archive.groups.push_back(std::move(weights));
  }
  return {};
}

Status read_hdf5_content(const Hdf5File& file, ModelArchive& archive) {
  TRY_ASSIGN(const auto root, file.root());
  add_fact(archive, root, "keras_version");
  add_fact(archive, root, "backend");
  if (root.has_attribute("model_config")) {
    TRY_ASSIGN(auto config, root.text_attribute("model_config"));
    archive.architecture = std::move(config);
    archive.format = ArchiveFormat::kHdf5;
    TRY_ASSIGN(const auto group, root.group("model_weights"));
    add_fact(archive, group, "keras_version");
    add_fact(archive, group, "backend");
    return add_listed_groups(group, archive);
  }
  archive.format = ArchiveFormat::kHdf5Weights;
  if (root.has_attribute("layer_names") || root.has_attribute("layer_names0")) {
    return add_listed_groups(root, archive);
  }
  archive.format = ArchiveFormat::kKeras3Weights;
  if (auto status = add_keras3_groups(root, 0, archive); !status) return status;
  if (!archive.groups.empty()) return {};
  if (root.has("data")) {
    return fail(
        "the HDF5 file may hold the weights of a Caffe network, expected with it the .prototxt"
        " that tells the layers");
  }
  return fail(
      "the HDF5 file is none of Keras': expected the attribute model_config or layer_names,"
      " or a group of layers");
}

Result<std::string> read_text(const ZipArchive& zip, std::string_view entry) {
  TRY_ASSIGN(const auto bytes, zip.read(entry));
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Result<ModelArchive> read_zip(std::vector<std::byte> bytes, const std::string& name) {
  constexpr std::string_view kConfig = "config.json";
  constexpr std::string_view kWeights = "model.weights.h5";
  const std::size_t budget = tensor_budget(bytes.size());
  TRY_ASSIGN(const auto zip, ZipArchive::open(std::move(bytes), name));
  ModelArchive archive;
  for (const std::string_view needed : {kConfig, kWeights}) {
    if (zip.contains(needed)) continue;
    return fail("{}: the zip archive is no Keras model, it holds no {}", name, needed);
  }
  TRY_ASSIGN(auto config, read_text(zip, kConfig));
  archive.architecture = std::move(config);
  if (zip.contains("metadata.json")) {
    TRY_ASSIGN(const auto metadata, read_text(zip, "metadata.json"));
    const auto facts = nlohmann::json::parse(metadata, nullptr, false);
    if (facts.is_object() && facts.contains("keras_version") &&
        facts["keras_version"].is_string()) {
      archive.facts["keras_version"] = facts["keras_version"].get<std::string>();
    }
  }
  TRY_ASSIGN(auto weights, zip.read(kWeights));
  TRY_ASSIGN(const auto file, Hdf5File::open(std::move(weights), name, budget));
  const auto root = file.root();
  auto status = root ? add_keras3_groups(*root, 0, archive) : Status(fail(root.error()));
  if (!status) return fail("{}: in {}, {}", name, kWeights, status.error());
  return archive;
}

}  // namespace

Result<ModelArchive> read_keras_file(const fs::path& path) {
  const std::string name = path.string();
  if (!is_hdf5(path)) {
    TRY_ASSIGN(auto bytes, read_file(path));
    if (bytes.empty()) return fail("{}: the file is empty, expected a Keras model", name);
    if (starts_with(path, kZipSignature)) return read_zip(std::move(bytes), name);
    return fail("{}: expected a Keras model, which is a zip archive or an HDF5 file, found neither",
                name);
  }
  std::error_code error;
  const std::uintmax_t file_bytes = fs::file_size(path, error);
  if (error) return fail("{}: the file cannot be read ({})", name, word(error.message()));
  TRY_ASSIGN(const auto file, Hdf5File::open(path, tensor_budget(file_bytes)));
  ModelArchive archive;
  if (auto status = read_hdf5_content(file, archive); !status) {
    return fail("{}: {}", name, status.error());
  }
  return archive;
}

}  // namespace convlens::loaders
