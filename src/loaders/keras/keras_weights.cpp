#include "loaders/keras/keras_weights.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/printable.h"
#include "loaders/common/json.h"
#include "loaders/keras/keras_layers.h"

namespace convlens::loaders {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// "conv2d" -> 0, "conv2d_12" -> 12 for the class conv2d; -1 for a name of another class.
int counter_of(std::string_view name, std::string_view type) {
  if (name.substr(0, type.size()) != type) return -1;
  name.remove_prefix(type.size());
  if (name.empty()) return 0;
  if (name.size() < 2 || name.front() != '_') return -1;
  int counter = 0;
  const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), counter);
  return error == std::errc{} && end == name.data() + name.size() && counter >= 0 ? counter : -1;
}

// Gives a layer its arrays if they are as many as it should have.
Status give(LayerSpec& layer, std::vector<NamedTensor> weights) {
  const int expected = expected_weights(layer).total();
  if (static_cast<int>(weights.size()) != expected) {
    return fail("the layer \"{}\" ({}) should have {} arrays of weights, found {}",
                printable(layer.name), printable(layer.type), expected, weights.size());
  }
  layer.weights = std::move(weights);
  return {};
}

tl::unexpected<Error> no_weights(const LayerSpec& layer) {
  return fail("the file holds no weights for the layer \"{}\" ({})", printable(layer.name),
              printable(layer.type));
}

// Whether it has a layer, or is one, whose arrays nobody here can count.
bool is_beyond(const LayerSpec& layer) {
  if (layer.nested == nullptr) return layer.type != "InputLayer" && !is_supported_layer(layer);
  return std::any_of(layer.nested->layers.begin(), layer.nested->layers.end(), is_beyond);
}

bool has_weights(const LayerSpec& layer) {
  if (layer.nested == nullptr) return expected_weights(layer).total() > 0;
  return std::any_of(layer.nested->layers.begin(), layer.nested->layers.end(), has_weights);
}

// ---- Keras 3: groups named by class and counter ------------------------------------------------

// By path.
using Groups = std::map<std::string, std::vector<NamedTensor>, std::less<>>;

Groups groups_by_path(ModelArchive& archive) {
  Groups groups;
  for (WeightGroup& group : archive.groups) groups[group.path] = std::move(group.weights);
  return groups;
}

// The groups of one class directly below `prefix`, in the order of their counters.
std::vector<std::string> groups_of_class(const Groups& groups, const std::string& prefix,
                                         const std::string& type) {
  std::vector<std::pair<int, std::string>> found;
  for (auto group = groups.lower_bound(prefix);
       group != groups.end() && group->first.compare(0, prefix.size(), prefix) == 0; ++group) {
    const int counter = counter_of(std::string_view(group->first).substr(prefix.size()), type);
    if (counter >= 0) found.emplace_back(counter, group->first);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> paths;
  paths.reserve(found.size());
  for (auto& [counter, path] : found) paths.push_back(std::move(path));
  return paths;
}

// Groups are only there for layers with weights, and their counters may have gaps (Keras 2.12
// counted some layers twice), so that the n-th layer of a class takes the n-th group of the class.
// What the file keeps for layers that are not supported, of one class, is nobody's.
void drop_groups(Groups& groups, const std::string& prefix, const std::string& type) {
  std::erase_if(groups, [&](const auto& group) {
    std::string_view path = group.first;
    if (path.substr(0, prefix.size()) != prefix) return false;
    path.remove_prefix(prefix.size());
    return counter_of(path.substr(0, path.find('/')), type) >= 0;
  });
}

Status assign_by_class(Groups& groups, const std::string& prefix, NetworkSpec& network) {
  std::map<std::string, std::vector<LayerSpec*>> layers_by_class;
  std::map<std::string, int> nested_counters;
  for (LayerSpec& layer : network.layers) {
    if (layer.is_operation) continue;
    const std::string type = snake_case(layer.type);
    if (layer.nested != nullptr) {
      const int counter = nested_counters[type]++;
      const std::string suffix = counter > 0 ? fmt::format("_{}", counter) : std::string();
      const std::string inner = fmt::format("{}{}{}/layers/", prefix, type, suffix);
      if (auto status = assign_by_class(groups, inner, *layer.nested); !status) return status;
    } else if (has_weights(layer)) {
      layers_by_class[type].push_back(&layer);
    } else if (is_beyond(layer)) {
      drop_groups(groups, prefix, type);
    }
  }
  for (auto& [type, layers] : layers_by_class) {
    const auto paths = groups_of_class(groups, prefix, type);
    for (std::size_t i = 0; i < layers.size(); ++i) {
      if (i >= paths.size()) return no_weights(*layers[i]);
      auto group = groups.find(paths[i]);
      layers[i]->group = paths[i];
      if (auto status = give(*layers[i], std::move(group->second)); !status) return status;
      groups.erase(group);
    }
  }
  return {};
}

Status assign_keras3(ModelArchive& archive, NetworkSpec& network) {
  Groups groups = groups_by_path(archive);
  if (auto status = assign_by_class(groups, "layers/", network); !status) return status;
  if (groups.empty()) return {};
  return fail("the file holds weights at \"{}\" that no layer of the model has",
              printable(groups.begin()->first));
}

// ---- Before: groups named by layer -------------------------------------------------------------

void collect_leaves(NetworkSpec& network, std::vector<LayerSpec*>& leaves) {
  for (LayerSpec& layer : network.layers) {
    if (layer.nested != nullptr) {
      collect_leaves(*layer.nested, leaves);
    } else {
      leaves.push_back(&layer);
    }
  }
}

// A nested model's arrays stand in one list: what training changes of all its layers, then the rest
// of all its layers.
Status deal_out(const LayerSpec& model, std::vector<NamedTensor> weights) {
  std::vector<LayerSpec*> leaves;
  collect_leaves(*model.nested, leaves);
  std::size_t expected = 0;
  for (const LayerSpec* leaf : leaves) {
    expected += static_cast<std::size_t>(expected_weights(*leaf).total());
  }
  if (weights.size() != expected) {
    return fail("the layers of the model \"{}\" should have {} arrays of weights, found {}",
                printable(model.name), expected, weights.size());
  }
  auto next = weights.begin();
  const auto take = [&next](LayerSpec& leaf, int count) {
    for (int i = 0; i < count; ++i) leaf.weights.push_back(std::move(*next++));
  };
  const auto is_trainable = [](const LayerSpec& leaf) {
    return SettingsReader(*leaf.config).flag({"trainable"}, true);
  };
  for (LayerSpec* leaf : leaves) {
    if (is_trainable(*leaf)) take(*leaf, expected_weights(*leaf).trainable);
  }
  for (LayerSpec* leaf : leaves) {
    const WeightCount count = expected_weights(*leaf);
    take(*leaf, is_trainable(*leaf) ? count.fixed : count.total());
  }
  return {};
}

Status assign_hdf5(ModelArchive& archive, NetworkSpec& network) {
  std::vector<WeightGroup*> groups;
  for (WeightGroup& group : archive.groups) {
    if (!group.weights.empty()) groups.push_back(&group);
  }
  std::vector<LayerSpec*> layers;
  for (LayerSpec& layer : network.layers) {
    if (!is_beyond(layer) && has_weights(layer)) layers.push_back(&layer);
  }
  const auto group_named = [&groups](const std::string& name) {
    return std::find_if(groups.begin(), groups.end(),
                        [&name](const WeightGroup* group) { return group->path == name; });
  };
  for (LayerSpec& layer : network.layers) {
    if (!is_beyond(layer)) continue;
    layer.has_unknown_weights = true;
    const auto group = group_named(layer.name);
    if (group != groups.end()) groups.erase(group);
  }
  const bool by_name = std::any_of(layers.begin(), layers.end(), [&](const LayerSpec* layer) {
    return group_named(layer->name) != groups.end();
  });
  if (!by_name && groups.size() != layers.size()) {
    return fail("the file holds weights for {} layers, the model has {} layers with weights",
                groups.size(), layers.size());
  }
  for (LayerSpec* layer : layers) {
    const auto group = by_name ? group_named(layer->name) : groups.begin();
    if (group == groups.end()) return no_weights(*layer);
    auto weights = std::move((*group)->weights);
    groups.erase(group);
    auto status = layer->nested != nullptr ? deal_out(*layer, std::move(weights))
                                           : give(*layer, std::move(weights));
    if (!status) return status;
  }
  if (groups.empty()) return {};
  return fail("the file holds weights for \"{}\", which is no layer of the model with weights",
              printable(groups.front()->path));
}

}  // namespace

