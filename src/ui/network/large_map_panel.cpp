#include "ui/network/large_map_panel.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "lab/shown/shown_maps.h"
#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/menu.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/network/map_tiles.h"
#include "ui/pieces/cell_number.h"
#include "ui/pieces/legend.h"
#include "ui/pieces/picture_lines.h"

namespace convlens::ui {
namespace {

constexpr float kLegend = 18;      // under the map
constexpr float kNumberCell = 40;  // a cell of this size has its number printed in it
constexpr float kValueGap = 2;
constexpr float kMostValue = 40;  // the side of a value of a list

constexpr Label kLetGo{tr("Unpin"), tr("Lets the cell go: the largest one is taken apart, or the "
                                       "one under the pointer")};

// A map on the screen.
struct LargeMap {
  lab::LayerCell map;
  Shape shape;  // (1, H, W, C)
  ImRect box;

  ImVec2 cell_extent() const {
    return {box.GetWidth() / static_cast<float>(shape[2]),
            box.GetHeight() / static_cast<float>(shape[1])};
  }
  ImRect cell(int row, int column) const {
    const ImVec2 extent = cell_extent();
    const ImVec2 min(box.Min.x + extent.x * static_cast<float>(column),
                     box.Min.y + extent.y * static_cast<float>(row));
    return {min, ImVec2(min.x + extent.x, min.y + extent.y)};
  }
  lab::LayerCell at(ImVec2 point) const {
    lab::LayerCell cell = map;
    cell.row = cell_at(point.y - box.Min.y, box.GetHeight(), shape[1]);
    cell.column = cell_at(point.x - box.Min.x, box.GetWidth(), shape[2]);
    return cell;
  }
};

// In the middle of the room; its cells whole pixels wide where there are few.
ImRect map_box(const Shape& shape, ImVec2 min, ImVec2 room) {
  const auto height = static_cast<float>(shape[1]);
  const auto width = static_cast<float>(shape[2]);
  float pixel = std::min(room.x / width, room.y / height);
  if (pixel >= 2) pixel = std::floor(pixel);
  const ImVec2 extent(std::max(1.0f, std::floor(pixel * width)),
                      std::max(1.0f, std::floor(pixel * height)));
  const ImVec2 a(std::floor(min.x + (room.x - extent.x) / 2), min.y);
  return {a, ImVec2(a.x + extent.x, a.y + extent.y)};
}

void draw_cell_numbers(const PanelContext& context, const LargeMap& large,
                       const lab::ShownMaps& shown) {
  const ImVec2 extent = large.cell_extent();
  if (std::min(extent.x, extent.y) < context.px(kNumberCell)) return;
  for (int row = 0; row < large.shape[1]; ++row) {
    for (int column = 0; column < large.shape[2]; ++column) {
      const lab::LayerCell cell{large.map.node, large.map.channel, row, column};
      const float value = lab::value_at(context.lab.run().activations(), cell);
      draw_cell_number(context, large.cell(row, column), value,
                       map_color(value, shown.ranges[large.map.channel], shown.colormap));
    }
  }
}

void take_pointer(const PanelContext& context, const LargeMap& large, bool clicked) {
  lab::View& view = context.lab.view();
  const auto before = view.hovered_cell;
  view.hovered_cell.reset();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_NoNavOverride)) {
    const lab::LayerCell cell = large.at(ImGui::GetIO().MousePos);
    view.hovered_cell = cell;
    if (clicked) {
      view.pinned_cell = view.pinned_cell == cell ? std::nullopt : std::optional(cell);
    }
    ImGui::PushFont(context.fonts.numbers, design::kSmallText);
    ImGui::SetTooltip("[%d, %d]  %.4f", cell.row, cell.column,
                      static_cast<double>(lab::value_at(context.lab.run().activations(), cell)));
    ImGui::PopFont();
  }
  // The picture's window was drawn for the cell of the frame before.
  if (before != view.hovered_cell) context.frames.request_frame();
}

void map_title(const PanelContext& context, const lab::LayerCell& map) {
  const int layer = lab::layer_of_node(context.lab.run().model(), map.node);
  const std::string name =
      layer < 0 ? std::string() : context.lab.run().model().layer(layer).name();
  const std::string title = fmt::format("{} [{}]", name, map.channel);
  const bool pinned = context.lab.view().pinned_cell.has_value();
  const float height = Bar::height(context);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x;
  const float side = pinned ? action_width(context, kLetGo.text) : 0.0f;
  const float text = context.px(design::kBodyText);
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.strong, text,
                   ImVec2(min.x, std::floor(min.y + (height - text) / 2)),
                   min.x + room - side - context.px(4), context.colors().text, title.c_str());
  ImGui::SetCursorScreenPos(ImVec2(min.x + room - side, min.y));
  if (pinned && action(context, kLetGo, "let go")) context.lab.view().pinned_cell.reset();
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy(ImVec2(room, height));
}

