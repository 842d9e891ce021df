#include "ui/network/layers_panel.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "lab/shown/shown_maps.h"
#include "ui/kit/drawing.h"
#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/code_line.h"
#include "ui/pieces/colormap_choice.h"

namespace convlens::ui {
namespace {

constexpr float kCellGap = 4;
constexpr float kColumnGap = 16;
constexpr float kHeader = 52;
constexpr float kLeastHeader = 88;  // room for a layer's name
constexpr int kRows = 8;            // maps under each other: 32 are 8x4, 64 are 8x8
constexpr float kLeastCell = 28;
constexpr float kLargestCell = 64;

// One layer's column on screen.
struct Column {
  nn::ModelLayer layer;
  Shape shape;    // of the layer's value
  int count = 1;  // of maps
  ImVec2 cell_px;
  int columns = 1;

  std::size_t node() const { return static_cast<std::size_t>(layer.node()); }
  int rows() const { return count == 1 ? 1 : kRows; }
  ImVec2 extent(float gap) const {
    return {static_cast<float>(columns) * (cell_px.x + gap) - gap,
            static_cast<float>(rows()) * (cell_px.y + gap) - gap};
  }
};

// The height of a cell for which eight rows fill a panel of this height.
float cell_height(const PanelContext& context, float panel) {
  const float room = panel - context.px(kHeader) - ImGui::GetStyle().ScrollbarSize;
  const float cell = std::floor(room / kRows - context.px(kCellGap));
  return std::clamp(cell, context.px(kLeastCell), context.px(kLargestCell));
}

// What the code line takes: nothing where eight maps would no longer fit under each other.
float code_room(const PanelContext& context) {
  const float line = code_line_height(context);
  const float cell = cell_height(context, ImGui::GetContentRegionAvail().y - line);
  return cell > context.px(kLeastCell) ? line : 0.0f;
}

std::vector<int> tile_order(const PanelContext& context, std::size_t node, int count) {
  std::vector<int> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  if (!context.lab.view().most_changed_first) return order;
  const std::vector<float> changes = context.lab.run().changes(node);
  if (static_cast<int>(changes.size()) != count) return order;
  std::stable_sort(order.begin(), order.end(), [&changes](int a, int b) {
    return changes[static_cast<std::size_t>(a)] > changes[static_cast<std::size_t>(b)];
  });
  return order;
}

Column make_column(const PanelContext& context, const nn::ModelLayer& layer, float cell) {
  Column column{layer,
                context.lab.run().activations()[static_cast<std::size_t>(layer.node())].shape(),
                1,
                {},
                1};
  const Shape& shape = column.shape;
  if (shape.rank() != 4) {
    // A vector is one picture of all its values, two cells high.
    const float side = 2 * cell + context.px(kCellGap);
    column.cell_px = ImVec2(side, side);
    return column;
  }
  const float aspect = static_cast<float>(shape[2]) / static_cast<float>(shape[1]);
  column.count = static_cast<int>(shape[3]);
  column.cell_px = ImVec2(std::max(1.0f, std::floor(cell * aspect)), cell);
  column.columns = (column.count + kRows - 1) / kRows;
  return column;
}

// Name, type and shape over a column; a second line says how many maps.
void header(const PanelContext& context, const Column& column, ImVec2 min, float width) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& colors = context.colors();
  const bool chosen = context.lab.view().layer == column.layer.index();
  const float right = min.x + std::max(width, context.px(kLeastHeader));
  const auto number = column.layer.number();
  const std::string text = (number ? fmt::format("{}  ", *number) : "") + column.layer.name();
  draw_fitted_text(list, context.fonts.strong, context.px(design::kSmallText), min, right,
                   chosen ? colors.trained : colors.text, text.c_str());
  const std::string type(column.layer->type());
  draw_fitted_text(list, context.fonts.text, context.px(12), ImVec2(min.x, min.y + context.px(17)),
                   right, colors.secondary, type.c_str());
  const std::string shape = to_string(column.shape);
  draw_fitted_text(list, context.fonts.numbers, context.px(12),
                   ImVec2(min.x, min.y + context.px(32)), right, colors.secondary, shape.c_str());
}

// A map of a column on screen.
struct Tile {
  int index = 0;  // in the sheet
  ImVec2 min;
  ImVec2 max;
};

// What a map says of itself in its middle; null for nothing.
const char* tile_word(const PanelContext& context, const lab::MapSheet& sheet, std::size_t index) {
  if (!sheet.has_range[index]) return context.text(tr("not finite"));
  return sheet.dead[index] ? context.text(tr("dead")) : nullptr;
}

// A dead map says so; one that peaks where the padding reaches has a corner turned up.
void tile_label(const PanelContext& context, const lab::MapSheet& sheet, const Tile& tile) {
  const auto index = static_cast<std::size_t>(tile.index);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (sheet.border[index]) {
    const float fold = context.px(7);
    list->AddTriangleFilled(ImVec2(tile.max.x - fold, tile.max.y),
                            ImVec2(tile.max.x, tile.max.y - fold), tile.max,
                            context.colors().untrained);
  }
  const char* text = tile_word(context, sheet, index);
  if (text == nullptr) return;
  const float size = context.px(11);
  const ImVec2 extent = context.fonts.text->CalcTextSizeA(size, FLT_MAX, 0.0f, text);
  if (extent.x > tile.max.x - tile.min.x) return;
  const ImVec2 at(std::floor((tile.min.x + tile.max.x - extent.x) / 2),
                  std::floor((tile.min.y + tile.max.y - extent.y) / 2));
  list->AddRectFilled(ImVec2(at.x - context.px(2), at.y),
                      ImVec2(at.x + extent.x + context.px(2), at.y + extent.y),
                      context.colors().panel);
  list->AddText(context.fonts.text, size, at, context.colors().secondary, text);
}

// Channel, range and, under the pointer, the value.
void tile_tooltip(const PanelContext& context, const Column& column, const lab::MapSheet& sheet,
                  const Tile& tile) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const auto cell_at = [](float offset, float extent, int cells) {
    return std::clamp(static_cast<int>(offset / extent * static_cast<float>(cells)), 0, cells - 1);
  };
  const int row = cell_at(mouse.y - tile.min.y, tile.max.y - tile.min.y, sheet.tile_height);
  const int x = cell_at(mouse.x - tile.min.x, tile.max.x - tile.min.x, sheet.tile_width);
  const auto index = static_cast<std::size_t>(tile.index);
  const float value = sheet.at(tile.index, row, x);
  std::string said = fmt::format("{} [{}]  ({}, {})  {:.4f}", column.layer.name(), tile.index, row,
                                 x, std::isnan(value) ? std::fabs(value) : value);
  const ValueRange range = sheet.ranges[index];
  if (sheet.has_range[index]) said += fmt::format("\n{:.4f} .. {:.4f}", range.lo, range.hi);
  if (sheet.not_finite[index] > 0) {
    said += "\n" + context.said(phrase("{} not finite", sheet.not_finite[index]));
  }
  if (sheet.dead[index]) {
    said.append("\n").append(context.text(tr("dead")));
  } else if (sheet.border[index]) {
    said.append("\n").append(context.text(tr("padding: largest at the border")));
  }
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::SetTooltip("%s", said.c_str());
  ImGui::PopFont();
}

