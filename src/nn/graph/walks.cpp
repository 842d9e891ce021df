#include "nn/graph/walks.h"

namespace convlens::nn {

AxisGroups axis_groups(const Shape& shape, std::span<const int> axes) {
  AxisGroups groups{{0}, {0}};
  auto step = static_cast<std::int64_t>(shape.element_count());
  for (int axis = 0; axis < shape.rank(); ++axis) {
    step /= std::max<std::int64_t>(shape[axis], 1);
    const bool within = std::find(axes.begin(), axes.end(), axis) != axes.end();
    std::vector<std::int64_t>& places = within ? groups.steps : groups.starts;
    std::vector<std::int64_t> all;
    all.reserve(places.size() * static_cast<std::size_t>(shape[axis]));
    for (const std::int64_t place : places) {
      for (std::int64_t i = 0; i < shape[axis]; ++i) all.push_back(place + i * step);
    }
    places = std::move(all);
  }
  return groups;
}

}  // namespace convlens::nn
