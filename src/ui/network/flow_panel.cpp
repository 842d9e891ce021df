#include "ui/network/flow_panel.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/kit/drawing.h"
#include "ui/kit/menu.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/network/large_map_panel.h"

namespace convlens::ui {
namespace {

constexpr float kTileGap = 2;
constexpr float kHeadLine = 18;
constexpr float kDeadSign = 10;

// The column of the map that is shown large, and the one of the strongest map before it.
std::vector<FlowColumn> flow_columns(const std::vector<FlowGroup>& groups,
                                     const lab::ReceptiveField& field) {
  std::vector<FlowColumn> columns;
  for (const FlowGroup& group : groups) {
    const FlowLayer& layer = group.layer();
    FlowColumn column{layer.maps, layer.aspect(), layer.list};
    for (std::size_t i = 0; i < std::min<std::size_t>(2, field.way.size()); ++i) {
      column.near = column.near || group.holds(field.way[i].node);
    }
    columns.push_back(column);
  }
  return columns;
}

std::string size_text(const PanelContext& context, const FlowLayer& layer) {
  if (layer.list) return context.said(phrase("{} values", layer.maps));
  return fmt::format("{}x{}", layer.shape[1], layer.shape[2]);
}

void head_tooltip(const PanelContext& context, const ShownColumn& column, int dead) {
  const FlowLayer& layer = column.group->layer();
  const nn::ModelLayer row = context.lab.run().model().layer(layer.layer);
  const auto number = row.number();
  std::string said = (number ? fmt::format("{}  ", *number) : "") + layer.name + "\n" +
                     std::string(row->type()) + "  " + to_string(layer.shape);
  if (dead > 0) {
    said += "\n" +
            context.said(phrase("0 everywhere in this picture: {} of {} maps", dead, layer.maps));
  }
  ImGui::SetTooltip("%s", said.c_str());
}

// A caret at the right end of a line.
float draw_caret(const PanelContext& context, ImVec2 right_top) {
  const float side = context.px(8);
  const ImVec2 min(right_top.x - side, std::floor(right_top.y + context.px(5)));
  ImGui::GetWindowDrawList()->AddTriangleFilled(min, ImVec2(min.x + side, min.y),
                                                ImVec2(min.x + side / 2, min.y + side / 2),
                                                context.colors().secondary);
  return min.x - context.px(4);
}

// How many maps are 0, at the right end of a line.
float draw_dead_count(const PanelContext& context, ImVec2 right_top, int dead) {
  const float size = context.px(design::kSmallText);
  const std::string count = fmt::format("{}", dead);
  const float width = context.fonts.numbers->CalcTextSizeA(size, FLT_MAX, 0, count.c_str()).x;
  const float sign = context.px(kDeadSign);
  const float left = right_top.x - width - context.px(3) - sign;
  ImGui::GetWindowDrawList()->AddText(context.fonts.numbers, size,
                                      ImVec2(right_top.x - width, right_top.y),
                                      context.colors().secondary, count.c_str());
  draw_dead_sign(context, ImVec2(left, std::floor(right_top.y + (size - sign) / 2)), sign);
  return left - context.px(4);
}

// The layer's name, a caret where there are others in its place, and under it the maps' size and
// how many of them are 0.
void head_text(const PanelContext& context, const ShownColumn& column, int dead) {
  const FlowLayer& layer = column.group->layer();
  const Palette& colors = context.colors();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float size = context.px(design::kSmallText);
  const ImVec2 right_top(column.box.Max.x, column.box.Min.y);
  const bool several = column.group->layers.size() > 1;
  const float name_end = several ? draw_caret(context, right_top) : right_top.x;
  const bool chosen = lab::large_map(context.lab).node == layer.node;
  draw_fitted_text(list, context.fonts.strong, size, column.box.Min, name_end,
                   chosen ? colors.trained : colors.text, layer.name.c_str());
  const float below = std::floor(right_top.y + context.px(kHeadLine));
  const float size_end =
      dead > 0 ? draw_dead_count(context, ImVec2(right_top.x, below), dead) : right_top.x;
  draw_fitted_text(list, layer.list ? context.fonts.text : context.fonts.numbers, size,
                   ImVec2(right_top.x - column.box.GetWidth(), below), size_end, colors.secondary,
                   size_text(context, layer).c_str());
}

}  // namespace

std::vector<ShownColumn> FlowPanel::placed(const PanelContext& context,
                                           const lab::ReceptiveField& field, ImVec2 room) {
  const FlowRoom flow_room{room.x / context.scale - kFlowInlet, room.y / context.scale};
  const std::vector<FlowGroup>* groups = &columns_.layers();
  FlowLayout layout = flow_layout(flow_columns(*groups, field), flow_room);
  if (!layout.is_readable()) {
    groups = &columns_.groups();
    layout = flow_layout(flow_columns(*groups, field), flow_room);
  }
  before_ = {layout.hidden_before, 0};
  behind_ = {layout.hidden_behind, 0};
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float top = origin.y + context.px(kFlowHead);
  std::vector<ShownColumn> shown;
  for (std::size_t i = 0; i < groups->size(); ++i) {
    const FlowPlace& place = layout.places[i];
    if (place.form == FlowForm::kHidden) {
      const std::size_t node = (*groups)[i].layer().node;
      if (shown.empty()) before_.node = node;
      if (!shown.empty() && behind_.node == 0) behind_.node = node;
      continue;
    }
    const float left = std::floor(origin.x + context.px(kFlowInlet + place.left));
    ShownColumn column{&(*groups)[i],
                       place.form,
                       {ImVec2(left, origin.y),
                        ImVec2(std::floor(left + context.px(place.width)), origin.y + room.y)},
                       {}};
    const bool slim = place.form == FlowForm::kSlim;
    const MapOrder* order = slim ? nullptr : &columns_.order(context.lab, column.group->layer());
    const ImVec2 step(context.px(place.map_width), context.px(place.map_height));
    const float gap = slim ? 1.0f : context.px(kTileGap);
    for (int k = 0; k < place.shown; ++k) {
      const int row = k / place.columns;
      const ImVec2 min(std::floor(left + step.x * static_cast<float>(k % place.columns)),
                       std::floor(top + step.y * static_cast<float>(row)));
      column.tiles.push_back(
          {slim ? k : order->maps[static_cast<std::size_t>(k)],
           {min, ImVec2(min.x + std::floor(step.x - gap), min.y + std::floor(step.y - gap))}});
    }
    shown.push_back(std::move(column));
  }
  return shown;
}

// Which layer of those in a column is shown.
void FlowPanel::layer_list(const PanelContext& context, const FlowGroup& group) {
  if (!ImGui::BeginPopup("layers of the column")) return;
  close_on_escape();
  for (const FlowLayer& layer : group.layers) {
    ImGui::PushID(layer.layer);
    if (named_line(layer.name, "###layer of the column", layer.node == group.layer().node)) {
      const lab::LayerCell large = lab::large_map(context.lab);
      columns_.show(layer.layer);
      lab::pick_map(context.lab, layer.node, group.holds(large.node) ? large.channel : 0);
    }
    ImGui::PopID();
  }
  ImGui::EndPopup();
}

// What can be done with a layer.
void FlowPanel::layer_menu(const PanelContext& context, const FlowLayer& layer) {
  if (!begin_menu(context, "layer menu", menu_asked_for(context))) return;
  lab::View& view = context.lab.view();
  const bool has_filters = context.lab.shown_bank(layer.layer).has_value();
  if (menu_line(context, context.text(tr("Show it alone")), "layer alone")) {
    lab::pick_map(context.lab, layer.node, 0);
    view.network_tab = lab::NetworkTab::kOneLayer;
  }
  if (menu_line(context, context.text(tr("Its weights")), "layer weights", {},
                has_filters ? Text{} : tr("it has no filters"))) {
    lab::pick_map(context.lab, layer.node, 0);
    view.network_tab = lab::NetworkTab::kWeights;
  }
  save_layer_line(context, layer.node);
  const std::string line = fmt::format("{} {}", layer.name, to_string(layer.shape));
  if (menu_line(context, context.text(tr("Copy name and shape")), "copy layer")) {
    ImGui::SetClipboardText(line.c_str());
  }
  end_menu();
}

// A list can be opened.
void FlowPanel::head(const PanelContext& context, const ShownColumn& column) {
  const FlowGroup& group = *column.group;
  const MapOrder& order = columns_.order(context.lab, group.layer());
  const bool several = group.layers.size() > 1;
  const ImVec2 min = column.box.Min;
  ImGui::PushID(group.layers.front().layer);
  ImGui::SetCursorScreenPos(min);
  const ImVec2 extent(column.box.GetWidth(), context.px(kFlowHead - 4));
  if (ImGui::InvisibleButton("###head", extent, ImGuiButtonFlags_EnableNav)) {
    if (several) {
      ImGui::OpenPopup("layers of the column");
    } else {
      lab::pick_map(context.lab, group.layer().node, static_cast<std::size_t>(order.maps.front()));
    }
  }
  if (ImGui::IsItemHovered()) {
    ImGui::GetWindowDrawList()->AddRectFilled(min, ImVec2(min.x + extent.x, min.y + extent.y),
                                              context.colors().hover, context.px(5));
    head_tooltip(context, column, order.dead);
  }
  layer_menu(context, group.layer());
  head_text(context, column, order.dead);
  layer_list(context, group);
  ImGui::PopID();
}

void FlowPanel::maps(const PanelContext& context, const ShownColumn& column) {
  const FlowLayer& layer = column.group->layer();
  if (column.form == FlowForm::kSlim) {
    return strip(context, layer, column.tiles, columns_.means(context.lab, layer));
  }
  draw_tiles(context, layer, column.tiles);
  draw_tile_marks(context, layer, column.tiles);
  tile_items(context, layer, column.tiles);
  if (column.form != FlowForm::kBegin) return;
  const ImRect& last = column.tiles.back().box;
  const std::string more = fmt::format("+{}", layer.maps - static_cast<int>(column.tiles.size()));
  ImGui::GetWindowDrawList()->AddText(context.fonts.numbers, context.px(design::kSmallText),
                                      ImVec2(last.Max.x + context.px(4), last.Min.y),
                                      context.colors().secondary, more.c_str());
}

// How many columns have no place before the first and behind the last: a click goes to the nearest.
void FlowPanel::ends(const PanelContext& context, ImVec2 min, ImVec2 room) {
  const auto write = [&](const char* key, const Hidden& hidden, float x) {
    if (hidden.count == 0) return;
    const std::string text = fmt::format("+{}", hidden.count);
    ImGui::SetCursorScreenPos(ImVec2(x, min.y));
    const ImVec2 size(context.px(kFlowEnd - 4), context.px(design::kControl));
    if (ImGui::InvisibleButton(key, size, ImGuiButtonFlags_EnableNav)) {
      lab::pick_map(context.lab, hidden.node, 0);
    }
    help(context, tr("Shows the layers that have no room here"));
    const ImU32 color = ImGui::IsItemHovered() ? context.colors().text : context.colors().secondary;
    ImGui::GetWindowDrawList()->AddText(context.fonts.numbers, context.px(design::kSmallText),
                                        ImVec2(x, min.y), color, text.c_str());
  };
  write("###layers before", before_, min.x);
  write("###layers behind", behind_, min.x + room.x - context.px(kFlowEnd - 4));
}

void FlowPanel::draw(const PanelContext& context, lab::TakenApart& taken) {
  columns_.follow(context.lab);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  if (room.x < 1 || room.y < context.px(kFlowHead)) return;
  const lab::ReceptiveField field = taken.field(context.lab);
  const std::vector<ShownColumn> shown = placed(context, field, room);
  curves_.draw(context, shown, taken, min.x);
  for (const ShownColumn& column : shown) {
    maps(context, column);
    if (column.form != FlowForm::kSlim) head(context, column);
  }
  draw_flow_windows(context, shown, field);
  ends(context, min, room);
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy(room);
}

}  // namespace convlens::ui
