#pragma once

#include <vector>

#include "app/figures/figure_page.h"
#include "core/image.h"
#include "lab/document/filter_bank.h"
#include "lab/stages/pipeline.h"

// What the lab holds as the tiles of a figure.
namespace convlens::app {

// Of filters of one channel, as the notebook draws them.
inline constexpr ValueRange kWeightRange{-0.5f, 0.5f};

Tile picture_tile(const Image& image);
// A picture (1, H, W, 3) of 0..1 in 8 bits.
Tile color_tile(const TensorView& picture);
// What is cut out of a source, (1, H, W, C), see source_crop(): of an array the planes that it
// shows.
Tile crop_tile(const lab::Source& source, const TensorView& crop);
// Every channel of (1, H, W, C), each a map.
std::vector<Tile> channel_tiles(const TensorView& activation, const MapColors& colors);
// A filter of three channels as a colour picture, 0.5 + 0.5 w / s with s its largest weight, where
// `plane` is -1; else one plane from -s to s, in these colours.
Tile filter_tile(const lab::Filter& filter, int plane, Colormap colormap);
// A layer's filters: those of one channel in these colours, those of three as colour pictures where
// `as_pictures`: 0.5 + 0.5 w / s with s the filter's largest weight. Others are refused.
Result<std::vector<Tile>> filter_tiles(const lab::FilterBank& bank, const MapColors& colors,
                                       bool as_pictures);
// All my maps, a picture's after the other's.
std::vector<Tile> bench_tiles(const lab::Pipeline& pipeline, const MapColors& colors);

}  // namespace convlens::app
