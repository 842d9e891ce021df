#include "ui/input/crop_picture.h"

#include "lab/document/placement.h"
#include "lab/shown/arithmetic.h"
#include "lab/shown/line_profile.h"
#include "lab/shown/shown_maps.h"
#include "ui/kit/drawing.h"

namespace convlens::ui {
namespace {

// The window of input pixels that a map cell was computed from.
void draw_receptive_field(const PanelContext& context, const lab::MapCell& cell,
                          const ImRect& crop) {
  const auto place = lab::placement(context.lab, cell.map);
  if (!place) return;
  const lab::CropSize size = context.lab.document().crop_size;
  const auto top = static_cast<float>(cell.row * place->stride_h - place->pad_top);
  const auto left = static_cast<float>(cell.column * place->stride_w - place->pad_left);
  const auto height = static_cast<float>(place->window_height);
  const auto width = static_cast<float>(place->window_width);
  // Pixels of the crop on screen; a resized crop has its own size of them.
  const float zoom_x = crop.GetWidth() / static_cast<float>(size.width);
  const float zoom_y = crop.GetHeight() / static_cast<float>(size.height);
  const ImVec2 a(crop.Min.x + zoom_x * left, crop.Min.y + zoom_y * top);
  const ImVec2 b(a.x + zoom_x * width, a.y + zoom_y * height);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float line = context.px(1);
  list->AddRect(ImVec2(a.x - line, a.y - line), ImVec2(b.x + line, b.y + line),
                IM_COL32(0, 0, 0, 220), 0, line);
  const bool trained = cell.map.kind == lab::MapKind::kTrained;
  list->AddRect(a, b, trained ? context.colors().trained : context.colors().accent, 0,
                context.px(1.5f));
}

// The row or column that is measured.
void draw_measured_line(const PanelContext& context, std::size_t source, const ImRect& crop) {
  const lab::View& view = context.lab.view();
  const bool measured =
      view.maps_tab == lab::MapsTab::kMeasures && view.measure == lab::Measure::kLine;
  const auto cell = measured ? lab::summed_cell(context.lab) : std::nullopt;
  if (!cell || cell->map.source != source) return;
  const auto profile = lab::line_profile(context.lab, *cell, view.line_down);
  if (!profile) return;
  const lab::CropSize size = context.lab.document().crop_size;
  const float share = (static_cast<float>(profile->line) + 0.5f) /
                      static_cast<float>(view.line_down ? size.width : size.height);
  const float x = crop.Min.x + crop.GetWidth() * share;
  const float y = crop.Min.y + crop.GetHeight() * share;
  const ImVec2 from = view.line_down ? ImVec2(x, crop.Min.y) : ImVec2(crop.Min.x, y);
  const ImVec2 to = view.line_down ? ImVec2(x, crop.Max.y) : ImVec2(crop.Max.x, y);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddLine(from, to, IM_COL32(0, 0, 0, 220), context.px(3));
  list->AddLine(from, to, IM_COL32_WHITE, context.px(1));
}

}  // namespace

void draw_receptive_fields(const PanelContext& context, std::size_t source, const ImRect& crop) {
  const auto& hovered = context.lab.view().hovered;
  if (hovered && hovered->map.source == source) draw_receptive_field(context, *hovered, crop);
  draw_measured_line(context, source, crop);
  const auto& pinned = context.lab.view().pinned;
  if (pinned && pinned->map.source == source) draw_receptive_field(context, *pinned, crop);
}

void crop_picture(const PanelContext& context, float width) {
  const lab::Document& document = context.lab.document();
  const std::size_t source = context.lab.view().source;
  const Image& image = document.sources[source].picture->image;
  const float height = width * static_cast<float>(document.crop_size.height) /
                       static_cast<float>(document.crop_size.width);
  const lab::CropPart part =
      lab::crop_part(image, document.crop_size, document.sources[source].origin);
  const TexturePart texture =
      context.textures.picture_part(source, {part.top, part.left, part.height, part.width}, false);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImGui::Dummy(ImVec2(width, height));
  draw_texture(ImGui::GetWindowDrawList(), texture.id, min, ImVec2(min.x + width, min.y + height),
               texture.uv_min, texture.uv_max);
  const ImRect crop(min, ImVec2(min.x + width, min.y + height));
  ImGui::PushClipRect(crop.Min, crop.Max, true);
  draw_receptive_fields(context, source, crop);
  ImGui::PopClipRect();
}

}  // namespace convlens::ui
