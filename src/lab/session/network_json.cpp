#include <array>
#include <bit>
#include <limits>
#include <utility>

#include "lab/command/network_commands.h"
#include "lab/document/weight_summary.h"
#include "lab/session/document_json.h"

namespace convlens::lab {
namespace {

using nlohmann::json;

constexpr std::array kSources{"test_set", "picture", "whole_picture", "array"};
constexpr std::array kOrders{"rgb", "bgr"};
constexpr int kMostSide = 1 << 16;
constexpr int kMostItems = std::numeric_limits<int>::max();
constexpr std::size_t kMostChannels = 4096;

bool same_bits(float a, float b) {
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

// What became of a kernel: some weights, or all of them where that is shorter.
json kernel_change(int layer, std::span<const float> from, std::span<const float> to) {
  std::vector<std::size_t> places;
  std::vector<float> values;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (same_bits(from[i], to[i])) continue;
    places.push_back(i);
    values.push_back(to[i]);
  }
  if (places.size() * 2 > to.size()) return {{"layer", layer}, {"weights", floats_text(to)}};
  return {{"layer", layer}, {"at", std::move(places)}, {"to", floats_text(values)}};
}

json changes(const nn::Model& from, const nn::Model& to) {
  json all = json::array();
  for (const int layer : differing_layers(from, to)) {
    all.push_back(kernel_change(layer, std::as_const(*kernel_of(from, layer)).values(),
                                std::as_const(*kernel_of(to, layer)).values()));
  }
  return all;
}

// The model with one of the changes.
Result<nn::Model> changed(const nn::Model& model, JsonFields fields, bool bgr) {
  const int layer = fields.integer("layer", 0, model.layer_count() - 1);
  TRY(fields.error());
  if (!filter_bank(model, layer, bgr)) {
    return fail("layer {} has no kernel that could be changed", layer);
  }
  const Tensor& old = *kernel_of(model, layer);
  Tensor kernel = old.clone();
  if (fields.has("weights")) {
    const std::vector<float> all = fields.floats("weights", old.size());
    std::copy(all.begin(), all.end(), kernel.data());
  } else {
    const auto places = fields.indices("at", old.size(), old.size());
    const auto values = fields.floats("to", places.size());
    for (std::size_t i = 0; i < places.size(); ++i) kernel.data()[places[i]] = values[i];
  }
  TRY(fields.error());
  return with_kernel(model, layer, std::move(kernel));
}

Result<nn::Model> with_changes(nn::Model model, JsonFields& fields, const char* key, bool bgr) {
  for (const JsonFields& one : fields.objects(key)) {
    TRY_ASSIGN(auto next, changed(model, one, bgr));
    model = std::move(next);
  }
  return model;
}

json json_of(const nn::InputPreparation& preparation) {
  json object{{"order", kOrders[static_cast<std::size_t>(preparation.order)]},
              {"scale", floats_text({&preparation.scale, 1})}};
  const auto size = [&object](const char* key, const std::optional<nn::HeightWidth>& extent) {
    if (extent) object[key] = {{"height", extent->height}, {"width", extent->width}};
  };
  size("crop", preparation.crop);
  size("resize", preparation.resize);
  if (!preparation.mean.empty()) object["mean"] = floats_text(preparation.mean);
  if (!preparation.standard_deviation.empty()) {
    object["std"] = floats_text(preparation.standard_deviation);
  }
  return object;
}

nn::InputPreparation preparation_of(JsonFields fields) {
  nn::InputPreparation preparation;
  const auto size = [&fields](const char* key) -> std::optional<nn::HeightWidth> {
    if (!fields.has(key)) return std::nullopt;
    JsonFields extent = fields.object(key);
    return nn::HeightWidth{extent.integer("height", 1, kMostSide),
                           extent.integer("width", 1, kMostSide)};
  };
  preparation.crop = size("crop");
  preparation.resize = size("resize");
  preparation.order = fields.one_of<nn::ChannelOrder>("order", kOrders);
  preparation.scale = fields.floats("scale", 1).front();
  preparation.mean = fields.float_list("mean", kMostChannels);
  preparation.standard_deviation = fields.float_list("std", kMostChannels);
  return preparation;
}

// The source and its item, as a command would have them.
Status check(const Network& network) {
  Document document;
  document.network = network;
  TRY(applied(document, SetMorph{network.morph}));
  if (network.array) {
    TRY(check_fits(network.array->values.shape(), picture_input(network.trained->model)));
  }
  TRY(applied(document, SetNetworkInput{network.source, network.item}));
  return {};
}

}  // namespace

json json_of(const Network& network, Places& places) {
  json object{{"trained", places.of(network.trained)},
              {"changed", changes(network.trained->model, network.edited)},
              {"morph", floats_text({&network.morph, 1})},
              {"preparation", json_of(network.preparation)},
              {"source", kSources[static_cast<std::size_t>(network.source)]},
              {"item", network.item}};
  if (network.array) object["array"] = places.of(network.array);
  if (network.class_names != network.trained->class_names) {
    object["class_names"] = network.class_names;
  }
  if (network.untrained) {
    object["untrained"] = changes(untrained_model(*network.trained), *network.untrained);
  }
  return object;
}

Result<std::optional<Network>> network_of(JsonFields fields, const SessionData& data) {
  const std::size_t place = fields.index("trained", data.networks.size());
  TRY(fields.error());
  if (!data.networks[place]) return std::nullopt;
  Network network = fresh_network(data.networks[place]);
  network.preparation = preparation_of(fields.object("preparation"));
  network.morph = fields.floats("morph", 1).front();
  network.source = fields.one_of<NetworkSource>("source", kSources);
  network.item = fields.integer("item", 0, kMostItems);
  if (fields.has("array")) {
    const std::size_t array = fields.index("array", data.arrays.size());
    TRY(fields.error());
    network.array = data.arrays[array];
  }
  if (fields.has("class_names")) network.class_names = fields.texts("class_names");
  TRY(fields.error());
  TRY_ASSIGN(auto edited, with_changes(network.edited, fields, "changed", network.sees_bgr()));
  network.edited = std::move(edited);
  if (fields.has("untrained")) {
    TRY_ASSIGN(auto untrained, with_changes(untrained_model(*network.trained), fields, "untrained",
                                            network.sees_bgr()));
    network.untrained = std::move(untrained);
  }
  // The network may have been found where no test set, or another one, is known.
  const auto& set = network.trained->test_set;
  if (network.source == NetworkSource::kTestSet && (!set || network.item >= set->count())) {
    const Network fresh = fresh_network(network.trained);
    network.source = fresh.source;
    network.item = 0;
    if (!network.array) network.array = fresh.array;
  }
  TRY(check(network));
  return network;
}

}  // namespace convlens::lab
