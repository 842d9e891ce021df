#pragma once

#include <string_view>

#include "app/figures/figure.h"

namespace convlens::app {

// Whether the figure is of a trained network: weights, untrained-weights, their histograms, input
// or maps.
bool is_network_figure(std::string_view name);
// Whether it is of weights before any training.
bool is_untrained_figure(std::string_view name);
// Whether it shows what the network is given: input or maps.
bool takes_network_input(std::string_view name);

// weights and untrained-weights: a layer's filters, viridis over -0.5..0.5 (those of three channels
// as colours: 0.5 + 0.5 w / s with s the filter's largest weight). input: the item as the network
// gets it, binary, or in colour. maps: what the layer makes of it, binary. weights-histogram and
// untrained-histogram: see histogram_figure(); any layer with weights will do.
Result<Figure> render_network_figure(const FigureOptions& options);

}  // namespace convlens::app
