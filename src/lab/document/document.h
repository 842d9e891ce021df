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
  std::vector<Source> sources;  // at least one; see stand_together()
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

// Whether the two make a batch: pictures, whose bytes are scaled, or arrays of as many channels,
// which are taken as they are.
bool stand_together(const Picture& a, const Picture& b);
// Whether all of them do.
Status check_batch(const std::vector<std::shared_ptr<const Picture>>& pictures);

// Of each source: 3 of a picture, any number of an array.
int source_channels(const Document& document);

// Whether filters of so many channels can be applied to such a source: to one of as many, and those
// of one channel to the grey of a picture in colour.
bool can_see(int filter_channels, int source_channels);

// Whether my filters see pictures in colour as their grey.
bool sees_grey(const Document& document);

// Whether my filters adopt the network's ways and it prepares their input: not for filters of other
// channels than it gives them.
bool network_prepares(const Document& document);

// Of a bench that begins with an array: all of it is seen where that is not much, without being
// scaled to another size.
void crop_to_array(Document& document);

// Gives filters that cannot see the sources as many channels as these have, see
// ChannelRule::kSameOnGrey.
void follow_sources(Document& document);

// A network that looks at the picture and cannot take its channels looks at its test set instead,
// or at an array.
void settle_network_input(Document& document);

// How my filters step over a crop: as `conv` says or, where they adopt the network's ways, as its
// first convolution does.
nn::WindowSteps bench_steps(const Document& document);
// The same for conv2d() on what bench_input() gives.
conv::Conv2dOptions bench_conv(const Document& document);

// What is cut out of a source's picture, scaled by 1/255: (1, size.height, size.width, 3), 0..1. Of
// an array its values as they are, (1, size.height, size.width, C).
Tensor source_crop(const Source& source, CropSize size);

// What my filters are applied to, of a crop (1, H, W, C): the crop itself, as luma where they have
// one channel and it has three, or, where they adopt the network's ways, its prepared values, in
// RGB or as one channel, with the zeros round them that its first convolution puts there of its
// own. A network prepares nothing for filters of other channels: that of grey pictures nothing for
// three.
Result<Tensor> bench_input(const Document& document, const Tensor& crop);

// A source with the crop in the centre.
Source centered_source(std::shared_ptr<const Picture> picture, CropSize size);

}  // namespace convlens::lab
