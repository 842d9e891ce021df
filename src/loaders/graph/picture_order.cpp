#include "loaders/graph/picture_order.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace convlens::loaders {
namespace {

enum class Turn { kNone, kToFront, kUnsaid };

// Whether the node makes (N, C, H, W) of (N, H, W, C); of one channel by a Reshape, too.
bool turns_to_front(const NodeSpec& node, const GraphValues& values,
                    const nn::PartialShape& shape) {
  if (node.op == "Transpose") {
    return SettingsReader(*node.attributes).integers({"perm"}) ==
           std::vector<std::int64_t>{0, 3, 1, 2};
  }
  if (node.op != "Reshape" || shape[3] != 1) return false;
  std::vector<std::int64_t> target = SettingsReader(*node.attributes).integers({"shape"});
  const auto found = node.inputs.size() > 1 ? values.find(node.inputs[1]) : values.end();
  if (found != values.end() && found->second.integers) target = found->second.integers->values;
  const auto is_that = [](std::int64_t asked, std::int64_t extent) {
    return asked == extent || asked == -1;
  };
  return target.size() == 4 && target[1] == 1 && is_that(target[2], shape[1]) &&
         is_that(target[3], shape[2]);
}

Turn turn_of(const GraphSpec& graph, const GraphValues& values, const std::string& name,
             const nn::PartialShape& shape, int depth) {
  constexpr int kMaxDepth = 20;
  Turn all = Turn::kUnsaid;
  for (const NodeSpec& node : graph.nodes) {
    if (std::find(node.inputs.begin(), node.inputs.end(), name) == node.inputs.end()) continue;
    Turn turn = Turn::kNone;
    if (node.op == "Shape") {
      turn = Turn::kUnsaid;
    } else if (turns_to_front(node, values, shape)) {
      turn = Turn::kToFront;
    } else if (keeps_places(node.op) && depth < kMaxDepth) {
      turn = turn_of(graph, values, node.outputs.front(), shape, depth + 1);
    }
    if (turn == Turn::kNone) return turn;
    if (turn != Turn::kUnsaid) all = turn;
  }
  return all;
}

}  // namespace

bool is_channels_last(const GraphSpec& graph, const GraphValues& values, const GraphInput& input) {
  return turn_of(graph, values, input.name, input.shape, 0) == Turn::kToFront;
}

}  // namespace convlens::loaders
