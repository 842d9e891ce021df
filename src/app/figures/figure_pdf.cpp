#include "app/figures/figure_pdf.h"

#include <cairo-ft.h>
#include <cairo-pdf.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

#include "app/figures/figure_drawing.h"
#include "app/fonts/plot_font.h"
#include "core/shape.h"

namespace convlens::app {
namespace {

struct CairoDelete {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_font_face_t* font) const { cairo_font_face_destroy(font); }
};
using Surface = std::unique_ptr<cairo_surface_t, CairoDelete>;
using Cairo = std::unique_ptr<cairo_t, CairoDelete>;
using FontFace = std::unique_ptr<cairo_font_face_t, CairoDelete>;

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int size) {
  const auto* first = reinterpret_cast<const std::byte*>(data);
  auto& all = *static_cast<std::vector<std::byte>*>(bytes);
  all.insert(all.end(), first, first + size);
  return CAIRO_STATUS_SUCCESS;
}

void fill(cairo_t* cairo, const FilledBox& box) {
  constexpr double kFull = 255.0;
  cairo_set_source_rgb(cairo, box.color[0] / kFull, box.color[1] / kFull, box.color[2] / kFull);
  cairo_rectangle(cairo, box.left, box.top, box.right - box.left, box.bottom - box.top);
  cairo_fill(cairo);
}

// Each reaches under those to its right and below, so that no light comes through where two meet.
void fill_cells(cairo_t* cairo, const PlacedTile& placed) {
  const Tile& tile = placed.tile;
  const int right = placed.x + tile.columns * placed.zoom;
  const int bottom = placed.y + tile.rows * placed.zoom;
  for (int row = 0; row < tile.rows; ++row) {
    const int top = placed.y + row * placed.zoom;
    for (int column = 0; column < tile.columns; ++column) {
      const int left = placed.x + column * placed.zoom;
      fill(cairo, {left, top, std::min(left + 2 * placed.zoom, right),
                   std::min(top + 2 * placed.zoom, bottom),
                   tile.colors[flat_index(row, column, tile.columns)]});
    }
  }
}

void paint(cairo_t* cairo, const PlacedTile& placed) {
  const Image image = enlarged(placed.tile, placed.zoom);
  const Surface pixels(cairo_image_surface_create(CAIRO_FORMAT_RGB24, image.width, image.height));
  unsigned char* data = cairo_image_surface_get_data(pixels.get());
  if (data == nullptr) return;  // out of memory: the page's own status says so
  const int stride = cairo_image_surface_get_stride(pixels.get());
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const auto rgb = image.pixel(y, x);
      const std::uint32_t word =
          std::uint32_t{rgb[0]} << 16U | std::uint32_t{rgb[1]} << 8U | std::uint32_t{rgb[2]};
      std::memcpy(data + std::ptrdiff_t{y} * stride + std::ptrdiff_t{4} * x, &word, sizeof word);
    }
  }
  cairo_surface_mark_dirty(pixels.get());
  cairo_set_source_surface(cairo, pixels.get(), placed.x, placed.y);
  // What a viewer is told, who would else smooth it.
  cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
  cairo_paint(cairo);
}

// Its own outlines, which Cairo keeps for as long as it needs them.
FontFace font_face(const PlotFont& font) {
  static const cairo_user_data_key_t kFace{};
  const auto face = font.face();
  FontFace cairo_face(cairo_ft_font_face_create_for_ft_face(face.get(), FT_LOAD_NO_HINTING));
  auto kept = std::make_unique<std::shared_ptr<FT_FaceRec_>>(face);
  const cairo_status_t status = cairo_font_face_set_user_data(
      cairo_face.get(), &kFace, kept.get(),
      [](void* shared) { delete static_cast<std::shared_ptr<FT_FaceRec_>*>(shared); });
  if (status == CAIRO_STATUS_SUCCESS) static_cast<void>(kept.release());
  return cairo_face;
}

// Anchored by its ink, as the picture's texts are.
void write(cairo_t* cairo, const PlacedText& text) {
  cairo_text_extents_t ink;
  cairo_set_font_size(cairo, text.size);
  cairo_text_extents(cairo, text.utf8.c_str(), &ink);
  constexpr double kBefore[] = {0.0, 0.5, 1.0};
  const double left = -ink.x_bearing - kBefore[static_cast<std::size_t>(text.anchor)] * ink.width;
  constexpr double kQuarterTurn = -1.5707963267948966;
  cairo_save(cairo);
  cairo_translate(cairo, text.x, text.y);
  if (text.upwards) cairo_rotate(cairo, kQuarterTurn);
  cairo_move_to(cairo, left, 0.0);
  cairo_show_text(cairo, text.utf8.c_str());
  cairo_restore(cairo);
}

Status draw_all(cairo_t* cairo, const Figure& figure) {
  cairo_scale(cairo, kPointsPerPixel, kPointsPerPixel);
  cairo_set_source_rgb(cairo, 1.0, 1.0, 1.0);
  cairo_paint(cairo);
  for (const PlacedTile& placed : figure.tiles) {
    placed.tile.is_few() ? fill_cells(cairo, placed) : paint(cairo, placed);
  }
  for (const FilledBox& box : figure.boxes) fill(cairo, box);
  if (figure.texts.empty()) return {};
  TRY_ASSIGN(const auto font, PlotFont::open(figure.texts.front().size));
  cairo_set_font_face(cairo, font_face(font).get());
  cairo_set_source_rgb(cairo, 0.0, 0.0, 0.0);
  for (const PlacedText& text : figure.texts) write(cairo, text);
  return {};
}

}  // namespace

Result<std::vector<std::byte>> pdf_bytes(const Figure& figure) {
  std::vector<std::byte> bytes;
  const Surface surface(cairo_pdf_surface_create_for_stream(
      &append, &bytes, figure.width * kPointsPerPixel, figure.height * kPointsPerPixel));
  // Else the hour stands in it, and no two are the same.
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, nullptr);
  {
    const Cairo cairo(cairo_create(surface.get()));
    TRY(draw_all(cairo.get(), figure));
  }
  cairo_surface_finish(surface.get());
  const cairo_status_t status = cairo_surface_status(surface.get());
  if (status != CAIRO_STATUS_SUCCESS) {
    return fail("the PDF could not be made: {}", cairo_status_to_string(status));
  }
  return bytes;
}

}  // namespace convlens::app
