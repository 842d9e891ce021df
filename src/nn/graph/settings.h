#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "nn/graph/shape_rules.h"

// A layer as Keras has it in a network's configuration.
namespace convlens::nn {

// monostate: Keras' None.
using SettingValue = std::variant<std::monostate, bool, std::int64_t, float, std::string,
                                  HeightWidth, Edges, std::vector<int>, std::vector<float>>;

struct Setting {
  std::string_view name;
  SettingValue value;
};
using Settings = std::vector<Setting>;

struct KerasForm {
  std::string_view type;  // the class
  Settings settings;      // beside name and activation, under Keras' names
};

// Of this type; null where there is none of the name, or one of another type.
template <typename T>
const T* setting(const Settings& settings, std::string_view name) {
  for (const Setting& one : settings) {
    if (one.name == name) return std::get_if<T>(&one.value);
  }
  return nullptr;
}

// "same" or "valid".
inline std::string padding_name(Padding padding) {
  return padding == Padding::kSame ? "same" : "valid";
}

}  // namespace convlens::nn
