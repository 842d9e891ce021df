#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

#include "core/statistics.h"
#include "lab/document/filter.h"
#include "lab/map_id.h"

// What can be taken along as a picture, and how.
namespace convlens::lab {

// The notebook's figures, of what is on the bench and of the network: the pictures, their crops,
// all my maps, what the network sees, the first convolution's filters and their histogram, the same
// before training, its maps, and those of the second.
enum class FigureKind {
  kPictures,
  kCrops,
  kMaps,
  kInput,
  kFilters,
  kHistogram,
  kUntrained,
  kUntrainedHistogram,
  kFirstLayer,
  kSecondLayer,
};

// One map of a node of the network.
struct LayerMap {
  std::size_t node = 0;
  std::size_t channel = 0;
};

// A filter as one colour picture, where `plane` is -1, or one of its planes in signed colours.
struct FilterPicture {
  Filter filter;
  int plane = 0;
};

struct HistogramPicture {
  Histogram counts;
  bool of_weights = true;  // else of a map's values
};

// A panel of the window as it is seen, by the toolkit's name for it.
struct PanelPicture {
  std::uint32_t panel = 0;  // 0: all of the window
};

// Of the first two there are values, too.
using PictureOf =
    std::variant<MapId, LayerMap, FilterPicture, HistogramPicture, FigureKind, PanelPicture>;

// How they are taken; the notebook's figures have a size and a look of their own.
struct PictureLooks {
  static constexpr int kLargest = 8;

  int scale = 2;       // from 1 on: pixels a cell of a map, or a pixel of the window
  bool legend = true;  // with what the colours mean, or the numbers of the axes

  friend bool operator==(const PictureLooks&, const PictureLooks&) = default;
};

// What the next frame is taken of.
struct FramePicture {
  PanelPicture of;
  int scale = 1;
  bool to_clipboard = false;
  std::string file;  // where it is not: empty for one among the user's pictures, named by the time
};

}  // namespace convlens::lab
