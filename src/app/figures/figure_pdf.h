#pragma once

#include <cstddef>
#include <vector>

#include "app/figures/figure_page.h"

namespace convlens::app {

// The page as a PDF of one page, 200 of its pixels to an inch: boxes as vectors, texts as text in
// an embedded font, tiles as shapes, or as the very pixels of the picture where Tile::is_few() is
// false. The same page gives the same bytes.
Result<std::vector<std::byte>> pdf_bytes(const Figure& figure);

}  // namespace convlens::app