// All maps of a column at once: they are one draw call.
void draw_maps(const PanelContext& context, const Column& column, const lab::MapSheet& sheet,
               const std::vector<Tile>& tiles) {
  const ImTextureID texture = context.textures.map(lab::MapId::sheet(column.node()), 1);
  if (texture == 0) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const OwnFiltering filtering(list);
  const int rows = (sheet.count + sheet.columns - 1) / sheet.columns;
  const ImVec2 step(1.0f / static_cast<float>(sheet.columns), 1.0f / static_cast<float>(rows));
  for (const Tile& tile : tiles) {
    const int row = tile.index / sheet.columns;
    const auto x = static_cast<float>(tile.index % sheet.columns);
    const auto y = static_cast<float>(row);
    list->AddImage(texture, tile.min, tile.max, ImVec2(x * step.x, y * step.y),
                   ImVec2((x + 1) * step.x, (y + 1) * step.y));
  }
}

void tile_frame(const PanelContext& context, const Column& column, const lab::MapSheet& sheet,
                bool has_filters, const Tile& tile) {
  lab::View& view = context.lab.view();
  const auto index = static_cast<std::size_t>(tile.index);
  ImGui::SetCursorScreenPos(tile.min);
  ImGui::PushID(tile.index);
  const bool clicked =
      ImGui::InvisibleButton("map", ImVec2(tile.max.x - tile.min.x, tile.max.y - tile.min.y));
  ImGui::PopID();
  if (clicked && has_filters) {
    view.layer = column.layer.index();
    view.trained_filter = index;
  }
  if (has_filters && view.layer == column.layer.index() && view.trained_filter == index) {
    draw_frame(context, Side::kTrained, tile.min, tile.max, context.px(2));
  } else {
    ImGui::GetWindowDrawList()->AddRect(tile.min, tile.max, context.colors().line);
  }
  tile_label(context, sheet, tile);
  if (ImGui::IsItemHovered()) tile_tooltip(context, column, sheet, tile);
}

