#include "lab/shown/test_sheet.h"

#include <algorithm>
#include <cassert>

#include "lab/document/network.h"
#include "lab/shown/shown_maps.h"

namespace convlens::lab {
namespace {

constexpr int kMostTileSide = 96;

// Every `step`-th pixel of every `step`-th row, put into the sheet.
void put_tile(const Image& picture, int step, int top, int left, Image& sheet) {
  for (int y = 0; y * step < picture.height; ++y) {
    for (int x = 0; x * step < picture.width; ++x) {
      const auto pixel = picture.pixel(y * step, x * step);
      const auto at = static_cast<std::ptrdiff_t>(top + y) * sheet.width + left + x;
      std::copy(pixel.begin(), pixel.end(), sheet.rgb.begin() + at * 3);
    }
  }
}

}  // namespace

Image test_sheet(const TestSet& set, std::span<const int> items, std::size_t columns,
                 Colormap grey) {
  assert(!items.empty() && columns > 0);
  Image sheet;
  int step = 1;
  int height = 0;
  int width = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Image picture = input_picture(test_items(set, items[i], 1), grey);
    if (i == 0) {
      step = (std::max(picture.height, picture.width) + kMostTileSide - 1) / kMostTileSide;
      height = (picture.height + step - 1) / step;
      width = (picture.width + step - 1) / step;
      const auto rows = static_cast<int>((items.size() + columns - 1) / columns);
      sheet = {rows * height, static_cast<int>(columns) * width, {}};
      sheet.rgb.resize(static_cast<std::size_t>(sheet.height) *
                       static_cast<std::size_t>(sheet.width) * 3);
    }
    put_tile(picture, step, static_cast<int>(i / columns) * height,
             static_cast<int>(i % columns) * width, sheet);
  }
  return sheet;
}

}  // namespace convlens::lab
