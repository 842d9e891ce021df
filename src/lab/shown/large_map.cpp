#include "lab/shown/large_map.h"

#include <algorithm>

namespace convlens::lab {
namespace {

// Back through layers that make one map of one map, to the filters that made it.
std::optional<FilterRef> filter_behind(const Lab& lab, std::size_t node, std::size_t channel) {
  const nn::Model& model = lab.run().model();
  const auto& values = lab.run().activations();
  const auto channels = [&values](std::size_t of) {
    const Shape& shape = values[of].shape();
    return shape[shape.rank() - 1];
  };
  while (true) {
    const int layer = layer_of_node(model, node);
    const auto bank = lab.shown_bank(layer);
    if (bank && channel < bank->count) return FilterRef{channel, layer};
    const nn::ModelNode& here = model.nodes()[node];
    if (here.inputs.size() != 1) return std::nullopt;
    const auto before = static_cast<std::size_t>(here.inputs.front());
    const bool maps = values[node].shape().rank() == 4 && values[before].shape().rank() == 4;
    if (!maps || channels(before) != channels(node)) return std::nullopt;
    node = before;
  }
}

// Of a filter's many planes the one that contributes most to its map's largest cell.
std::optional<std::size_t> strongest_plane(const Lab& lab, const FilterRef& filter) {
  const auto bank = lab.shown_bank(filter.layer);
  if (!bank || bank->channels == 1 || bank->channels == 3) return std::nullopt;
  const nn::Model& model = lab.run().model();
  const auto& values = lab.run().activations();
  const auto node = static_cast<std::size_t>(model.layer(filter.layer).node());
  const LayerSum sum = layer_sum(model, values, strongest_cell(values, node, filter.index));
  if (sum.shares.empty() || sum.channels != bank->channels) return std::nullopt;
  return sum.shares.front().place;
}

bool is_of_stage(const View& view) {
  return view.picked_map && view.picked_map->layer == view.layer &&
         view.picked_map->filter == view.trained_filter;
}

}  // namespace

int layer_of_node(const nn::Model& model, std::size_t node) {
  const auto layers = model.layers();
  const auto found = std::find_if(layers.begin(), layers.end(), [node](const auto& layer) {
    return static_cast<std::size_t>(layer.node()) == node;
  });
  return found == layers.end() ? -1 : found->index();
}

void pick_map(Lab& lab, std::size_t node, std::size_t channel) {
  View& view = lab.view();
  if (const auto filter = filter_behind(lab, node, channel)) {
    const bool another = view.layer != filter->layer || view.trained_filter != filter->index;
    view.layer = filter->layer;
    view.trained_filter = filter->index;
    const auto plane = another ? strongest_plane(lab, *filter) : std::nullopt;
    if (plane) view.plane = static_cast<StagePlane>(*plane);
  }
  // A cell that is kept stays where the map is as large.
  const auto& values = lab.run().activations();
  if (view.pinned_cell && !has_cell(values, *view.pinned_cell)) view.pinned_cell.reset();
  if (view.pinned_cell) {
    LayerCell cell{node, channel, view.pinned_cell->row, view.pinned_cell->column};
    const Shape& before = values[view.pinned_cell->node].shape();
    const Shape& now = values[node].shape();
    const bool same =
        before.rank() == 4 && now.rank() == 4 && before[1] == now[1] && before[2] == now[2];
    view.pinned_cell = same ? std::optional(cell) : std::nullopt;
  }
  view.picked_map = PickedMap{node, channel, view.layer, view.trained_filter};
}

LayerCell large_map(const Lab& lab) {
  const View& view = lab.view();
  const NetworkRun& run = lab.run();
  if (is_of_stage(view)) {
    const LayerCell picked{view.picked_map->node, view.picked_map->channel, 0, 0};
    if (has_cell(run.activations(), picked)) return picked;
  }
  const int layer = std::clamp(view.layer, 0, run.model().layer_count() - 1);
  LayerCell cell{static_cast<std::size_t>(run.model().layer(layer).node()), view.trained_filter, 0,
                 0};
  if (!has_cell(run.activations(), cell)) cell.channel = 0;
  return cell;
}

bool is_of_staged_filter(const Lab& lab) {
  const LayerCell map = large_map(lab);
  const auto filter = filter_behind(lab, map.node, map.channel);
  return filter && *filter == FilterRef(lab.view().trained_filter, lab.view().layer);
}

void TakenApart::follow(const Lab& lab) {
  Key now{large_map(lab), {}, lab.run().updates()};
  for (const auto& cell : {lab.view().hovered_cell, lab.view().pinned_cell}) {
    const bool here = cell && cell->node == now.map.node && cell->channel == now.map.channel;
    if (here && !now.asked && has_cell(lab.run().activations(), *cell)) now.asked = cell;
  }
  if (key_ == now) return;
  key_ = now;
  cell_ = now.asked ? *now.asked
                    : strongest_cell(lab.run().activations(), now.map.node, now.map.channel);
  sum_.reset();
  field_.reset();
}

LayerCell TakenApart::cell(const Lab& lab) {
  follow(lab);
  return cell_;
}

const LayerSum& TakenApart::sum(const Lab& lab) {
  follow(lab);
  if (!sum_) sum_ = layer_sum(lab.run().model(), lab.run().activations(), cell_);
  return *sum_;
}

const ReceptiveField& TakenApart::field(const Lab& lab) {
  follow(lab);
  if (!field_) field_ = receptive_field(lab.run().model(), lab.run().activations(), cell_);
  return *field_;
}

}  // namespace convlens::lab
