#pragma once

#include "app/figures/figure_page.h"
#include "core/image.h"

namespace convlens::app {

// A tile's values as squares of `zoom` pixels.
Image enlarged(const Tile& tile, int zoom);

// The page as a picture. Fails where it has more than kMaxPagePixels, or where there is no font.
Result<Image> drawn(const Figure& figure);

}  // namespace convlens::app