// All values of a list, the picked one marked.
void draw_list(const PanelContext& context, const FlowLayer& layer, ImVec2 min, ImVec2 room) {
  const auto count = static_cast<float>(layer.maps);
  const float step =
      std::floor(std::clamp(std::sqrt(room.x * room.y / count), 3.0f, context.px(kMostValue)));
  const int columns = std::max(1, static_cast<int>(room.x / step));
  const float gap = step > 8 ? context.px(kValueGap) : 0.0f;
  std::vector<MapTile> tiles;
  for (int k = 0; k < layer.maps; ++k) {
    const int row = k / columns;
    const ImVec2 at(min.x + step * static_cast<float>(k % columns),
                    min.y + step * static_cast<float>(row));
    if (at.y + step > min.y + room.y) break;
    tiles.push_back({k, {at, ImVec2(at.x + step - gap, at.y + step - gap)}});
  }
  draw_tiles(context, layer, tiles);
  tile_items(context, layer, tiles);
  const std::size_t picked = lab::large_map(context.lab).channel;
  if (picked < tiles.size()) ring(context, tiles[picked].box);
}

// The cell under the pointer, or the one that is taken apart.
void value_menu(const PanelContext& context, const LargeMap& large, const lab::ShownMaps& shown) {
  const bool asked = menu_asked_for(context);
  lab::View& view = context.lab.view();
  if (!begin_menu(context, "large map menu", asked)) return;
  if (menu_line(context, context.text(tr("Copy all values of this map")), "copy values")) {
    const int rows = static_cast<int>(large.shape[1]);
    const int columns = static_cast<int>(large.shape[2]);
    const int place = static_cast<int>(large.map.channel);
    const lab::MapPart part{place / shown.columns * rows, place % shown.columns * columns, rows,
                            columns};
    copy_text(context.lab, values_text(shown, part), phrase("copied {}x{} values", rows, columns));
  }
  picture_lines(context, lab::LayerMap{large.map.node, large.map.channel});
  save_layer_line(context, large.map.node);
  ImGui::Separator();
  if (menu_line(context, context.text(tr("Let the cell go")), "unpin", {},
                view.pinned_cell ? Text{} : tr("no cell is pinned"))) {
    view.pinned_cell.reset();
  }
  if (menu_line(context, context.text(tr("Show its layer alone")), "layer alone")) {
    view.network_tab = lab::NetworkTab::kOneLayer;
  }
  end_menu();
}

}  // namespace

void save_layer_line(const PanelContext& context, std::size_t node) {
  if (!menu_line(context, context.text(tr("Save all maps of the layer: .npy, .npz, .csv")),
                 "save layer")) {
    return;
  }
  context.lab.view().layer_to_save = node;
  context.file_request = FilePurpose::kSaveLayer;
}

void large_map_panel(const PanelContext& context, lab::TakenApart& taken) {
  if (!context.lab.document().network || !context.lab.has_network()) return;
  const lab::LayerCell map = lab::large_map(context.lab);
  map_title(context, map);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 all = ImGui::GetContentRegionAvail();
  const ImVec2 room(all.x, std::max(1.0f, all.y - context.px(kLegend)));
  const Shape& shape = context.lab.run().activations()[map.node].shape();
  const lab::ShownMaps shown = lab::shown_maps(context.lab, lab::MapId::sheet(map.node));
  if (shown.empty()) return;
  const float below = min.y + room.y + context.px(4);
  if (shape.rank() != 4) {
    const int layer = lab::layer_of_node(context.lab.run().model(), map.node);
    const FlowLayer list{layer,
                         map.node,
                         context.lab.run().model().layer(layer).name(),
                         shape,
                         static_cast<int>(shape.element_count()),
                         true};
    context.lab.view().hovered_cell.reset();
    draw_list(context, list, min, room);
    draw_legend(context, ImVec2(min.x + all.x, below), all.x, shown.ranges.front(), shown.colormap);
    return;
  }
  const LargeMap large{map, shape, map_box(shape, min, room)};
  ImGui::SetCursorScreenPos(large.box.Min);
  const bool clicked =
      ImGui::InvisibleButton("large map", large.box.GetSize(), ImGuiButtonFlags_EnableNav);
  take_pointer(context, large, clicked);
  value_menu(context, large, shown);
  const FlowLayer layer{0, map.node, {}, shape, static_cast<int>(shape[3]), false};
  const MapTile tile{static_cast<int>(map.channel), large.box};
  draw_tiles(context, layer, std::span(&tile, 1));
  ImGui::GetWindowDrawList()->AddRect(large.box.Min, large.box.Max, context.colors().line);
  draw_cell_numbers(context, large, shown);
  const lab::LayerCell cell = taken.cell(context.lab);
  ring(context, large.cell(cell.row, cell.column));
  draw_legend(context, ImVec2(large.box.Max.x, large.box.Max.y + context.px(6)), all.x,
              shown.ranges[map.channel], shown.colormap);
}

}  // namespace convlens::ui
