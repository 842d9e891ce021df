#include "loaders/keras/keras_writer.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "core/files/file.h"
#include "core/files/zip_archive.h"
#include "core/statistics.h"
#include "loaders/files/hdf5_writer.h"
#include "loaders/isolation/isolated.h"
#include "loaders/keras/keras_architecture.h"
#include "loaders/keras/keras_config.h"
#include "loaders/keras/keras_weights.h"
#include "loaders/keras/of_keras_layers.h"

namespace convlens::loaders {
namespace {

constexpr const char* kWeights = "model.weights.h5";
// Of which the configuration is.
constexpr const char* kMetadata = R"({"keras_version": "3.4.1"})";

std::vector<std::byte> bytes_of(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

// A weight as Keras keeps it: those of an item's own normalisation without the axes that are 1
// because nothing is normalised along them.
Result<TensorView> kept_weight(const nn::Layer& layer, const nn::KerasForm& form,
                               const Tensor& weight) {
  const bool of_axes = form.type == "LayerNormalization" || form.type == "GroupNormalization" ||
                       form.type == "RMSNormalization";
  if (!of_axes) return weight.view();
  std::vector<int> axes;
  if (const auto* several = nn::setting<std::vector<int>>(form.settings, "axis")) axes = *several;
  if (const auto* one = nn::setting<std::int64_t>(form.settings, "axis")) {
    axes.push_back(static_cast<int>(*one));
  }
  std::vector<std::int64_t> extents;
  const int rank = weight.shape().rank();
  for (const int axis : axes) extents.push_back(weight.shape()[axis < 0 ? axis + rank : axis]);
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  if (shape.element_count() != weight.size()) {
    return fail("{} ({}) cannot be saved as .keras: its weights are of shape {}", layer.name(),
                layer.type(), to_string(weight.shape()));
  }
  return TensorView(weight.values(), shape);
}

Result<std::vector<std::byte>> weights_file(const nn::Model& model) {
  TRY_ASSIGN(auto file, Hdf5Writer::create());
  std::map<std::string, int> counters;
  for (const nn::ModelLayer& layer : model.layers()) {
    if (layer.call() > 0 || nn::is_input_layer(*layer.handle())) continue;
    const auto form = *layer->keras_form();
    const std::string type = snake_case(form.type);
    const int counter = counters[type]++;
    const std::string group =
        counter == 0 ? fmt::format("layers/{}", type) : fmt::format("layers/{}_{}", type, counter);
    // Those of a Rescaling or a Normalization are settings.
    if (form.type == "Rescaling" || form.type == "Normalization") continue;
    for (std::size_t w = 0; w < layer->weights().size(); ++w) {
      TRY_ASSIGN(const auto values, kept_weight(*layer.handle(), form, *layer->weights()[w].value));
      TRY(file.put(fmt::format("{}/vars/{}", group, w), values));
    }
  }
  return file.bytes();
}

// Where the arrays of each layer stand, by its name behind those of the networks around it.
using LayerPlaces = std::map<std::string, const LayerSpec*>;
void collect_places(const NetworkSpec& network, const std::string& prefix, LayerPlaces& groups) {
  for (const LayerSpec& layer : network.layers) {
    groups[prefix + layer.name] = &layer;
    if (layer.nested != nullptr) collect_places(*layer.nested, prefix + layer.name + '/', groups);
  }
}

std::string whole_name(std::span<const std::string> names) {
  std::string path;
  for (const std::string& name : names) path += (path.empty() ? "" : "/") + name;
  return path;
}

bool is_same_array(const TensorView& a, const TensorView& b) {
  return a.shape() == b.shape() && are_same(a.values(), b.values());
}

// Puts the weights that differ in the place of those of the file.
Status put_changes(Hdf5Writer& file, const LayerPlaces& groups, const nn::Model& trained,
                   const nn::Model& shown) {
  for (int i = 0; i < shown.layer_count(); ++i) {
    const nn::ModelLayer before = trained.layer(i);
    const nn::ModelLayer after = shown.layer(i);
    for (std::size_t w = 0; w < after->weights().size(); ++w) {
      const Tensor& old = *before->weights()[w].value;
      const Tensor& now = *after->weights()[w].value;
      if (&old == &now || is_same_array(old, now)) continue;
      const auto group = groups.find(whole_name(shown.path(i)));
      const bool fits = group != groups.end() && w < group->second->weights.size() &&
                        is_same_array(group->second->weights[w].values, old);
      const std::string path =
          fits ? fmt::format("{}/vars/{}", group->second->group, group->second->weights[w].name)
               : std::string();
      if (!fits || !file.has(path)) {
        return fail("the file holds the weights of {} in another way", after.name());
      }
      TRY(file.put(path, now));
    }
  }
  return {};
}

}  // namespace

Result<std::vector<std::byte>> keras_bytes(const nn::Model& model) {
  TRY_ASSIGN(const auto layers, of_keras_layers(model));
  TRY_ASSIGN(const auto config, keras_config(layers));
  TRY_ASSIGN(auto weights, weights_file(layers));
  const ZipMember members[] = {{"metadata.json", bytes_of(kMetadata), false},
                               {"config.json", bytes_of(config.dump()), true},
                               {kWeights, std::move(weights), false}};
  return zip_bytes(members, ".keras");
}

Result<std::vector<std::byte>> keras_bytes_like(const std::filesystem::path& file,
                                                const nn::Model& trained, const nn::Model& shown) {
  TRY_ASSIGN(auto archive, isolated_read("keras", file));
  if (archive.format != ArchiveFormat::kKeras3) return fail("{}: no .keras", file.string());
  TRY_ASSIGN(auto network, parse_architecture(archive.architecture));
  TRY(assign_weights(archive, network));
  LayerPlaces groups;
  collect_places(network, "", groups);

  TRY_ASSIGN(auto content, read_file(file));
  TRY_ASSIGN(const auto zip, ZipArchive::open(std::move(content), file.string()));
  std::vector<ZipMember> members;
  for (const std::string& name : zip.names()) {
    TRY_ASSIGN(auto bytes, zip.read(name));
    if (name == kWeights) {
      TRY_ASSIGN(auto weights, Hdf5Writer::open(std::move(bytes)));
      TRY(put_changes(weights, groups, trained, shown));
      TRY_ASSIGN(bytes, weights.bytes());
    }
    members.push_back({name, std::move(bytes), name == "config.json"});
  }
  return zip_bytes(members, file.string());
}

}  // namespace convlens::loaders
