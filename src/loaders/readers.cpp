#include "loaders/readers.h"

#include <array>

#include "loaders/files/caffe_file.h"
#include "loaders/files/keras_file.h"
#include "loaders/files/onnx_file.h"

namespace convlens::loaders {

std::span<const IsolatedReader> isolated_readers() {
  static constexpr std::array kReaders{
      IsolatedReader{"keras", read_keras_file}, IsolatedReader{"onnx", read_onnx_file},
      IsolatedReader{kOnnxFiles, read_onnx_files}, IsolatedReader{"caffe", read_caffe_file}};
  return kReaders;
}

}  // namespace convlens::loaders
