#pragma once

#include "app/figures/figure_page.h"
#include "lab/lab.h"

namespace convlens::app {

// One of the notebook's figures, made of what the lab shows now: the same pixels as render_figure()
// makes of the same pictures, filters and network.
Result<Figure> live_figure(const lab::Lab& lab, lab::FigureKind kind);

}  // namespace convlens::app
