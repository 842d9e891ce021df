#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/image.h"
#include "core/result.h"

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
  // FreeType's own, for who takes its outlines; another size may be set in it.
  std::shared_ptr<FT_FaceRec_> face() const { return face_; }

 private:
  PlotFont() = default;

  std::shared_ptr<FT_FaceRec_> face_;
};

// Black text with its upper left corner at (x, y); what lies outside is left out.
void draw_text(Image& page, const TextMask& text, int x, int y);

}  // namespace convlens::app
