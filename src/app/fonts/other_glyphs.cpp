#include "app/fonts/other_glyphs.h"

#include <fmt/core.h>
#include <freetype/freetype.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "app/fonts/fonts.h"
#include "app/fonts/plot_font.h"

namespace convlens::app {
namespace {

// Of the size that is asked for: letters of other fonts beside Inter's, emoji, and the small ones
// of a code point.
constexpr float kEm = 0.83f;
constexpr float kEmoji = 0.95f;
constexpr float kCodePoint = 0.62f;

// Straight red, green, blue, alpha; letters are white, which the text's colour tints.
struct DrawnGlyph {
  int left = 0;  // of the pen
  int top = 0;   // rows above the baseline
  int width = 0;
  int height = 0;
  float advance = 0.0f;
  bool colored = false;
  std::vector<ImU32> pixels;
};

struct Range {
  char32_t first;
  char32_t last;

  bool holds(char32_t c) const { return c >= first && c <= last; }
};

bool chooses_a_form(char32_t c) {
  constexpr std::array kAll{Range{0x200C, 0x200D}, Range{0xFE00, 0xFE0F}, Range{0xE0100, 0xE01EF}};
  return std::any_of(kAll.begin(), kAll.end(), [c](const Range& range) { return range.holds(c); });
}

constexpr ImWchar kInvisible[] = {0x0001, 0x0008, 0x000B, 0x000C, 0x000E, 0x001F, 0x007F,
                                  0x009F, 0x00AD, 0x00AD, 0x200B, 0x200F, 0x202A, 0x202E,
                                  0x2060, 0x206F, 0xFE00, 0xFE0F, 0xFEFF, 0xFEFF, 0};

bool is_invisible(char32_t c) {
  for (const ImWchar* range = kInvisible; *range != 0; range += 2) {
    if (Range{range[0], range[1]}.holds(c)) return true;
  }
  return false;
}

// The letters of an outline.
DrawnGlyph outlined(FT_Face face, FT_UInt index, float size_px) {
  DrawnGlyph glyph;
  const auto em = static_cast<FT_UInt>(std::max(1.0f, std::round(size_px * kEm)));
  if (FT_Set_Pixel_Sizes(face, 0, em) != 0) return glyph;
  if (FT_Load_Glyph(face, index, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0) return glyph;
  if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0) return glyph;
  const FT_Bitmap& bitmap = face->glyph->bitmap;
  glyph = {face->glyph->bitmap_left,
           face->glyph->bitmap_top,
           static_cast<int>(bitmap.width),
           static_cast<int>(bitmap.rows),
           static_cast<float>(face->glyph->advance.x) / 64.0f,
           false,
           {}};
  for (int row = 0; row < glyph.height; ++row) {
    const std::uint8_t* coverage = bitmap.buffer + std::ptrdiff_t{row} * bitmap.pitch;
    for (int x = 0; x < glyph.width; ++x) {
      glyph.pixels.push_back(IM_COL32(255, 255, 255, coverage[x]));
    }
  }
  return glyph;
}

// One pixel of the smaller picture: the mean of those below it, whose colours are multiplied by
// their alpha.
ImU32 mean_of(const FT_Bitmap& bitmap, int left, int right, int top, int bottom) {
  std::array<unsigned, 4> sums{};
  for (int y = top; y < bottom; ++y) {
    const std::uint8_t* row = bitmap.buffer + std::ptrdiff_t{y} * bitmap.pitch;
    for (int x = left; x < right; ++x) {
      for (std::size_t c = 0; c < 4; ++c) sums[c] += row[static_cast<std::size_t>(x) * 4 + c];
    }
  }
  const auto count = static_cast<unsigned>((right - left) * (bottom - top));
  const auto straight = [&](std::size_t c) {
    return sums[3] == 0 ? 0U : std::min(255U, (255U * sums[c] + sums[3] / 2) / sums[3]);
  };
  return IM_COL32(straight(2), straight(1), straight(0), sums[3] / count);
}

// A picture of a fixed size, made smaller.
DrawnGlyph colored(FT_Face face, FT_UInt index, float size_px) {
  DrawnGlyph glyph;
  if (FT_Select_Size(face, 0) != 0 || FT_Load_Glyph(face, index, FT_LOAD_COLOR) != 0) return glyph;
  const FT_Bitmap& bitmap = face->glyph->bitmap;
  if (bitmap.pixel_mode != FT_PIXEL_MODE_BGRA || bitmap.rows == 0 || bitmap.width == 0) {
    return glyph;
  }
  const auto rows = static_cast<int>(bitmap.rows);
  const auto columns = static_cast<int>(bitmap.width);
  const float scale = std::min(1.0f, size_px * kEmoji / static_cast<float>(rows));
  const auto scaled = [scale](auto length) {
    return static_cast<int>(std::lround(scale * static_cast<float>(length)));
  };
  glyph = {scaled(face->glyph->bitmap_left),
           scaled(face->glyph->bitmap_top),
           std::max(1, scaled(columns)),
           std::max(1, scaled(rows)),
           scale * static_cast<float>(face->glyph->advance.x) / 64.0f,
           true,
           {}};
  for (int y = 0; y < glyph.height; ++y) {
    for (int x = 0; x < glyph.width; ++x) {
      glyph.pixels.push_back(mean_of(
          bitmap, x * columns / glyph.width, std::max(x + 1, (x + 1) * columns / glyph.width),
          y * rows / glyph.height, std::max(y + 1, (y + 1) * rows / glyph.height)));
    }
  }
  return glyph;
}

// "U+0E01", in letters that are told from the text round them by their size.
DrawnGlyph code_point(char32_t character, float size_px) {
  DrawnGlyph glyph;
  const auto font =
      PlotFont::open(std::max(6, static_cast<int>(std::lround(size_px * kCodePoint))));
  if (!font) return glyph;
  const TextMask mask = font->draw(fmt::format("U+{:04X}", static_cast<std::uint32_t>(character)));
  glyph = {1, mask.ascent, mask.width, mask.height, static_cast<float>(mask.width + 3), false, {}};
  for (const std::uint8_t coverage : mask.coverage) {
    glyph.pixels.push_back(IM_COL32(255, 255, 255, coverage));
  }
  return glyph;
}

// The fonts of other_font_files(), opened when the first character is wanted that a font lacks.
class OtherFonts {
 public:
  OtherFonts() = default;
  OtherFonts(const OtherFonts&) = delete;
  OtherFonts& operator=(const OtherFonts&) = delete;
  ~OtherFonts() {
    for (FT_Face face : faces_) FT_Done_Face(face);
    if (library_ != nullptr) FT_Done_FreeType(library_);
  }

