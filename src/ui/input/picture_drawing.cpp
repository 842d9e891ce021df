#include "ui/input/picture_drawing.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "ui/kit/drawing.h"
#include "ui/kit/format.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/cell_number.h"

namespace convlens::ui {
namespace {

constexpr float kNumberPixel = 48;  // a pixel of this size has its three numbers printed in it

// How wide "[row, column]" is, in characters.
int places_of(int row, int column) { return std::snprintf(nullptr, 0, "[%d, %d]", row, column); }

float value_at(const lab::ArrayLook& array, int row, int column, int plane) {
  const Shape& shape = array.values->shape();  // (1, h, w, c)
  return std::as_const(*array.values).data()[(row * shape[2] + column) * shape[3] + plane];
}

// Red, green and blue as the file has them, or the planes of an array that it shows.
std::vector<std::string> shown_numbers(const lab::Picture& picture, int row, int column) {
  std::vector<std::string> numbers;
  if (picture.array) {
    for (const int plane : picture.array->planes) {
      const float value = value_at(*picture.array, row, column, plane);
      numbers.emplace_back(format_number(double{value}).data());
    }
    return numbers;
  }
  for (const std::uint8_t value : picture.image.pixel(row, column)) {
    numbers.push_back(std::to_string(value));
  }
  return numbers;
}

void picture_values(const Image& image, int row, int column) {
  const auto rgb = image.pixel(row, column);
  ImGui::Text("[%d, %d]  uint8    %3d  %3d  %3d", row, column, rgb[0], rgb[1], rgb[2]);
  const auto scaled = [&](std::size_t c) { return rgb[c] / 255.0; };
  ImGui::Text("%*s  float32 %.2f %.2f %.2f", places_of(row, column), "", scaled(0), scaled(1),
              scaled(2));
}

// The planes that are shown, and some of the others.
void array_values(const lab::ArrayLook& array, int row, int column) {
  constexpr int kMostPlanes = 12;
  ImGui::Text("[%d, %d]  float32", row, column);
  const int first = std::clamp(array.planes.front() - kMostPlanes / 2, 0,
                               std::max(0, array.channels() - kMostPlanes));
  if (first > 0) ImGui::TextUnformatted("   ...");
  for (int plane = first; plane < std::min(array.channels(), first + kMostPlanes); ++plane) {
    const bool shown =
        std::find(array.planes.begin(), array.planes.end(), plane) != array.planes.end();
    ImGui::Text("%s %3d  %s", shown ? ">" : " ", plane,
                format_number(double{value_at(array, row, column, plane)}).data());
  }
  if (array.channels() > first + kMostPlanes) ImGui::TextUnformatted("   ...");
}

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
  // Of a small crop they leave something to see.
  constexpr float kMostShare = 0.12f;
  const float shorter = std::min(crop.GetWidth(), crop.GetHeight());
  const float side = std::min(handle_px, std::max(context.px(2), kMostShare * shorter));
  const ImVec2 middle(std::floor(crop.GetCenter().x - side / 2),
                      std::floor(crop.GetCenter().y - side / 2));
  const auto handle = [&](float x, float y) {
    list->AddRectFilled(ImVec2(x, y), ImVec2(x + side, y + side), IM_COL32_WHITE);
  };
  const bool wide = crop.GetWidth() >= 5 * side;
  const bool tall = crop.GetHeight() >= 5 * side;
  if (handle_px <= 0) return;
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
  const lab::Picture& picture = *context.lab.document().sources[source].picture;
  const Image& image = picture.image;
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
      const std::vector<std::string> numbers = shown_numbers(picture, row, column);
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        draw_cell_text(context, cell, numbers[i].c_str(), IM_COL32(rgb[0], rgb[1], rgb[2], 255),
                       static_cast<int>(i), static_cast<int>(numbers.size()));
      }
    }
  }
}

void pixel_tooltip(const PanelContext& context, const lab::Picture& picture, ImVec2 in_image) {
  const Image& image = picture.image;
  const int row = static_cast<int>(std::floor(in_image.y));
  const int column = static_cast<int>(std::floor(in_image.x));
  if (row < 0 || column < 0 || row >= image.height || column >= image.width) return;
  if (!ImGui::BeginTooltip()) return;
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  if (picture.array) {
    array_values(*picture.array, row, column);
  } else {
    picture_values(image, row, column);
  }
  ImGui::PopFont();
  if (context.lab.document().sources.size() > 1) {
    caption(context, context.text(tr("P: next picture")));
  }
  ImGui::EndTooltip();
}

}  // namespace convlens::ui
