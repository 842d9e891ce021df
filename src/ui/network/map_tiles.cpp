#include "ui/network/map_tiles.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "lab/shown/large_map.h"
#include "lab/shown/map_summary.h"
#include "lab/shown/shown_maps.h"
#include "ui/kit/drawing.h"
#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kLeastMarked = 12;  // smaller maps have no room for a corner

// A value of a list as a patch of its colour.
void draw_values(const PanelContext& context, const FlowLayer& layer,
                 std::span<const MapTile> tiles) {
  const lab::ShownMaps shown = lab::shown_maps(context.lab, lab::MapId::sheet(layer.node));
  if (shown.empty()) return;
  const auto values = context.lab.run().activations()[layer.node].values();
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const MapTile& tile : tiles) {
    const float value = values[static_cast<std::size_t>(tile.map)];
    list->AddRectFilled(tile.box.Min, tile.box.Max,
                        map_color(value, shown.ranges.front(), shown.colormap));
  }
}

// The cell of a map under the pointer.
lab::LayerCell pointed_cell(const FlowLayer& layer, const MapTile& tile) {
  lab::LayerCell cell{layer.node, static_cast<std::size_t>(tile.map), 0, 0};
  if (layer.list) return cell;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  cell.row = cell_at(mouse.y - tile.box.Min.y, tile.box.GetHeight(), layer.shape[1]);
  cell.column = cell_at(mouse.x - tile.box.Min.x, tile.box.GetWidth(), layer.shape[2]);
  return cell;
}

// Channel, range and, under the pointer, the value; and what is odd about the map.
void tile_tooltip(const PanelContext& context, const FlowLayer& layer, const MapTile& tile) {
  const lab::LayerCell cell = pointed_cell(layer, tile);
  const float value = lab::value_at(context.lab.run().activations(), cell);
  std::string said = fmt::format("{} [{}]", layer.name, tile.map);
  if (!layer.list) said += fmt::format("  ({}, {})", cell.row, cell.column);
  said += fmt::format("  {:.4f}", std::isnan(value) ? std::fabs(value) : value);
  if (layer.list) return ImGui::SetTooltip("%s", said.c_str());
  const lab::MapSheet& sheet = context.lab.run().sheet(layer.node);
  const auto index = static_cast<std::size_t>(tile.map);
  const ValueRange range = sheet.ranges[index];
  if (sheet.has_range[index]) said += fmt::format("\n{:.4f} .. {:.4f}", range.lo, range.hi);
  if (!ImGui::BeginTooltip()) return;
  ImGui::PushTextWrapPos(context.px(320));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::TextUnformatted(said.c_str());
  ImGui::PopFont();
  if (sheet.not_finite[index] > 0) {
    ImGui::TextUnformatted(context.said(phrase("{} not finite", sheet.not_finite[index])).c_str());
  }
  if (sheet.dead[index]) {
    ImGui::TextUnformatted(context.text(
        tr("0 everywhere: in this picture there is nothing that its filter answers to")));
  } else if (sheet.border[index]) {
    ImGui::TextUnformatted(
        context.text(tr("Largest at the edge alone, where the layer put zeros round the picture: "
                        "an answer to the edge, not to what is in the picture")));
  }
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

}  // namespace

void draw_tiles(const PanelContext& context, const FlowLayer& layer,
                std::span<const MapTile> tiles) {
  if (layer.list) return draw_values(context, layer, tiles);
  const ImTextureID texture = context.textures.map(lab::MapId::sheet(layer.node), 1);
  if (texture == 0) return;
  const lab::MapSheet& sheet = context.lab.run().sheet(layer.node);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const OwnFiltering filtering(list);
  const int rows = (sheet.count + sheet.columns - 1) / sheet.columns;
  const ImVec2 step(1.0f / static_cast<float>(sheet.columns), 1.0f / static_cast<float>(rows));
  for (const MapTile& tile : tiles) {
    const int row = tile.map / sheet.columns;
    const auto x = static_cast<float>(tile.map % sheet.columns);
    const auto y = static_cast<float>(row);
    list->AddImage(texture, tile.box.Min, tile.box.Max, ImVec2(x * step.x, y * step.y),
                   ImVec2((x + 1) * step.x, (y + 1) * step.y));
  }
}

