#include "ui/map/map_view.h"

#include <algorithm>
#include <cmath>

#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/pieces/cell_number.h"
#include "ui/pieces/legend.h"

namespace convlens::ui {
namespace {

constexpr float kNumberCell = 40;  // a cell of this size has its number printed in it

// The cells of one direction that lie within the frame: [first, end).
std::pair<int, int> visible(float cells_min, float cell, float frame_min, float frame_max,
                            std::int64_t count) {
  const int first = static_cast<int>(std::floor((frame_min - cells_min) / cell));
  const int end = static_cast<int>(std::ceil((frame_max - cells_min) / cell));
  return {std::clamp(first, 0, static_cast<int>(count)),
          std::clamp(end, 0, static_cast<int>(count))};
}

void draw_numbers(const PanelContext& context, const FramedMap& map, const ImRect& cells) {
  const Shape& shape = map.shown.values.shape();
  const ImVec2 cell(cells.GetWidth() / static_cast<float>(shape[1]),
                    cells.GetHeight() / static_cast<float>(shape[0]));
  if (std::min(cell.x, cell.y) < context.px(kNumberCell)) return;
  const ImRect& frame = map.frame.rect;
  const auto [top, bottom] = visible(cells.Min.y, cell.y, frame.Min.y, frame.Max.y, shape[0]);
  const auto [left, right] = visible(cells.Min.x, cell.x, frame.Min.x, frame.Max.x, shape[1]);
  for (int row = top; row < bottom; ++row) {
    for (int column = left; column < right; ++column) {
      const ImVec2 a(cells.Min.x + cell.x * static_cast<float>(column),
                     cells.Min.y + cell.y * static_cast<float>(row));
      const float value = map.shown.values.values()[flat_index(row, column, shape[1])];
      draw_cell_number(context, {a, ImVec2(a.x + cell.x, a.y + cell.y)}, value,
                       map_color(value, map.shown.ranges.front(), map.shown.colormap));
    }
  }
}

// The crop in grey, so that the only colours are those of the map.
void draw_crop_under(const PanelContext& context, const FramedMap& map) {
  const lab::Document& document = context.lab.document();
  const lab::Source& source = document.sources[map.id.source];
  const lab::CropPart part =
      lab::crop_part(source.picture->image, document.crop_size, source.origin);
  const lab::Zoom& zoom = context.lab.view().map_zoom;
  const ImVec2 min = map.frame.crop_min(zoom);
  const float pixel = map.frame.pixel(zoom);
  const ImVec2 max(min.x + pixel * static_cast<float>(document.crop_size.width),
                   min.y + pixel * static_cast<float>(document.crop_size.height));
  const TexturePart grey = context.textures.picture_part(
      map.id.source, {part.top, part.left, part.height, part.width}, true);
  draw_texture(ImGui::GetWindowDrawList(), grey.id, min, max, grey.uv_min, grey.uv_max);
}

// While the cell runs over the map, what lies behind it is not there yet.
void cover_what_comes(const PanelContext& context, const FramedMap& map) {
  const lab::View& view = context.lab.view();
  if (!view.sweep || !view.pinned || view.pinned->map != map.id) return;
  const ImRect all = map.cells(view);
  const ImRect cell = map.cell(view, view.pinned->row, view.pinned->column);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 color = context.colors().background;
  list->AddRectFilled(ImVec2(cell.Max.x, cell.Min.y), ImVec2(all.Max.x, cell.Max.y), color);
  list->AddRectFilled(ImVec2(all.Min.x, cell.Max.y), all.Max, color);
}

// My map that a change is of, or the map itself.
lab::MapId of_mine(const lab::MapId& id) {
  return id.kind == lab::MapKind::kChange ? lab::MapId::mine(id.source, id.index) : id;
}

// Of a map that the keyboard is on: the pinned one, or the one in the middle.
lab::MapCell keyboards_cell(const PanelContext& context, const lab::MapId& id, const Shape& shape) {
  const auto& pinned = context.lab.view().pinned;
  const auto rows = static_cast<int>(shape[0]);
  const auto columns = static_cast<int>(shape[1]);
  if (pinned && pinned->row < rows && pinned->column < columns) {
    return {id, pinned->row, pinned->column};
  }
  return {id, rows / 2, columns / 2};
}

}  // namespace

void scroll_to(const ImRect& rect) {
  ImGui::ScrollToRect(ImGui::GetCurrentWindow(), rect,
                      ImGuiScrollFlags_KeepVisibleEdgeX | ImGuiScrollFlags_KeepVisibleEdgeY);
}

float whole_width(float zoom, int columns) {
  const auto count = static_cast<float>(columns);
  return std::max(1.0f, std::floor(zoom * count)) / count;
}

ImRect map_rect(const lab::MapPlacement& place, const Shape& shape, ImVec2 min, float zoom) {
  const ImVec2 a(min.x + zoom * static_cast<float>(place.left()),
                 min.y + zoom * static_cast<float>(place.top()));
  return {a, ImVec2(a.x + zoom * static_cast<float>(shape[1] * place.stride_w),
                    a.y + zoom * static_cast<float>(shape[0] * place.stride_h))};
}

MapFrame MapFrame::of_crop(const PanelContext& context, const ImRect& rect, float pixel) {
  const lab::CropSize crop = context.lab.document().crop_size;
  return {rect,
          {0, 0, static_cast<double>(crop.height), static_cast<double>(crop.width), double{pixel},
           double{context.px(kLargestPixel)}}};
}

ImVec2 MapFrame::crop_min(const lab::Zoom& shown) const {
  const lab::ZoomedPart part = lab::zoomed_part(shown, zoom);
  return {rect.Min.x - static_cast<float>(part.left * part.pixel),
          rect.Min.y - static_cast<float>(part.top * part.pixel)};
}

float MapFrame::pixel(const lab::Zoom& shown) const {
  return static_cast<float>(lab::zoomed_part(shown, zoom).pixel);
}

ImRect FramedMap::cells(const lab::View& view) const {
  return map_rect(place, shown.values.shape(), frame.crop_min(view.map_zoom),
                  frame.pixel(view.map_zoom));
}

ImRect FramedMap::cell(const lab::View& view, int row, int column) const {
  const Shape& shape = shown.values.shape();
  const ImRect all = cells(view);
  const ImVec2 extent(all.GetWidth() / static_cast<float>(shape[1]),
                      all.GetHeight() / static_cast<float>(shape[0]));
  const ImVec2 a(all.Min.x + extent.x * static_cast<float>(column),
                 all.Min.y + extent.y * static_cast<float>(row));
  return {a, ImVec2(a.x + extent.x, a.y + extent.y)};
}

FramedMap framed(const PanelContext& context, const lab::MapId& id, const MapFrame& frame) {
  return {id, lab::shown_maps(context.lab, id),
          lab::placement(context.lab, id).value_or(lab::MapPlacement{}), frame};
}

void draw_map(const PanelContext& context, const FramedMap& map) {
  const lab::View& view = context.lab.view();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImRect cells = map.cells(view);
  list->PushClipRect(map.frame.rect.Min, map.frame.rect.Max, true);
  if (view.overlay) draw_crop_under(context, map);
  const float share = view.overlay ? view.overlay_share : 1.0f;
  const float pixel = cells.GetWidth() / static_cast<float>(map.shown.values.shape()[1]);
  const ImTextureID texture = context.textures.map(map.id, pixel);
  if (texture != 0) {
    draw_texture(list, texture, cells.Min, cells.Max, ImVec2(0, 0), ImVec2(1, 1),
                 ImGui::GetColorU32(IM_COL32_WHITE, share));
  }
  mark_border(context, map);
  draw_numbers(context, map, cells);
  cover_what_comes(context, map);
  list->PopClipRect();
}

// A panel that scrolls keeps the wheel.
void map_zoom_gestures(const PanelContext& context, const MapFrame& frame) {
  ZoomGestures gestures;
  gestures.wheel = ImGui::GetScrollMaxY() <= 0.0f;
  zoom_gestures(context, context.lab.view().map_zoom, frame.zoom, frame.rect.Min, gestures);
}

void draw_reason(const PanelContext& context, const ImRect& frame, const Text& reason) {
  const float size = context.px(design::kSmallText);
  const char* text = context.text(reason);
  const float width = context.fonts.text->CalcTextSizeA(size, FLT_MAX, 0.0f, text).x;
  const ImVec2 center = frame.GetCenter();
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, size,
                   ImVec2(std::max(frame.Min.x, std::floor(center.x - width / 2)),
                          std::floor(center.y - size / 2)),
                   frame.Max.x, context.colors().secondary, text);
}

