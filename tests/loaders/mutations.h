#pragma once

#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "loaders/model_archive.h"

// Changes of a description in JSON, such as a damaged or a hostile file could bring.
namespace convlens::loaders::testing {

inline void collect(nlohmann::json& value, std::vector<nlohmann::json*>& all) {
  all.push_back(&value);
  if (!value.is_structured()) return;
  for (nlohmann::json& element : value) collect(element, all);
}

// Values that stand for every type, and at the ends of their ranges.
inline nlohmann::json odd_value(std::mt19937& random) {
  using nlohmann::json;
  const std::vector<json> kValues{nullptr,
                                  true,
                                  0,
                                  -1,
                                  1,
                                  2,
                                  1000000,
                                  2147483647,
                                  -2147483648LL,
                                  1e300,
                                  -0.5,
                                  "",
                                  "linear",
                                  "\n",
                                  "softmax",
                                  "valid",
                                  "channels_first",
                                  json::array(),
                                  {1, 2},
                                  {-1, 0},
                                  {{1, 2}, {3, 4}},
                                  {nullptr, 3, 3, 1},
                                  json::object(),
                                  {"conv2d", 0, 0},
                                  {{"class_name", "ReLU"}, {"config", json::object()}}};
  return kValues[random() % kValues.size()];
}

inline void mutate(nlohmann::json& architecture, std::mt19937& random) {
  std::vector<nlohmann::json*> all;
  collect(architecture, all);
  nlohmann::json& chosen = *all[random() % all.size()];
  if (random() % 2 == 0) {
    chosen = odd_value(random);
  } else if (chosen.is_array() && !chosen.empty()) {
    if (random() % 2 == 0) {
      chosen.erase(random() % chosen.size());
    } else {
      chosen.push_back(chosen[random() % chosen.size()]);
    }
  } else if (chosen.is_object() && !chosen.empty()) {
    auto member = chosen.begin();
    std::advance(member, random() % chosen.size());
    chosen.erase(member);
  } else {
    const nlohmann::json other = *all[random() % all.size()];
    chosen = other;
  }
}

inline ModelArchive copy_of(const ModelArchive& archive) {
  ModelArchive copy;
  copy.format = archive.format;
  copy.facts = archive.facts;
  for (const WeightGroup& group : archive.groups) {
    copy.groups.push_back({group.path, {}});
    for (const NamedTensor& weight : group.weights) {
      copy.groups.back().weights.push_back({weight.name, weight.values.clone()});
    }
  }
  return copy;
}

}  // namespace convlens::loaders::testing
