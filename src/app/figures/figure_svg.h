#pragma once

#include <string>

#include "app/figures/figure_page.h"

namespace convlens::app {

// The page as a drawing: boxes as rectangles, texts as texts, tiles as shapes, or as
// the very pixels of the picture where Tile::is_few() is false. Its units are the page's pixels.
// The same page gives the same bytes.
Result<std::string> svg_text(const Figure& figure);

}  // namespace convlens::app
