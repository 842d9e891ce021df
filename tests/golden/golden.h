#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "core/files/npy.h"

// Reading of the reference results in tests/golden. A file that is missing or damaged is a broken
// checkout: it throws, which fails the test that asked.
namespace convlens::golden {

inline std::filesystem::path path(const std::string& name) {
  return std::filesystem::path(CONVLENS_TEST_DIR) / "golden" / name;
}

inline nlohmann::json json(const std::string& name) {
  std::ifstream file(path(name));
  if (!file) throw std::runtime_error(path(name).string() + ": cannot be read");
  return nlohmann::json::parse(file);
}

inline Tensor array(const std::string& name) {
  Result<NpyArray> array = read_npy(path(name));
  if (!array) throw std::runtime_error(array.error().message);
  return std::move(array->values);
}

inline Shape shape(const nlohmann::json& extents) {
  return *Shape::checked(extents.get<std::vector<std::int64_t>>());
}

}  // namespace convlens::golden
