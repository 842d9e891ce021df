#include "app/figures/figure_svg.h"

#include <fmt/format.h>

#include <map>

#include "app/figures/figure_drawing.h"
#include "core/base64.h"
#include "core/shape.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

std::string color_name(const Rgb& color) {
  return fmt::format("#{:02x}{:02x}{:02x}", color[0], color[1], color[2]);
}

std::string rectangle(const FilledBox& box) {
  return fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>\n", box.left,
                     box.top, box.right - box.left, box.bottom - box.top, color_name(box.color));
}

// A path a colour, its unit a value. Not smoothed: no light comes through where two values meet.
std::string paths(const PlacedTile& placed) {
  const Tile& tile = placed.tile;
  std::map<Rgb, std::string> shapes;
  for (int row = 0; row < tile.rows; ++row) {
    const Rgb* colors = tile.colors.data() + flat_index(row, 0, tile.columns);
    for (int end = 0, column = 0; column < tile.columns; column = end) {
      while (end < tile.columns && colors[end] == colors[column]) ++end;
      shapes[colors[column]] += fmt::format("M{} {}H{}v1H{}", column, row, end, column);
    }
  }
  std::string group =
      fmt::format("<g transform=\"translate({} {}) scale({})\" shape-rendering=\"crispEdges\">\n",
                  placed.x, placed.y, placed.zoom);
  for (const auto& [color, shape] : shapes) {
    group += fmt::format("<path fill=\"{}\" d=\"{}\"/>\n", color_name(color), shape);
  }
  return group + "</g>\n";
}

// Enlarged already: not every program that shows drawings does without smoothing when asked to.
Result<std::string> picture(const PlacedTile& placed) {
  const Image image = enlarged(placed.tile, placed.zoom);
  TRY_ASSIGN(const auto png, media::png_bytes(image, "the drawing"));
  return fmt::format(
      "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" style=\"image-rendering:pixelated\" "
      "xlink:href=\"data:image/png;base64,{}\"/>\n",
      placed.x, placed.y, image.width, image.height, base64(png));
}

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string text_element(const PlacedText& text) {
  constexpr const char* kAnchors[] = {"start", "middle", "end"};
  const std::string turned =
      text.upwards ? fmt::format(" transform=\"rotate(-90 {} {})\"", text.x, text.y) : "";
  return fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{}\"{}>{}</text>\n",
                     text.x, text.y, text.size, kAnchors[static_cast<std::size_t>(text.anchor)],
                     turned, escaped(text.utf8));
}

}  // namespace

Result<std::string> svg_text(const Figure& figure) {
  std::string svg = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
      "width=\"{:.6g}pt\" height=\"{:.6g}pt\" viewBox=\"0 0 {} {}\" "
      "font-family=\"Inter, Helvetica, Arial, sans-serif\">\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
      figure.width * kPointsPerPixel, figure.height * kPointsPerPixel, figure.width, figure.height);
  for (const PlacedTile& placed : figure.tiles) {
    TRY_ASSIGN(const auto element,
               placed.tile.is_few() ? Result<std::string>(paths(placed)) : picture(placed));
    svg += element;
  }
  for (const FilledBox& box : figure.boxes) svg += rectangle(box);
  for (const PlacedText& text : figure.texts) svg += text_element(text);
  return svg + "</svg>\n";
}

}  // namespace convlens::app
