#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"
#include "lab/document.h"

namespace convlens::lab {

// What a user can do to the document. Each is data; apply() is the only place that acts on it.

struct WeightEdit {
  int row = 0;
  int column = 0;
  int channel = 0;
  float value = 0.0f;
};

// A stroke, a wheel turn or a typed value: later edits of the same weight win.
struct SetWeights {
  std::size_t filter = 0;
  std::vector<WeightEdit> edits;
};

// A preset or a pasted filter: all weights at once, the shape stays.
struct ReplaceWeights {
  std::size_t filter = 0;
  std::vector<float> weights;  // in the filter's own order
  std::string name = {};       // empty: the filter keeps its own
};

// All filters, from a file.
struct SetFilters {
  std::vector<Filter> filters;
};

// Moves one source's crop; it is kept inside the picture.
struct MoveCrop {
  std::size_t source = 0;
  CropOrigin origin;
};

// Resizes the crop of all sources, and moves one source's.
struct ResizeCrop {
  std::size_t source = 0;
  CropSize size;
  CropOrigin origin;
};

// Shows other pictures from a source on, each cropped in its centre; those beyond the last source
// become sources of their own.
struct SetPictures {
  std::size_t first = 0;  // at most the number of sources
  std::vector<std::shared_ptr<const Picture>> pictures;
};

using Command =
    std::variant<SetWeights, ReplaceWeights, SetFilters, MoveCrop, ResizeCrop, SetPictures>;

// The next document, or a sentence on why the command does not fit this one. Pure.
Result<Document> apply(const Document& document, const Command& command);

// A few words for the history, such as "paint vertical line".
std::string describe(const Document& document, const Command& command);

}  // namespace convlens::lab
