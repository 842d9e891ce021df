#include "lab/goals/value.h"

#include <utility>

namespace convlens::lab::goals {

Grid grid_of(std::vector<float> values, std::int64_t rows, std::int64_t columns,
             std::int64_t channels) {
  auto owned = std::make_shared<const std::vector<float>>(std::move(values));
  return {*owned, rows, columns, channels, owned};
}

Value kept(Value value) {
  const auto* grid = std::get_if<Grid>(&value);
  if (grid == nullptr || grid->owned) return value;
  return grid_of({grid->values.begin(), grid->values.end()}, grid->rows, grid->columns,
                 grid->channels);
}

}  // namespace convlens::lab::goals
