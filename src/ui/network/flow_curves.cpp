#include "ui/network/flow_curves.h"

#include <algorithm>
#include <cmath>

#include "ui/kit/marks.h"

namespace convlens::ui {
namespace {

constexpr double kHairline = 0.12;  // of the largest: what contributes less
constexpr float kMostWidth = 6;
constexpr float kLeastWidth = 1.5f;
constexpr float kFaint = 0.45f;

const ShownColumn* column_of(std::span<const ShownColumn> columns, std::size_t node) {
  const auto found =
      std::find_if(columns.begin(), columns.end(),
                   [node](const ShownColumn& column) { return column.group->holds(node); });
  return found == columns.end() ? nullptr : &*found;
}

// The map of the layer that a column shows, for a map of any of its layers.
const MapTile* tile_of(const ShownColumn& column, std::size_t node, std::size_t channel) {
  const auto& layers = column.group->layers;
  const auto of = std::find_if(layers.begin(), layers.end(),
                               [node](const FlowLayer& layer) { return layer.node == node; });
  const bool same = of != layers.end() && of->maps == column.group->layer().maps;
  return same ? column.tile(channel) : nullptr;
}

// How a map contributes: against the largest of all.
struct FlowShare {
  double part = 0.0;  // -1 to 1

  bool is_hairline() const { return !(std::fabs(part) >= kHairline); }
  float width(const PanelContext& context) const {
    if (is_hairline()) return std::max(1.0f, context.px(1));
    const auto size = static_cast<float>(std::fabs(part));
    return context.px(std::max(kLeastWidth, kMostWidth * size));
  }
  ImU32 color(const PanelContext& context) const {
    const ImU32 full = signed_color(part < 0.0 ? -1.0f : 1.0f, 1.0f, context.lab.view().theme);
    return ImGui::GetColorU32(full, is_hairline() ? kFaint : 1.0f);
  }
};

void draw_curve(const PanelContext& context, ImVec2 from, ImVec2 to, const FlowShare& share) {
  const float reach = (to.x - from.x) * 0.5f;
  ImGui::GetWindowDrawList()->AddBezierCubic(from, ImVec2(from.x + reach, from.y),
                                             ImVec2(to.x - reach, to.y), to, share.color(context),
                                             share.width(context));
}

// Where what flows into a map enters its column: at the map or, where others stand before it, at
// the line over it, which leads on to the map.
ImVec2 inlet(const PanelContext& context, const ShownColumn& column, const MapTile* map) {
  const float left = column.box.Min.x;
  if (map == nullptr) return {left, std::floor(column.box.GetCenter().y)};
  if (map->box.Min.x <= left + 1) return {left, std::floor(map->box.GetCenter().y)};
  const float y = map->box.Min.y - context.px(1.5f);
  const float half = std::max(1.0f, context.px(1));
  ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(left - context.px(2), y - half),
                                            ImVec2(map->box.Min.x, y + half),
                                            context.colors().text);
  return {left - context.px(2), y};
}

double largest_share(const lab::LayerSum& sum) {
  double largest = 0.0;
  for (const lab::MapShare& share : sum.shares) {
    if (std::isfinite(share.sum)) largest = std::max(largest, std::fabs(share.sum));
  }
  return largest > 0.0 ? largest : 1.0;
}

ImRect window_in(const ImRect& box, const Shape& shape, const lab::CellWindow& window) {
  const ImVec2 cell(box.GetWidth() / static_cast<float>(shape[2]),
                    box.GetHeight() / static_cast<float>(shape[1]));
  return {ImVec2(std::floor(box.Min.x + cell.x * static_cast<float>(window.left)),
                 std::floor(box.Min.y + cell.y * static_cast<float>(window.top))),
          ImVec2(std::ceil(box.Min.x + cell.x * static_cast<float>(window.right)),
                 std::ceil(box.Min.y + cell.y * static_cast<float>(window.bottom)))};
}

}  // namespace

const MapTile* ShownColumn::tile(std::size_t map) const {
  const auto found = std::find_if(tiles.begin(), tiles.end(), [map](const MapTile& tile) {
    return static_cast<std::size_t>(tile.map) == map;
  });
  return found == tiles.end() ? nullptr : &*found;
}

// Where a column holds several layers, what flows into it flows into the first.
const lab::LayerSum& FlowCurves::flowing(const PanelContext& context, const FlowGroup& group,
                                         lab::TakenApart& taken) {
  const lab::NetworkRun& run = context.lab.run();
  const Key now{taken.cell(context.lab), run.updates(), group.layers.front().layer};
  if (key_ == now && sum_) return *sum_;
  key_ = now;
  sum_ = taken.sum(context.lab);
  while (sum_->shares.size() == 1 && group.holds(sum_->shares.front().node)) {
    const lab::LayerCell before = sum_->terms[sum_->shares.front().strongest].from;
    if (!lab::has_cell(run.activations(), before)) break;
    sum_ = lab::layer_sum(run.model(), run.activations(), before);
  }
  return *sum_;
}

void FlowCurves::draw(const PanelContext& context, std::span<const ShownColumn> columns,
                      lab::TakenApart& taken, float left) {
  const lab::LayerCell cell = taken.cell(context.lab);
  const ShownColumn* target = column_of(columns, cell.node);
  if (target == nullptr) return;
  const ImVec2 to = inlet(context, *target, tile_of(*target, cell.node, cell.channel));
  const lab::LayerSum& sum = flowing(context, *target->group, taken);
  const double largest = largest_share(sum);
  // The largest last, over the others.
  for (auto share = sum.shares.rbegin(); share != sum.shares.rend(); ++share) {
    const FlowShare flow{share->sum / largest};
    const ShownColumn* source = column_of(columns, share->node);
    if (source == target) continue;
    if (source == nullptr) {
      const bool picture = context.lab.run().model().nodes()[share->node].inputs.empty();
      if (!picture) continue;
      const float part = (static_cast<float>(share->channel) + 0.5f) /
                         static_cast<float>(std::max<std::size_t>(1, sum.shares.size()));
      draw_curve(context, ImVec2(left, target->box.Min.y + part * target->box.GetHeight()), to,
                 flow);
      continue;
    }
    const MapTile* tile = tile_of(*source, share->node, share->channel);
    if (tile == nullptr || source->box.Max.x >= to.x) continue;
    draw_curve(context, ImVec2(tile->box.Max.x, std::floor(tile->box.GetCenter().y)), to, flow);
    const float frame = flow.is_hairline() ? 1.0f : context.px(2);
    ImGui::GetWindowDrawList()->AddRect(ImVec2(tile->box.Min.x - frame, tile->box.Min.y - frame),
                                        ImVec2(tile->box.Max.x + frame, tile->box.Max.y + frame),
                                        flow.color(context), 0, frame);
  }
}

void draw_flow_windows(const PanelContext& context, std::span<const ShownColumn> columns,
                       const lab::ReceptiveField& field) {
  for (const lab::LayerCell& cell : field.way) {
    const ShownColumn* column = column_of(columns, cell.node);
    if (column == nullptr) continue;
    const MapTile* tile = tile_of(*column, cell.node, cell.channel);
    const FlowLayer& layer = column->group->layer();
    const auto& window = field.windows[layer.node];
    if (tile == nullptr) continue;
    if (layer.list || !window) {
      if (layer.node == cell.node) ring(context, tile->box);
      continue;
    }
    if (!window->empty()) ring(context, window_in(tile->box, layer.shape, *window));
  }
}

}  // namespace convlens::ui
