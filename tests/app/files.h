#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/files/npy.h"
#include "core/image.h"
#include "media/photographs.h"
#include "media/picture_file.h"

// Files that the program is given, and those it wrote, read back. What cannot be read throws, which
// fails the test that asked.
namespace convlens::app::testing {

template <typename T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

inline Image picture_of(const std::filesystem::path& path) {
  return value_of(media::read_picture(path)).image;
}

inline Tensor array_of(const std::filesystem::path& path) {
  return value_of(read_npy(path)).values;
}

inline std::string photograph_file(const std::string& name) {
  return value_of(media::find_photograph(name)).string();
}

inline void save(const std::filesystem::path& path, const Tensor& tensor) {
  const Status status = write_npy(path, tensor);
  ASSERT_TRUE(status) << status.error().message;
}

inline void save(const std::filesystem::path& path, const Image& image) {
  const Status status = media::write_png(path, image);
  ASSERT_TRUE(status) << status.error().message;
}

inline Tensor random_tensor(const Shape& shape, unsigned seed) {
  Tensor tensor(shape);
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(-1.0f, 1.0f);
  for (float& value : tensor.values()) value = uniform(random);
  return tensor;
}

inline Image noise_picture(int height, int width, unsigned seed) {
  Image image{height, width, {}};
  std::mt19937 random(seed);
  for (int i = 0; i < height * width * 3; ++i) {
    image.rgb.push_back(static_cast<std::uint8_t>(random() & 0xffU));
  }
  return image;
}

// A .npy file of one-dimensional header text and raw little-endian data, for types other than
// float32.
inline std::string npy_bytes(const std::string& type, const Shape& shape, const std::string& data) {
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}}}\n", type,
                                   to_string(shape));
  std::string file("\x93NUMPY\x01\x00", 8);
  file += static_cast<char>(header.size());
  file += '\0';
  return file + header + data;
}

}  // namespace convlens::app::testing
