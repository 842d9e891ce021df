#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lab/document/filter.h"

namespace convlens::lab {

// What can be done to a whole filter at once.
enum class Transform {
  kRotate,     // a quarter turn against the clock, as np.rot90; square filters only
  kMirrorX,    // left and right change places
  kMirrorY,    // top and bottom change places
  kNegate,     // times -1
  kBlur,       // each plane with [1 2 1]' [1 2 1] / 16, zeros beyond the edge
  kNormalise,  // divided by the sum of absolute weights; a filter of zeros stays one
  kDouble,     // times 2
  kHalve,      // times 1/2
  kShiftLeft,  // by one cell; what leaves is lost, zeros come in
  kShiftRight,
  kShiftUp,
  kShiftDown,
};

// The filter's weights after it, in its own order; nothing where its shape does not allow it.
std::optional<std::vector<float>> transformed(Transform transform, const Filter& filter);

// Where a layer's first weights come from: see nn/initializers.h.
enum class Initializer { kGlorotUniform, kHeNormal };

// The weights of one filter of a layer of `layer_filters` such filters, before any training.
std::vector<float> random_weights(Initializer initializer, const Filter& shape,
                                  std::size_t layer_filters, std::uint64_t seed);

// What happens to the weights of a filter whose channels change.
enum class ChannelRule {
  // What is alike in all channels gives the same map: one channel becomes three of a third each,
  // three become their sum, others a share of that sum each.
  kSameOnGrey,
  // One channel becomes three of the same weights, three become their sum, others their mean each.
  kRepeat,
};

// What one axis of a filter keeps in another extent, in its own cells, where that goes, and how
// many zeros come around it.
struct Fit {
  int start = 0;
  int stop = 0;
  int shift = 0;  // of the new place over the old one
  int before = 0;
  int after = 0;

  bool cuts(int extent) const { return start > 0 || stop < extent; }
  bool pads() const { return before > 0 || after > 0; }
};
Fit fit_of(int from, int to);

// The filter in another shape: the two lie on each other with the pixel that SAME
// padding centres them on; what is beyond is lost, what is new is 0.
Filter fitted(const Filter& filter, int height, int width, int channels, ChannelRule rule);

}  // namespace convlens::lab