void draw_tile_marks(const PanelContext& context, const FlowLayer& layer,
                     std::span<const MapTile> tiles) {
  if (layer.list) return;
  const lab::MapSheet& sheet = context.lab.run().sheet(layer.node);
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const MapTile& tile : tiles) {
    const auto index = static_cast<std::size_t>(tile.map);
    const ImRect& box = tile.box;
    if (sheet.dead[index]) {
      list->AddLine(ImVec2(box.Min.x, box.Max.y), ImVec2(box.Max.x, box.Min.y),
                    context.colors().secondary, context.px(1.5f));
    } else if (!sheet.has_range[index]) {
      hatch(box.Min, box.Max, context.px(4), context.colors().error);
    } else if (sheet.border[index] && box.GetWidth() >= context.px(kLeastMarked)) {
      const float fold = std::floor(box.GetWidth() / 5);
      list->AddTriangleFilled(ImVec2(box.Max.x - fold, box.Max.y),
                              ImVec2(box.Max.x, box.Max.y - fold), box.Max,
                              context.colors().untrained);
    }
  }
}

void draw_dead_sign(const PanelContext& context, ImVec2 min, float side) {
  const ImRect box(min, ImVec2(min.x + side, min.y + side));
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRect(box.Min, box.Max, context.colors().secondary);
  list->AddLine(ImVec2(box.Min.x, box.Max.y), ImVec2(box.Max.x, box.Min.y),
                context.colors().secondary, context.px(1));
}

void strip(const PanelContext& context, const FlowLayer& layer, std::span<const MapTile> tiles,
           std::span<const float> means) {
  if (tiles.empty()) return;
  const Colormap colormap = lab::shown_network_colormap(context.lab.view());
  const ValueRange range = range_for(colormap, finite_range(means));
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const MapTile& tile : tiles) {
    list->AddRectFilled(tile.box.Min, tile.box.Max,
                        map_color(means[static_cast<std::size_t>(tile.map)], range, colormap));
  }
  const ImRect all(tiles.front().box.Min, tiles.back().box.Max);
  list->AddRect(all.Min, all.Max, context.colors().line);
  ImGui::SetCursorScreenPos(all.Min);
  ImGui::PushID(layer.layer);
  const bool clicked = ImGui::InvisibleButton("strip", all.GetSize());
  ImGui::PopID();
  if (!ImGui::IsItemHovered()) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const auto under = std::find_if(tiles.begin(), tiles.end(), [mouse](const MapTile& tile) {
    return mouse.y < tile.box.Max.y + 1;
  });
  const MapTile& tile = under == tiles.end() ? tiles.back() : *under;
  const auto map = static_cast<std::size_t>(tile.map);
  if (clicked) lab::pick_map(context.lab, layer.node, map);
  ImGui::SetTooltip(
      "%s",
      context.said(phrase("{} [{}], mean {:.4f}", word(layer.name), tile.map, means[map])).c_str());
}

void tile_items(const PanelContext& context, const FlowLayer& layer,
                std::span<const MapTile> tiles) {
  const lab::LayerCell chosen = lab::large_map(context.lab);
  ImDrawList* list = ImGui::GetWindowDrawList();
  ImGui::PushID(layer.layer);
  for (const MapTile& tile : tiles) {
    const auto map = static_cast<std::size_t>(tile.map);
    ImGui::SetCursorScreenPos(tile.box.Min);
    ImGui::PushID(tile.map);
    if (ImGui::InvisibleButton("map", tile.box.GetSize())) {
      lab::pick_map(context.lab, layer.node, map);
    }
    ImGui::PopID();
    if (chosen.node == layer.node && chosen.channel == map) {
      draw_frame(context, Side::kTrained, tile.box.Min, tile.box.Max, context.px(2));
    } else {
      list->AddRect(tile.box.Min, tile.box.Max, context.colors().line);
    }
    if (ImGui::IsItemHovered()) tile_tooltip(context, layer, tile);
  }
  ImGui::PopID();
}

}  // namespace convlens::ui
