#include "ui/input/picture_drawing.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/cell_number.h"

namespace convlens::ui {
namespace {

constexpr float kNumberPixel = 48;  // a pixel of this size has its three numbers printed in it

// How wide "[row, column]" is, in characters.
int places_of(int row, int column) { return std::snprintf(nullptr, 0, "[%d, %d]", row, column); }

}  // namespace

// Dark and light lines side by side stay visible on any picture.
void draw_crop(const PanelContext& context, ImVec2 min, ImVec2 max, const ImRect& crop,
               float handle_px) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  // Light enough to recognise the picture.
  const ImU32 shade = IM_COL32(0, 0, 0, 61);
  // On whole pixels, or a seam is seen where two of the four meet.
  const ImVec2 a(std::floor(crop.Min.x), std::floor(crop.Min.y));
  const ImVec2 b(std::floor(crop.Max.x), std::floor(crop.Max.y));
  list->AddRectFilled(min, ImVec2(max.x, a.y), shade);
  list->AddRectFilled(ImVec2(min.x, b.y), max, shade);
  list->AddRectFilled(ImVec2(min.x, a.y), ImVec2(a.x, b.y), shade);
  list->AddRectFilled(ImVec2(b.x, a.y), ImVec2(max.x, b.y), shade);
  const float line = context.px(1);
  list->AddRect(ImVec2(crop.Min.x - line, crop.Min.y - line),
                ImVec2(crop.Max.x + line, crop.Max.y + line), IM_COL32(0, 0, 0, 200), 0, line);
  list->AddRect(crop.Min, crop.Max, IM_COL32_WHITE, 0, line);
  // A handle at every corner, and in the middle of the edges that are long enough.
  const float side = handle_px;
  const ImVec2 middle(std::floor(crop.GetCenter().x - side / 2),
                      std::floor(crop.GetCenter().y - side / 2));
  const auto handle = [&](float x, float y) {
    list->AddRectFilled(ImVec2(x, y), ImVec2(x + side, y + side), IM_COL32_WHITE);
  };
  const bool wide = crop.GetWidth() >= 5 * side;
  const bool tall = crop.GetHeight() >= 5 * side;
  for (const float y : {crop.Min.y, crop.Max.y - side}) {
    handle(crop.Min.x, y);
    handle(crop.Max.x - side, y);
    if (wide) handle(middle.x, y);
  }
  for (const float x : {crop.Min.x, crop.Max.x - side}) {
    if (tall) handle(x, middle.y);
  }
}

void draw_pixels(const PanelContext& context, std::size_t source, const ImRect& frame,
                 ImVec2 origin, float pixel) {
  const Image& image = context.lab.document().sources[source].picture->image;
  const auto first = [&](float edge, float zero) {
    return std::max(0, static_cast<int>(std::floor((edge - zero) / pixel)));
  };
  const auto end = [&](float edge, float zero, int limit) {
    return std::min(limit, static_cast<int>(std::ceil((edge - zero) / pixel)));
  };
  PixelBlock block{first(frame.Min.y, origin.y), first(frame.Min.x, origin.x), 0, 0};
  block.height = std::max(1, end(frame.Max.y, origin.y, image.height) - block.top);
  block.width = std::max(1, end(frame.Max.x, origin.x, image.width) - block.left);
  const auto place = [&](int row, int column) {
    return ImVec2(origin.x + pixel * static_cast<float>(column),
                  origin.y + pixel * static_cast<float>(row));
  };
  const TexturePart part = context.textures.picture_part(source, block, false);
  draw_texture(ImGui::GetWindowDrawList(), part.id, place(block.top, block.left),
               place(block.top + block.height, block.left + block.width), part.uv_min, part.uv_max);
  if (pixel < context.px(kNumberPixel)) return;
  for (int row = block.top; row < block.top + block.height; ++row) {
    for (int column = block.left; column < block.left + block.width; ++column) {
      const auto rgb = image.pixel(row, column);
      const ImRect cell(place(row, column), place(row + 1, column + 1));
      for (int c = 0; c < 3; ++c) {
        char text[8];
        std::snprintf(text, sizeof text, "%d", rgb[static_cast<std::size_t>(c)]);
        draw_cell_text(context, cell, text, IM_COL32(rgb[0], rgb[1], rgb[2], 255), c, 3);
      }
    }
  }
}

void pixel_tooltip(const PanelContext& context, const Image& image, ImVec2 in_image) {
  const int row = static_cast<int>(std::floor(in_image.y));
  const int column = static_cast<int>(std::floor(in_image.x));
  if (row < 0 || column < 0 || row >= image.height || column >= image.width) return;
  const auto rgb = image.pixel(row, column);
  if (!ImGui::BeginTooltip()) return;
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::Text("[%d, %d]  uint8    %3d  %3d  %3d", row, column, rgb[0], rgb[1], rgb[2]);
  const auto scaled = [&](std::size_t c) { return rgb[c] / 255.0; };
  ImGui::Text("%*s  float32 %.2f %.2f %.2f", places_of(row, column), "", scaled(0), scaled(1),
              scaled(2));
  ImGui::PopFont();
  if (context.lab.document().sources.size() > 1) {
    caption(context, context.text(tr("P: next picture")));
  }
  ImGui::EndTooltip();
}

}  // namespace convlens::ui
