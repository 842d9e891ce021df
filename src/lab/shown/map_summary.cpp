#include "lab/shown/map_summary.h"

#include <algorithm>

namespace convlens::lab {

MapSummary summarize_map(const Tensor& map) {
  const auto values = map.values();
  const auto share = [&](const auto& counts) {
    if (values.empty()) return 0.0;
    return static_cast<double>(std::count_if(values.begin(), values.end(), counts)) /
           static_cast<double>(values.size());
  };
  return {finite_range(values), moments(values), share([](float value) { return value < 0.0f; }),
          share([](float value) { return value <= 0.0f; })};
}

}  // namespace convlens::lab
