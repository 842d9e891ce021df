#include "ui/network/flow_columns.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string_view>

#include "lab/shown/large_map.h"

namespace convlens::ui {
namespace {

FlowLayer flow_layer(const lab::NetworkRun& run, const nn::ModelLayer& layer) {
  FlowLayer found{layer.index(), static_cast<std::size_t>(layer.node()), layer.name(), {}, 1, true};
  found.shape = run.activations()[found.node].shape();
  found.list = found.shape.rank() != 4;
  const std::int64_t maps =
      found.list ? static_cast<std::int64_t>(found.shape.element_count()) : found.shape[3];
  found.maps = static_cast<int>(maps);
  return found;
}

// Whether every map of it comes of one map of the layer before.
bool goes_on(const nn::ModelLayer& layer) {
  constexpr std::string_view kTypes[] = {
      "BatchNormalization", "LRN",   "MaxPooling2D", "AveragePooling2D", "ReLU",
      "LeakyReLU",          "PReLU", "ELU",          "Activation"};
  return std::find(std::begin(kTypes), std::end(kTypes), layer->type()) != std::end(kTypes);
}

}  // namespace

float FlowLayer::aspect() const {
  return list ? 1.0f : static_cast<float>(shape[2]) / static_cast<float>(shape[1]);
}

bool FlowGroup::holds(std::size_t node) const {
  return std::any_of(layers.begin(), layers.end(),
                     [node](const FlowLayer& layer) { return layer.node == node; });
}

void FlowColumns::follow(const lab::Lab& lab) {
  const lab::NetworkRun& run = lab.run();
  if (updates_ != run.updates()) {
    updates_ = run.updates();
    layers_.clear();
    groups_.clear();
    for (const nn::ModelLayer& layer : run.model().layers()) {
      // What only hands its values on (Flatten, Dropout) shows nothing that is not beside it.
      if (layer->keeps_values() || layer.inputs().empty()) continue;
      FlowLayer found = flow_layer(run, layer);
      const auto& inputs = run.model().nodes()[found.node].inputs;
      const bool follows = inputs.size() == 1 && !groups_.empty() && !found.list &&
                           goes_on(layer) && groups_.back().layers.back().maps == found.maps &&
                           lab::maker_of(run.model(), static_cast<std::size_t>(inputs.front())) ==
                               groups_.back().layers.back().node;
      layers_.push_back({{found}, 0});
      if (follows) {
        groups_.back().layers.push_back(std::move(found));
      } else {
        groups_.push_back({{std::move(found)}, 0});
      }
    }
  }
  show_chosen(lab);
}

void FlowColumns::show(int layer) {
  for (const FlowGroup& group : groups_) {
    for (const FlowLayer& one : group.layers) {
      if (one.layer == layer) shown_[group.layers.front().layer] = layer;
    }
  }
}

// The map that is shown large is in sight.
void FlowColumns::show_chosen(const lab::Lab& lab) {
  const std::size_t node = lab::large_map(lab).node;
  for (FlowGroup& group : groups_) {
    const auto known = shown_.find(group.layers.front().layer);
    group.shown = 0;
    for (std::size_t i = 0; i < group.layers.size(); ++i) {
      if (known != shown_.end() && group.layers[i].layer == known->second) group.shown = i;
    }
    for (std::size_t i = 0; i < group.layers.size(); ++i) {
      if (group.layers[i].node == node) group.shown = i;
    }
  }
}

const MapOrder& FlowColumns::order(const lab::Lab& lab, const FlowLayer& layer) {
  Order& known = orders_[layer.node];
  const bool by_change = lab.view().most_changed_first;
  const bool same = known.updates == updates_ && known.by_change == by_change &&
                    static_cast<int>(known.order.maps.size()) == layer.maps;
  if (same) return known.order;
  known = {updates_, by_change, {}};
  std::vector<int>& maps = known.order.maps;
  maps.resize(static_cast<std::size_t>(layer.maps));
  std::iota(maps.begin(), maps.end(), 0);
  if (layer.list) return known.order;
  if (by_change) {
    const std::vector<float> changes = lab.run().changes(layer.node);
    std::stable_sort(maps.begin(), maps.end(), [&changes](int a, int b) {
      return changes[static_cast<std::size_t>(a)] > changes[static_cast<std::size_t>(b)];
    });
  }
  const lab::MapSheet& sheet = lab.run().sheet(layer.node);
  const auto alive = [&sheet](int map) { return !sheet.dead[static_cast<std::size_t>(map)]; };
  const auto first_dead = std::stable_partition(maps.begin(), maps.end(), alive);
  known.order.dead = static_cast<int>(maps.end() - first_dead);
  return known.order;
}

const std::vector<float>& FlowColumns::means(const lab::Lab& lab, const FlowLayer& layer) {
  Means& known = means_[layer.node];
  if (known.updates == updates_) return known.values;
  known.updates = updates_;
  const auto maps = static_cast<std::size_t>(layer.maps);
  const auto values = lab.run().activations()[layer.node].values();
  known.values.assign(maps, 0.0f);
  for (std::size_t pixel = 0; pixel + maps <= values.size(); pixel += maps) {
    for (std::size_t map = 0; map < maps; ++map) known.values[map] += values[pixel + map];
  }
  const std::size_t pixels = values.size() / maps;
  for (float& mean : known.values) mean /= static_cast<float>(pixels);
  return known.values;
}

}  // namespace convlens::ui
