#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conv/conv2d.h"
#include "core/image.h"
#include "lab/document/filter.h"
#include "lab/document/network.h"
#include "lab/pictures/crop.h"
#include "lab/pictures/origin.h"

namespace convlens::lab {

// One row of the batch: a picture and where it is cropped.
struct Source {
  std::shared_ptr<const Picture> picture;
  CropOrigin origin;

  friend bool operator==(const Source&, const Source&) = default;
};

inline constexpr std::size_t kMaxSources = 64;
inline constexpr int kMaxStep = 64;  // of a stride or a dilation

// Everything that undo brings back: a plain value, cheap to copy, compared by value (pictures by
// identity). How it is looked at stands in View.
struct Document {
  std::vector<Source> sources;  // at least one
  CropSize crop_size;           // one for all sources, so that they form a batch
  std::vector<Filter> filters;  // at least one, all of one shape
  Origin filters_origin;        // of the file that took the place of all filters last
  // How my filters are applied. The activation is that of both sides: where it is none, the trained
  // maps are shown before theirs, too.
  conv::Conv2dOptions conv;
  std::optional<Network> network;
  bool adopt_network = false;  // see bench_conv() and bench_input()

  friend bool operator==(const Document&, const Document&) = default;
};

// The notebook's bench: the pictures given, centre crop 70x120, and its two line filters.
Document notebook_document(const std::vector<std::shared_ptr<const Picture>>& pictures);

// How my filters step over a crop: as `conv` says or, where they adopt the network's ways, as its
// first convolution does.
nn::WindowSteps bench_steps(const Document& document);
// The same for conv2d() on what bench_input() gives.
conv::Conv2dOptions bench_conv(const Document& document);

// What is cut out of a source's picture, scaled by 1/255: (1, size.height, size.width, 3), 0..1.
Tensor source_crop(const Source& source, CropSize size);

// What my filters are applied to, of a crop (1, H, W, 3), 0..1: the crop itself, as luma where they
// have one channel, or, where they adopt the network's ways, its prepared values, in RGB or as one
// channel, with the zeros round them that its first convolution puts there of its own. A network of
// grey pictures prepares nothing for filters of three channels.
Result<Tensor> bench_input(const Document& document, const Tensor& crop);

// A source with the crop in the centre.
Source centered_source(std::shared_ptr<const Picture> picture, CropSize size);

}  // namespace convlens::lab
