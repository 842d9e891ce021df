#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace convlens::lab::goals {

// Numbers that a goal looks at as one thing: a map (rows, columns, 1), a filter or a crop
// (rows, columns, channels), row-major, channel fastest.
struct Grid {
  std::span<const float> values;
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::int64_t channels = 1;
  // What keeps the values; null: the lab does until it next changes.
  std::shared_ptr<const std::vector<float>> owned = nullptr;
};

enum class Type { kNumber, kTruth, kText, kGrid };

// In the order of Type.
using Value = std::variant<double, bool, std::string, Grid>;

inline Type type_of(const Value& value) { return static_cast<Type>(value.index()); }

// Of numbers that it keeps itself.
Grid grid_of(std::vector<float> values, std::int64_t rows, std::int64_t columns,
             std::int64_t channels = 1);
// The same for as long as it is kept.
Value kept(Value value);

}  // namespace convlens::lab::goals
