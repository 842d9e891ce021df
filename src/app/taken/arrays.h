#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "lab/document/document.h"
#include "lab/stages/network_run.h"
#include "lab/stages/pipeline.h"

// All of a kind at once, as numbers: maps, filters, activations.
namespace convlens::app {

struct TakenArray {
  std::string name;  // in a .npz
  Tensor values;
};

// Arrays that belong together: the first is what is asked for, the others what it was made of.
struct TakenArrays {
  std::vector<TakenArray> arrays;
  // Of the first: what its axes are called, and the names of the places along the last.
  std::vector<std::string> axes;
  std::vector<std::string> columns;
};

// `maps` (N, H', W', F), with the `inputs` (N, H, W, C), `filters` and `bias` that they are of.
TakenArrays my_maps(const lab::Document& document, const lab::Pipeline& pipeline);
// `filters` (height, width, channels, count), 0 where a weight is muted.
TakenArrays my_filters(const lab::Document& document);
// What a node of the network gives, `activations` (1, H, W, C) or (1, C), with its layer's weights.
TakenArrays layer_activations(const lab::NetworkRun& run, std::size_t node);

// As the file's ending has it, .npy where there is none: .npy the first array, .npz all of them,
// .csv the first as a table, a line for each place along all axes but the last. Gives the path.
Result<std::filesystem::path> write_arrays(const TakenArrays& taken, std::filesystem::path path);

}  // namespace convlens::app