std::optional<lab::MapCell> hovered_map_cell(const PanelContext& context, const FramedMap& map) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const ImRect cells = map.cells(context.lab.view());
  const Shape& shape = map.shown.values.shape();
  if (ImGui::IsItemFocused() && ImGui::GetCurrentContext()->NavCursorVisible) {
    return keyboards_cell(context, of_mine(map.id), shape);
  }
  if (!ImGui::IsItemHovered() || !cells.Contains(mouse)) return std::nullopt;
  return lab::MapCell{of_mine(map.id), cell_at(mouse.y - cells.Min.y, cells.GetHeight(), shape[0]),
                      cell_at(mouse.x - cells.Min.x, cells.GetWidth(), shape[1])};
}

void hover_cell(const PanelContext& context, const FramedMap& map, const lab::MapCell& cell) {
  lab::View& view = context.lab.view();
  view.hovered = cell;
  if (cell.map.kind == lab::MapKind::kMine) view.rested = cell;
  const Shape& shape = map.shown.values.shape();
  const float line = context.px(1);
  ImRect outline = map.cell(context.lab.view(), cell.row, cell.column);
  outline.Expand(line);
  ImRect room = map.frame.rect;
  room.Expand(2 * line);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(room.Min, room.Max, true);
  list->AddRect(outline.Min, outline.Max, context.colors().accent, 0, 2 * line);
  list->PopClipRect();
  const float value = map.shown.values.values()[flat_index(cell.row, cell.column, shape[1])];
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::SetTooltip("[%d, %d]  %.4f", cell.row, cell.column, static_cast<double>(value));
  ImGui::PopFont();
}

