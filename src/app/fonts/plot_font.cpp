#include "app/fonts/plot_font.h"

#include <freetype/freetype.h>
#include <freetype/ftoutln.h>

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

#include "app/fonts/fonts.h"
#include "core/files/file.h"
#include "core/shape.h"

namespace convlens::app {
namespace {

// A glyph on the line: coverage with its corner relative to the line's start on the baseline.
struct Glyph {
  int left = 0;
  int top = 0;  // rows above the baseline
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> coverage;
};

// The next character; labels are known text, so wrong UTF-8 is a programmer's error.
char32_t next_character(std::string_view& utf8) {
  const auto byte = [&utf8](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(utf8[i]));
  };
  const char32_t first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  assert(length <= utf8.size());
  char32_t character = length == 1 ? first : first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) character = character << 6U | (byte(i) & 0x3fU);
  utf8.remove_prefix(length);
  return character;
}

Glyph rendered(FT_Face face) {
  FT_GlyphSlot slot = face->glyph;
  const FT_Bitmap& bitmap = slot->bitmap;
  Glyph glyph{slot->bitmap_left,
              slot->bitmap_top,
              static_cast<int>(bitmap.width),
              static_cast<int>(bitmap.rows),
              {}};
  for (int row = 0; row < glyph.height; ++row) {
    const std::uint8_t* start = bitmap.buffer + std::ptrdiff_t{row} * bitmap.pitch;
    glyph.coverage.insert(glyph.coverage.end(), start, start + glyph.width);
  }
  return glyph;
}

// The glyphs side by side, at fractions of a pixel, as far apart as the typeface was designed.
std::vector<Glyph> set_line(FT_Face face, std::string_view utf8) {
  std::vector<Glyph> glyphs;
  FT_Fixed pen = 0;  // in 1/65536 pixel
  while (!utf8.empty()) {
    const FT_UInt index = FT_Get_Char_Index(face, next_character(utf8));
    if (FT_Load_Glyph(face, index, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0) continue;
    FT_Outline_Translate(&face->glyph->outline, pen >> 10, 0);  // in 1/64 pixel
    if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) == 0) glyphs.push_back(rendered(face));
    pen += face->glyph->linearHoriAdvance;
  }
  return glyphs;
}

struct FreeTypeDelete {
  void operator()(FT_Library library) const { FT_Done_FreeType(library); }
  void operator()(FT_Face face) const { FT_Done_Face(face); }
};

// In this order, so that the face goes before what it lives on.
struct FaceParts {
  explicit FaceParts(std::vector<std::byte> bytes) : file(std::move(bytes)) {}

  std::vector<std::byte> file;
  std::unique_ptr<FT_LibraryRec_, FreeTypeDelete> library;
  std::unique_ptr<FT_FaceRec_, FreeTypeDelete> face;
};

}  // namespace

TextMask turned_upwards(const TextMask& text) {
  TextMask turned{text.height, text.width, text.width, {}};
  turned.coverage.reserve(text.coverage.size());
  for (int y = 0; y < turned.height; ++y) {
    for (int x = 0; x < turned.width; ++x) {
      turned.coverage.push_back(text.coverage[flat_index(x, text.width - 1 - y, text.width)]);
    }
  }
  return turned;
}

Result<PlotFont> PlotFont::open(int size_px) {
  TRY_ASSIGN(const auto path, find_font_file("Inter-Regular.otf", "fonts-inter"));
  TRY_ASSIGN(auto bytes, read_file(path));

  auto parts = std::make_shared<FaceParts>(std::move(bytes));
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) return fail("FreeType could not be started");
  parts->library.reset(library);
  FT_Face face = nullptr;
  if (FT_New_Memory_Face(library, reinterpret_cast<const FT_Byte*>(parts->file.data()),
                         static_cast<FT_Long>(parts->file.size()), 0, &face) != 0) {
    return fail("{}: not a font that can be read", path.string());
  }
  parts->face.reset(face);
  if (FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(size_px)) != 0) {
    return fail("{}: the font has no glyphs of {} pixels", path.string(), size_px);
  }
  PlotFont font;
  font.face_ = {parts, face};
  return font;
}

TextMask PlotFont::draw(std::string_view utf8) const {
  const std::vector<Glyph> glyphs = set_line(face_.get(), utf8);
  int left = std::numeric_limits<int>::max();
  int right = std::numeric_limits<int>::min();
  int top = std::numeric_limits<int>::min();
  int bottom = std::numeric_limits<int>::max();
  for (const Glyph& glyph : glyphs) {
    left = std::min(left, glyph.left);
    right = std::max(right, glyph.left + glyph.width);
    top = std::max(top, glyph.top);
    bottom = std::min(bottom, glyph.top - glyph.height);
  }
  if (left >= right || bottom >= top) return {};

  TextMask mask{right - left, top - bottom, top, {}};
  mask.coverage.assign(static_cast<std::size_t>(mask.width) * static_cast<std::size_t>(mask.height),
                       0);
  for (const Glyph& glyph : glyphs) {
    for (int y = 0; y < glyph.height; ++y) {
      for (int x = 0; x < glyph.width; ++x) {
        auto& pixel =
            mask.coverage[flat_index(top - glyph.top + y, glyph.left - left + x, mask.width)];
        const auto covered = glyph.coverage[flat_index(y, x, glyph.width)];
        pixel = std::max(pixel, covered);
      }
    }
  }
  return mask;
}

void draw_text(Image& page, const TextMask& text, int x, int y) {
  for (int row = std::max(0, -y); row < text.height && y + row < page.height; ++row) {
    for (int column = std::max(0, -x); column < text.width && x + column < page.width; ++column) {
      const int light = 255 - text.coverage[flat_index(row, column, text.width)];
      auto* pixel = page.rgb.data() + 3 * flat_index(y + row, x + column, page.width);
      for (int c = 0; c < 3; ++c) pixel[c] = static_cast<std::uint8_t>(pixel[c] * light / 255);
    }
  }
}

}  // namespace convlens::app
