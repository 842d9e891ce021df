#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <string>

#include "loaders/files/onnx_tensor.h"
#include "loaders/model_files.h"

// ONNX files as the tests read, change and write them.
namespace convlens::loaders::testing {

// Debian's package of single operators with what they answer.
inline const std::filesystem::path kOnnxTestData = "/usr/share/libonnx-testdata/data";

template <typename Message>
Message read_message(const std::filesystem::path& path) {
  const auto bytes = read_bytes(path);
  Message message;
  EXPECT_TRUE(message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) << path;
  return message;
}

inline void write_model(const std::filesystem::path& path, const onnx::ModelProto& model) {
  write_bytes(path, bytes_of(model.SerializeAsString()));
}

inline Tensor tensor_of(const onnx::TensorProto& proto) {
  auto tensor = float_values(proto);
  EXPECT_TRUE(tensor) << tensor.error().message;
  return tensor ? *std::move(tensor) : Tensor();
}

}  // namespace convlens::loaders::testing