void pin_on_click(const PanelContext& context, const lab::MapCell& cell) {
  lab::View& view = context.lab.view();
  if (view.pinned == cell) {
    view.pinned.reset();
  } else {
    view.pinned = cell;
  }
}

void take_hovered_cell(const PanelContext& context, const FramedMap& map, bool clicked) {
  const auto cell = hovered_map_cell(context, map);
  if (!cell) return;
  hover_cell(context, map, *cell);
  if (clicked && cell->map.kind == lab::MapKind::kMine) pin_on_click(context, *cell);
}

// A frame and four lines that point at it: a cell may be no larger than a pixel.
void mark_pinned(const PanelContext& context, const FramedMap& map) {
  const lab::View& view = context.lab.view();
  const auto& pinned = view.pinned;
  if (!pinned) return;
  if (pinned->map != of_mine(map.id)) return;
  ImRect frame = map.cell(view, pinned->row, pinned->column);
  if (!map.frame.rect.Overlaps(frame)) return;  // enlarged out of sight
  frame.Expand(context.px(3));
  const ImVec2 center = frame.GetCenter();
  const float reach = context.px(6);
  ImRect room = map.frame.rect;
  room.Expand(context.px(3) + reach);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(room.Min, room.Max, true);
  const auto draw = [&](ImU32 color, float width) {
    list->AddRect(frame.Min, frame.Max, color, 0, width);
    list->AddLine(ImVec2(frame.Min.x - reach, center.y), ImVec2(frame.Min.x, center.y), color,
                  width);
    list->AddLine(ImVec2(frame.Max.x, center.y), ImVec2(frame.Max.x + reach, center.y), color,
                  width);
    list->AddLine(ImVec2(center.x, frame.Min.y - reach), ImVec2(center.x, frame.Min.y), color,
                  width);
    list->AddLine(ImVec2(center.x, frame.Max.y), ImVec2(center.x, frame.Max.y + reach), color,
                  width);
  };
  // Dark round light stays visible on any map.
  draw(IM_COL32(0, 0, 0, 230), context.px(4));
  draw(IM_COL32_WHITE, context.px(2));
  list->PopClipRect();
}

const lab::MapNotes& NotesOfMaps::of(const lab::MapId& id, const lab::ShownMaps& shown) {
  constexpr std::size_t kMostRemembered = 4096;
  if (entries_.size() > kMostRemembered) entries_.clear();
  Entry& entry = entries_[id];
  const ValueRange range = shown.ranges.front();
  if (entry.revision != shown.revision || entry.range != range) {
    entry = {shown.revision, range, lab::map_notes(shown.values.values(), range)};
  }
  return entry.notes;
}

}  // namespace convlens::ui
