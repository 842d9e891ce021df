#pragma once

#include <filesystem>

#include "core/result.h"
#include "loaders/load_model.h"

namespace convlens::app {

// Where a network lies.
struct NetworkFiles {
  std::filesystem::path path;            // empty where `structure` leads to it
  std::filesystem::path structure = {};  // a Caffe network's .prototxt, where it was chosen

  // That whose name is the network's.
  const std::filesystem::path& named() const { return path.empty() ? structure : path; }
  friend bool operator==(const NetworkFiles&, const NetworkFiles&) = default;
};

// See load_model().
Result<loaders::LoadedModel> load_network(const NetworkFiles& files,
                                          const loaders::IsolationLimits& limits = {});

}  // namespace convlens::app