// Draws the column and returns its right end. What is out of sight costs nothing.
float draw_column(const PanelContext& context, const Column& column, ImVec2 min) {
  const float gap = context.px(kCellGap);
  const ImVec2 extent = column.extent(gap);
  const float right = min.x + std::max(extent.x, context.px(kLeastHeader));
  const ImVec2 origin(min.x, min.y + context.px(kHeader));
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy(extent);
  if (!ImGui::IsRectVisible(min, ImVec2(right, origin.y + extent.y))) return right;
  header(context, column, min, extent.x);
  const lab::MapSheet& sheet = context.lab.run().sheet(column.node());
  const std::vector<int> order = tile_order(context, column.node(), sheet.count);
  std::vector<Tile> tiles;
  for (std::size_t place = 0; place < order.size(); ++place) {
    const int row = static_cast<int>(place) / column.columns;
    const auto x = static_cast<float>(static_cast<int>(place) % column.columns);
    const ImVec2 at(origin.x + x * (column.cell_px.x + gap),
                    origin.y + static_cast<float>(row) * (column.cell_px.y + gap));
    const ImVec2 end(at.x + column.cell_px.x, at.y + column.cell_px.y);
    if (ImGui::IsRectVisible(at, end)) tiles.push_back({order[place], at, end});
  }
  draw_maps(context, column, sheet, tiles);
  const bool has_filters = context.lab.shown_bank(column.layer.index()).has_value();
  ImGui::PushID(column.layer.index());
  for (const Tile& tile : tiles) tile_frame(context, column, sheet, has_filters, tile);
  ImGui::PopID();
  return right;
}

void options(const PanelContext& context) {
  lab::View& view = context.lab.view();
  ImGui::PushID("layers");
  colormap_choice(context, view.network_colormap);
  ImGui::PopID();
  ImGui::SameLine();
  if (labeled_button(
          context,
          {tr("One range for all maps"), tr("The same colours mean the same values in every map, "
                                            "so that maps can be compared (R)")},
          "layer range", view.ranges.shared)) {
    view.ranges.shared = !view.ranges.shared;
  }
  ImGui::SameLine();
  if (labeled_button(context,
                     {tr("Most changed first"),
                      tr("Orders every layer's maps by how far they are from the trained ones")},
                     "most changed", view.most_changed_first)) {
    view.most_changed_first = !view.most_changed_first;
  }
}

}  // namespace

void layers_panel(const PanelContext& context) {
  if (!context.lab.has_network()) {
    ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
    ImGui::TextWrapped("%s", context.text(tr("No trained network is open")));
    ImGui::PopStyleColor();
    return;
  }
  options(context);
  ImGui::BeginChild("columns", ImVec2(0, -code_room(context)), ImGuiChildFlags_None,
                    ImGuiWindowFlags_HorizontalScrollbar);
  const float cell = cell_height(context, ImGui::GetContentRegionAvail().y);
  ImVec2 min = ImGui::GetCursorScreenPos();
  min.x += context.px(2);  // the frames stand outside
  for (const nn::ModelLayer& layer : context.lab.run().model().layers()) {
    // What only hands its values on (Flatten, Dropout) shows nothing that is not beside it.
    if (layer->keeps_values() || nn::is_input_layer(*layer.handle())) continue;
    min.x = draw_column(context, make_column(context, layer, cell), min) + context.px(kColumnGap);
  }
  ImGui::EndChild();
  code_line(context, lab::CodePanel::kLayers);
}

}  // namespace convlens::ui
