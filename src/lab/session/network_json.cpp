#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <utility>

#include "lab/command/network_commands.h"
#include "lab/session/document_json.h"

namespace convlens::lab {
namespace {

using nlohmann::json;

constexpr std::array kSources{"test_set", "picture", "whole_picture", "array"};
constexpr const char* kChangedFrom = "changed_from";
constexpr std::array kBases{"trained", "untrained"};
enum class Base { kTrained, kUntrained };  // as kBases
constexpr std::array kOrders{"rgb", "bgr"};
constexpr int kMostSide = 1 << 16;
constexpr int kMostItems = std::numeric_limits<int>::max();
constexpr std::size_t kMostChannels = 4096;

bool same_bits(float a, float b) {
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

// One of a layer's weights: its kernel is the first.
struct WeightPlace {
  int layer = 0;
  std::size_t weight = 0;

  std::span<const float> values_in(const nn::Model& model) const {
    return std::as_const(*model.layer(layer)->weights()[weight].value).values();
  }
};

std::vector<WeightPlace> differing_weights(const nn::Model& from, const nn::Model& to) {
  std::vector<WeightPlace> places;
  for (const int layer : differing_layers(from, to)) {
    for (std::size_t i = 0; i < to.layer(layer)->weights().size(); ++i) {
      const WeightPlace place{layer, i};
      const auto old = place.values_in(from);
      const auto now = place.values_in(to);
      const bool same = old.data() == now.data() ||
                        std::equal(old.begin(), old.end(), now.begin(), now.end(), &same_bits);
      if (!same) places.push_back(place);
    }
  }
  return places;
}

// What became of a weight: some values, or all of them where that is shorter.
json weight_change(WeightPlace place, std::span<const float> from, std::span<const float> to) {
  json change{{"layer", place.layer}};
  if (place.weight > 0) change["weight"] = place.weight;
  std::vector<std::size_t> places;
  std::vector<float> values;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (same_bits(from[i], to[i])) continue;
    places.push_back(i);
    values.push_back(to[i]);
  }
  if (places.size() * 2 > to.size()) {
    change["weights"] = floats_text(to);
  } else {
    change["at"] = std::move(places);
    change["to"] = floats_text(values);
  }
  return change;
}

json changes(std::span<const WeightPlace> places, const nn::Model& from, const nn::Model& to) {
  json all = json::array();
  for (const WeightPlace place : places) {
    all.push_back(weight_change(place, place.values_in(from), place.values_in(to)));
  }
  return all;
}

// What differs from the trained weights, or from the untrained ones where those were painted on:
// then nearly all does from the trained ones.
void tell_edited(const Network& network, UntrainedModels& untrained, json& object) {
  const nn::Model& trained = network.trained->model;
  const auto places = differing_weights(trained, network.edited);
  // By hand nothing but kernels changes.
  if (std::any_of(places.begin(), places.end(), [](WeightPlace one) { return one.weight > 0; })) {
    const nn::Model begun = untrained.of(network.trained);
    const auto fewer = differing_weights(begun, network.edited);
    if (fewer.size() < places.size()) {
      object[kChangedFrom] = kBases[static_cast<std::size_t>(Base::kUntrained)];
      object["changed"] = changes(fewer, begun, network.edited);
      return;
    }
  }
  object["changed"] = changes(places, trained, network.edited);
}

// The model with one of the changes.
Result<nn::Model> changed(const nn::Model& model, JsonFields fields) {
  const int layer = fields.integer("layer", 0, model.layer_count() - 1);
  TRY(fields.error());
  const nn::ModelLayer changing = model.layer(layer);
  const auto& weights = changing->weights();
  if (weights.empty()) return fail("layer {} has no weights that could be changed", layer);
  const nn::Weight& weight = weights[fields.index("weight", weights.size(), 0)];
  const Tensor& old = *weight.value;
  Tensor now = old.clone();
  if (fields.has("weights")) {
    const std::vector<float> all = fields.floats("weights", old.size());
    std::copy(all.begin(), all.end(), now.data());
  } else {
    const auto places = fields.indices("at", old.size(), old.size());
    const auto values = fields.floats("to", places.size());
    for (std::size_t i = 0; i < places.size(); ++i) now.data()[places[i]] = values[i];
  }
  TRY(fields.error());
  TRY_ASSIGN(auto next, changing->with_weight(weight.name, std::move(now)));
  return model.with_layer(layer, nn::LayerHandle(std::move(next)));
}

Result<nn::Model> with_changes(nn::Model model, JsonFields& fields, const char* key) {
  for (const JsonFields& one : fields.objects(key)) {
    TRY_ASSIGN(auto next, changed(model, one));
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

// As commands would have it.
Status check(const Network& network) {
  Document document;
  document.network = network;
  TRY(applied(document, SetMorph{network.morph}));
  if (network.array) {
    TRY(check_fits(network.array->values.shape(), picture_input(network.trained->model)));
  }
  if (network.test_set && network.test_set != network.trained->test_set) {
    TRY(check_fits(*network.test_set, network.trained->model));
  }
  return {};
}

}  // namespace

json json_of(const Network& network, Places& places) {
  json object{{"trained", places.of(network.trained)},
              {"morph", floats_text({&network.morph, 1})},
              {"preparation", json_of(network.preparation)},
              {"source", kSources[static_cast<std::size_t>(network.source)]},
              {"item", network.item}};
  tell_edited(network, places.untrained(), object);
  if (network.array) object["array"] = places.of(network.array);
  if (network.test_set && network.test_set != network.trained->test_set) {
    object["test_set"] = places.of(network.test_set);
  }
  if (network.class_names != network.trained->class_names) {
    object["class_names"] = network.class_names;
  }
  if (network.untrained) {
    const nn::Model begun = places.untrained().of(network.trained);
    object["untrained"] =
        changes(differing_weights(begun, *network.untrained), begun, *network.untrained);
  }
  return object;
}

Result<std::optional<Network>> network_of(JsonFields fields, const SessionData& data,
                                          UntrainedModels& untrained) {
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
  if (fields.has("test_set")) {
    const std::size_t set = fields.index("test_set", data.test_sets.size());
    TRY(fields.error());
    if (data.test_sets[set]) network.test_set = data.test_sets[set];
  }
  if (fields.has("class_names")) network.class_names = fields.texts("class_names");
  TRY(fields.error());
  const auto base = fields.one_of<Base>(kChangedFrom, kBases, Base::kTrained);
  nn::Model begun = base == Base::kTrained ? network.edited : untrained.of(network.trained);
  TRY_ASSIGN(auto edited, with_changes(std::move(begun), fields, "changed"));
  network.edited = std::move(edited);
  if (fields.has("untrained")) {
    TRY_ASSIGN(auto shown, with_changes(untrained.of(network.trained), fields, "untrained"));
    network.untrained = std::move(shown);
  }
  // The network may have been found where no test set, or another one, is known.
  const auto& set = network.test_set;
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
