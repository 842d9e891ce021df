#include "lab/shown/map_summary.h"

#include <algorithm>
#include <limits>

namespace convlens::lab {

MapSummary summarize_map(std::span<const float> values) {
  const auto share = [&](const auto& counts) {
    if (values.empty()) return 0.0;
    return static_cast<double>(std::count_if(values.begin(), values.end(), counts)) /
           static_cast<double>(values.size());
  };
  ValueRange range = finite_range(values);
  if (!values.empty() && not_finite(values).count() == values.size()) {
    constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
    range = {kNone, kNone};
  }
  return {range, moments(values), share([](float value) { return value < 0.0f; }),
          share([](float value) { return value <= 0.0f; })};
}

}  // namespace convlens::lab