std::string snake_case(std::string_view type) {
  std::string name;
  for (std::size_t i = 0; i < type.size(); ++i) {
    const bool starts_word =
        i > 0 && is_upper(type[i]) &&
        (is_lower(type[i - 1]) || (i + 1 < type.size() && is_lower(type[i + 1])));
    if (starts_word) name += '_';
    name += is_upper(type[i]) ? static_cast<char>(type[i] - 'A' + 'a') : type[i];
  }
  return name;
}

WeightCount expected_weights(const LayerSpec& layer) {
  SettingsReader config(*layer.config);
  const int bias = config.flag({"use_bias", "bias"}, true) ? 1 : 0;
  constexpr std::array<std::string_view, 6> kOneKernel{
      "Conv2D",          "Convolution2D",       "DepthwiseConv2D",
      "Conv2DTranspose", "AtrousConvolution2D", "Dense"};
  if (std::find(kOneKernel.begin(), kOneKernel.end(), layer.type) != kOneKernel.end()) {
    return {1 + bias, 0};
  }
  if (layer.type == "SeparableConv2D" || layer.type == "SeparableConvolution2D") {
    return {2 + bias, 0};
  }
  if (layer.type == "BatchNormalization") {
    const bool scale = config.flag({"scale"}, true);
    const bool center = config.flag({"center"}, true);
    return {(scale ? 1 : 0) + (center ? 1 : 0), 2};
  }
  if (layer.type == "LayerNormalization" || layer.type == "GroupNormalization") {
    const bool scale = config.flag({"scale"}, true);
    const bool center = config.flag({"center"}, true);
    return {(scale ? 1 : 0) + (center ? 1 : 0), 0};
  }
  // What adapt() has found, if the mean is not a setting: mean, variance, and of how many values.
  if (layer.type == "Normalization") return {0, config.find({"mean"}) == nullptr ? 3 : 0};
  return {layer.type == "PReLU" || layer.type == "RMSNormalization" ? 1 : 0, 0};
}

Status assign_weights(ModelArchive& archive, NetworkSpec& network) {
  const bool by_class =
      archive.format == ArchiveFormat::kKeras3 || archive.format == ArchiveFormat::kKeras3Weights;
  return by_class ? assign_keras3(archive, network) : assign_hdf5(archive, network);
}

}  // namespace convlens::loaders
