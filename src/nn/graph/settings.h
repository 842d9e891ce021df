#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "nn/graph/shape_rules.h"

// What a layer was made with beside its weights, as Keras has it in a layer's configuration.
namespace convlens::nn {

using SettingValue = std::variant<bool, std::int64_t, float, std::string, HeightWidth, Edges,
                                  std::vector<int>, std::vector<float>>;

struct Setting {
  std::string_view name;  // Keras' name for it
  SettingValue value;
};
using Settings = std::vector<Setting>;

// Of this type; null where there is none of the name. Any other type is a mistake of the caller.
template <typename T>
const T* setting(const Settings& settings, std::string_view name) {
  for (const Setting& one : settings) {
    if (one.name == name) return std::get_if<T>(&one.value);
  }
  return nullptr;
}

}  // namespace convlens::nn
