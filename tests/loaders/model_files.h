#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/files/npy.h"
#include "core/sentences.h"
#include "core/tensor.h"
#include "loaders/load_model.h"

// What the tests of the loaders have in common.
namespace convlens::loaders::testing {

inline std::filesystem::path real_data() {
  return std::filesystem::path(CONVLENS_SHARED_DIR) / "realdata";
}

// Real files that others made are not part of the project.
#define SKIP_WITHOUT_REAL_DATA()                                                  \
  if (!std::filesystem::exists(::convlens::loaders::testing::real_data())) {      \
    GTEST_SKIP() << ::convlens::loaders::testing::real_data() << " is not there"; \
  }

using convlens::testing::bytes_of;
using convlens::testing::contains;
using convlens::testing::expect_sentence;

// Whether the engine computes a part of the network.
inline bool has_foreign_layers(const LoadedModel& loaded) {
  return std::any_of(loaded.notes.begin(), loaded.notes.end(), [](const Phrase& note) {
    return contains(note.english(), "computed by OpenVINO");
  });
}

inline std::vector<std::byte> read_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return bytes_of(text);
}

inline void write_bytes(const std::filesystem::path& path, const std::vector<std::byte>& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

// The largest difference, as a part of the largest expected value where that is above 1.
inline float scaled_difference(const TensorView& actual, const TensorView& expected) {
  EXPECT_EQ(to_string(actual.shape()), to_string(expected.shape()));
  if (actual.shape() != expected.shape()) return INFINITY;
  float scale = 1.0f;
  float difference = 0.0f;
  for (std::size_t i = 0; i < expected.values().size(); ++i) {
    scale = std::max(scale, std::fabs(expected.values()[i]));
    const float distance = std::fabs(actual.values()[i] - expected.values()[i]);
    difference = std::isnan(distance) ? INFINITY : std::max(difference, distance);
  }
  return difference / scale;
}

inline Tensor array_of(const std::filesystem::path& path) {
  auto array = read_npy(path);
  EXPECT_TRUE(array) << array.error().message;
  return array ? std::move(array->values) : Tensor();
}

}  // namespace convlens::loaders::testing
