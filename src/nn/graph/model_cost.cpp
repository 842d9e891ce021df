#include "nn/graph/model_cost.h"

#include <algorithm>

#include "core/usable_memory.h"

namespace convlens::nn {
namespace {

double elements_of(const Shape& shape) {
  double count = 1.0;
  for (const std::int64_t extent : shape.extents()) count *= static_cast<double>(extent);
  return count;
}

}  // namespace

ModelCost cost_of(const Model& model, std::span<const Shape> values) {
  constexpr double kBytes = sizeof(float);
  ModelCost cost;
  for (std::size_t n = 0; n < values.size(); ++n) {
    const ModelNode& node = model.nodes()[n];
    double read = 0.0;
    for (const int input : node.inputs) {
      read += elements_of(values[static_cast<std::size_t>(input)]);
    }
    const double made = elements_of(values[n]);
    cost.kept_bytes += kBytes * made;
    if (node.inputs.empty()) continue;
    cost.largest_bytes = std::max(cost.largest_bytes, kBytes * (read + made));
    cost.seconds += Layer::kSecondsOfValue * (read + made * node.layer->steps_of_value());
  }
  return cost;
}

CostLimits cost_limits() {
  constexpr double kLongest = 5.0;
  return {static_cast<double>(usable_memory()) / 4.0, kLongest};
}

Status check_cost(double bytes, double seconds, const CostLimits& limits) {
  constexpr double kGigabyte = 1e9;
  if (bytes > limits.bytes) {
    return fail("its layers would have {:.3g} GB of values, at most {:.3g} GB are computed here",
                bytes / kGigabyte, limits.bytes / kGigabyte);
  }
  if (seconds > limits.seconds) {
    return fail("its layers would take some {:.3g} seconds, at most {:.3g} are spent at once",
                seconds, limits.seconds);
  }
  return {};
}

}  // namespace convlens::nn
