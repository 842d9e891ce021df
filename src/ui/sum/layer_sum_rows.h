#pragma once

#include <imgui_internal.h>

#include <string>
#include <vector>

#include "lab/shown/layer_sum.h"
#include "ui/sum/term_bars.h"

// The terms of a cell of the network, one under the other.
namespace convlens::ui {

// What one row tells: a map with its window, weights and products, or a number alone.
struct LayerSumRow : Term {
  const lab::MapShare* share = nullptr;  // null for what has no picture: the others, the bias
};

// The maps that have room in `height` pixels, largest first; all others as one row, and the bias.
std::vector<LayerSumRow> layer_sum_rows(const PanelContext& context, const lab::LayerSum& sum,
                                        float height);

// The rows within the box: names, windows times weights gives products, numbers, bars from one
// zero. A click on a map's weights puts them onto the stage.
void draw_layer_sum_rows(const PanelContext& context, const lab::LayerSum& sum,
                         const std::vector<LayerSumRow>& rows, const ImRect& box);

// The window of a pooling with the winner marked, or of a mean, in the box.
void draw_pool_window(const PanelContext& context, const lab::LayerSum& sum, const ImRect& box);

// "conv1 [3]", or the colour of a picture's channel.
std::string map_name(const PanelContext& context, std::size_t node, std::size_t channel);

}  // namespace convlens::ui
