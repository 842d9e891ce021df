#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/image.h"
#include "core/result.h"

struct FT_LibraryRec_;
struct FT_FaceRec_;

namespace convlens::app {

// A line of text as coverage, 0 to 255, rows from the top, trimmed to its ink.
struct TextMask {
  int width = 0;
  int height = 0;
  int ascent = 0;  // rows above the baseline
  std::vector<std::uint8_t> coverage;
};

// The same, read from below.
TextMask turned_upwards(const TextMask& text);

// Text for figures, drawn without OpenGL.
class PlotFont {
 public:
  // Inter, the window's own typeface; the error names the file that is missing or is no font.
  static Result<PlotFont> open(int size_px);

  TextMask draw(std::string_view utf8) const;

 private:
  struct Closer {
    void operator()(FT_LibraryRec_* library) const;
    void operator()(FT_FaceRec_* face) const;
  };

  PlotFont() = default;

  // In this order, so that the face goes before what it lives on.
  std::vector<std::byte> file_;
  std::unique_ptr<FT_LibraryRec_, Closer> library_;
  std::unique_ptr<FT_FaceRec_, Closer> face_;
};

// Black text with its upper left corner at (x, y); what lies outside is left out.
void draw_text(Image& page, const TextMask& text, int x, int y);

}  // namespace convlens::app
