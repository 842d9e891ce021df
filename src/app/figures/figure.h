#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/figures/figure_page.h"
#include "app/films/film_frames.h"
#include "app/open/network_files.h"
#include "app/open/picture_preparation.h"
#include "core/colormap.h"
#include "core/result.h"

namespace convlens::app {

struct FigureOptions {
  std::string name;  // sample-images, crops, feature-maps, or one of a network's
  std::vector<std::filesystem::path> images;     // none: both photographs
  std::optional<std::filesystem::path> filters;  // none: the two line filters
  FrameChoice frames;                            // of images that move, and of the input
  // What is not told is as the notebook has it.
  std::optional<Colormap> colormap;
  std::optional<RangeMode> range_mode;
  ValueRange fixed_range;
  std::optional<int> columns;  // none: a row an image for maps, one row for pictures, else 8
  // Of a network's figures:
  NetworkFiles model;                          // none: the notebook's, trained on Fashion-MNIST
  std::string layer;                           // name or number; empty: the first convolution
  std::optional<std::filesystem::path> input;  // none: Fashion-MNIST's test images
  int index = 0;                               // which item of the input
  bool raw = false;                            // the input's values as they are
  PreparationChoices preparation;              // of the input
  std::uint64_t seed = 0;                      // of untrained weights
};

// One of the notebook's figures on a white page.
Result<Figure> render_figure(const FigureOptions& options);

}  // namespace convlens::app
