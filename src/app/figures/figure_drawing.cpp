#include "app/figures/figure_drawing.h"

#include <algorithm>
#include <optional>

#include "app/fonts/plot_font.h"
#include "core/shape.h"

namespace convlens::app {
namespace {

std::uint8_t* pixel_at(Image& page, int y, int x) {
  return page.rgb.data() + 3 * flat_index(y, x, page.width);
}

void paint(Image& page, const Tile& tile, int top, int left, int zoom) {
  for (int y = 0; y < tile.rows * zoom; ++y) {
    std::uint8_t* row = pixel_at(page, top + y, left);
    const Rgb* colors = tile.colors.data() + flat_index(y / zoom, 0, tile.columns);
    for (int x = 0; x < tile.columns * zoom; ++x) {
      row = std::copy_n(colors[x / zoom].begin(), 3, row);
    }
  }
}

void fill(Image& page, const FilledBox& box) {
  for (int y = box.top; y < box.bottom; ++y) {
    std::uint8_t* pixel = pixel_at(page, y, box.left);
    for (int x = box.left; x < box.right; ++x) {
      pixel = std::copy(box.color.begin(), box.color.end(), pixel);
    }
  }
}

// How much of a text's extent lies before its anchor.
int before_anchor(PlacedText::Anchor anchor, int extent) {
  switch (anchor) {
    case PlacedText::Anchor::kLeft:
      return 0;
    case PlacedText::Anchor::kMiddle:
      return extent / 2;
    case PlacedText::Anchor::kRight:
      break;
  }
  return extent;
}

void write(Image& page, const PlacedText& text, const PlotFont& font) {
  const TextMask line = font.draw(text.utf8);
  if (text.upwards) {
    return draw_text(page, turned_upwards(line), text.x - line.ascent, text.y - line.width / 2);
  }
  draw_text(page, line, text.x - before_anchor(text.anchor, line.width), text.y - line.ascent);
}

}  // namespace

Image enlarged(const Tile& tile, int zoom) {
  Image image{tile.rows * zoom, tile.columns * zoom, {}};
  image.rgb.resize(tile.colors.size() * static_cast<std::size_t>(zoom * zoom) * 3);
  paint(image, tile, 0, 0, zoom);
  return image;
}

Result<Image> drawn(const Figure& figure) {
  const std::int64_t pixels = std::int64_t{figure.width} * figure.height;
  if (pixels > kMaxPagePixels) {
    return fail("a figure of {}x{} pixels would be needed, at most {} pixels are drawn",
                figure.width, figure.height, kMaxPagePixels);
  }
  Image page{figure.height, figure.width, {}};
  page.rgb.assign(static_cast<std::size_t>(pixels) * 3, 255);
  for (const PlacedTile& placed : figure.tiles) {
    paint(page, placed.tile, placed.y, placed.x, placed.zoom);
  }
  for (const FilledBox& box : figure.boxes) fill(page, box);
  std::optional<PlotFont> font;
  int size = 0;  // of the font
  for (const PlacedText& text : figure.texts) {
    if (!font || size != text.size) {
      TRY_ASSIGN(auto opened, PlotFont::open(text.size));
      font = std::move(opened);
      size = text.size;
    }
    write(page, text, *font);
  }
  return page;
}

}  // namespace convlens::app