  bool has(char32_t character) {
    return !is_invisible(character) && face_of(character).has_value();
  }

  DrawnGlyph draw(char32_t character, float size_px) {
    if (chooses_a_form(character)) return {};
    const auto found = is_invisible(character) ? std::nullopt : face_of(character);
    if (found) {
      const auto [face, index] = *found;
      DrawnGlyph glyph =
          FT_IS_SCALABLE(face) ? outlined(face, index, size_px) : colored(face, index, size_px);
      // Marks that stand over or under a letter have no width of their own.
      if (!glyph.pixels.empty() || glyph.advance > 0.0f) return glyph;
    }
    return code_point(character, size_px);
  }

 private:
  void open() {
    opened_ = true;
    if (FT_Init_FreeType(&library_) != 0) return;
    for (const std::filesystem::path& file : other_font_files()) {
      FT_Face face = nullptr;
      if (FT_New_Face(library_, file.c_str(), 0, &face) != 0) continue;
      const bool draws = FT_IS_SCALABLE(face) || FT_HAS_COLOR(face);
      if (!draws || FT_Select_Charmap(face, FT_ENCODING_UNICODE) != 0) {
        FT_Done_Face(face);
      } else {
        faces_.push_back(face);
      }
    }
  }

  std::optional<std::pair<FT_Face, FT_UInt>> face_of(char32_t character) {
    if (!opened_) open();
    for (FT_Face face : faces_) {
      const FT_UInt index = FT_Get_Char_Index(face, character);
      if (index != 0) return std::pair(face, index);
    }
    return std::nullopt;
  }

  bool opened_ = false;
  FT_Library library_ = nullptr;
  std::vector<FT_Face> faces_;
};

OtherFonts& fonts_of(const ImFontConfig* source) {
  return *static_cast<OtherFonts*>(source->FontLoaderData);
}

bool begin_source(ImFontAtlas* /*atlas*/, ImFontConfig* source) {
  source->FontLoaderData = new OtherFonts;
  return true;
}

void end_source(ImFontAtlas* /*atlas*/, ImFontConfig* source) {
  delete static_cast<OtherFonts*>(source->FontLoaderData);
  source->FontLoaderData = nullptr;
}

// Every character is its own glyph, but those that end a line or leave a gap.
int glyph_of(ImFontAtlas* /*atlas*/, ImFontConfig* /*source*/, ImWchar character) {
  const bool is_space = character == '\t' || character == '\n' || character == '\r';
  return is_space ? 0 : static_cast<int>(character);
}

bool contains(ImFontAtlas* /*atlas*/, ImFontConfig* source, int glyph) {
  return fonts_of(source).has(static_cast<char32_t>(glyph));
}

bool load(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void* /*data*/, int index,
          ImFontGlyph* out, float* advance_alone) {
  const float density = source->RasterizerDensity * baked->RasterizerDensity;
  const DrawnGlyph glyph =
      fonts_of(source).draw(static_cast<char32_t>(index), baked->Size * density);
  if (advance_alone != nullptr) {
    *advance_alone = glyph.advance / density;
    return true;
  }
  out->AdvanceX = glyph.advance / density;
  if (glyph.pixels.empty()) return true;
  const ImFontAtlasRectId place = ImFontAtlasPackAddRect(atlas, glyph.width, glyph.height);
  if (place == ImFontAtlasRectId_Invalid) return false;
  out->X0 = static_cast<float>(glyph.left) / density;
  out->Y0 = baked->Ascent - static_cast<float>(glyph.top) / density;
  out->X1 = out->X0 + static_cast<float>(glyph.width) / density;
  out->Y1 = out->Y0 + static_cast<float>(glyph.height) / density;
  out->Visible = true;
  out->Colored = glyph.colored;
  out->PackId = place;
  ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, source, out,
                                     ImFontAtlasPackGetRect(atlas, place),
                                     reinterpret_cast<const unsigned char*>(glyph.pixels.data()),
                                     ImTextureFormat_RGBA32, glyph.width * 4);
  return true;
}

}  // namespace

const ImFontLoader* other_glyphs() {
  static const ImFontLoader loader = [] {
    ImFontLoader made;
    made.Name = "other glyphs";
    made.FontSrcInit = begin_source;
    made.FontSrcDestroy = end_source;
    made.FontSrcGetGlyphIndexFromCodepoint = glyph_of;
    made.FontSrcContainsGlyph = contains;
    made.FontBakedLoadGlyph = load;
    return made;
  }();
  return &loader;
}

const ImWchar* invisible_characters() { return kInvisible; }

}  // namespace convlens::app
