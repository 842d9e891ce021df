#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "nn/graph/model.h"

namespace convlens::nn {

// A row of the layer table; see ModelLayer.
struct ModelRow {
  int node = 0;
  std::optional<int> number;
  int call = 0;
  std::vector<std::string> path;
};

inline std::vector<Shape> given_shapes(std::span<const TensorView> inputs) {
  std::vector<Shape> shapes;
  for (const TensorView& input : inputs) shapes.push_back(input.shape());
  return shapes;
}

// For which inputs' shapes the cost was allowed last, so that it is not counted up for each of a
// film's frames. From any thread; a copy knows of none.
class AllowedShapes {
 public:
  AllowedShapes() = default;
  AllowedShapes(const AllowedShapes& /*other*/) {}
  AllowedShapes& operator=(const AllowedShapes& /*other*/) { return *this; }

  bool has(std::span<const TensorView> inputs) const { return last_ == hash_of(inputs); }
  void remember(std::span<const TensorView> inputs) const { last_ = hash_of(inputs); }

 private:
  // FNV-1a of all extents.
  static std::uint64_t hash_of(std::span<const TensorView> inputs) {
    std::uint64_t hash = 14695981039346656037U;
    const auto take = [&hash](std::int64_t value) {
      hash = (hash ^ static_cast<std::uint64_t>(value)) * 1099511628211U;
    };
    for (const TensorView& input : inputs) {
      take(input.shape().rank());
      for (const std::int64_t extent : input.shape().extents()) take(extent);
    }
    return hash;
  }

  mutable std::atomic<std::uint64_t> last_{0};
};

// What all copies of a model share. Node numbers are places in `nodes`.
struct Model::State {
  std::string name;
  bool is_sequential = false;
  std::vector<ModelNode> nodes;
  std::vector<Symbolic> inputs;
  std::vector<Symbolic> outputs;
  std::vector<int> input_nodes;
  std::vector<int> output_nodes;
  std::vector<ModelRow> rows;
  AllowedShapes kept;    // with all values
  AllowedShapes passed;  // with the last alone
};

}  // namespace convlens::nn
