#pragma once

#include <optional>

#include "app/figures/figure_page.h"
#include "lab/lab.h"

namespace convlens::app {

// A map's values (H, W) as they are shown.
struct TakenMap {
  Tensor values;
  ValueRange range;
  Colormap colormap = Colormap::kViridis;
};
// Nothing of what is no map; fails where there is no such map.
std::optional<Result<TakenMap>> taken_map(const lab::Lab& lab, const lab::PictureOf& what);

// What is taken along, as a page whose pixels are the picture's; a panel has none. A map in the
// colours and over the range that the window shows it with, `scale` pixels a cell, nothing else on
// the page where there is no legend. A filter the same, 16 times as large. A histogram as
// histogram_figure() draws it, 640x480 times the scale. A figure is live_figure()'s.
Result<Figure> taken_figure(const lab::Lab& lab, const lab::PictureOf& what,
                            const lab::PictureLooks& looks);

}  // namespace convlens::app
