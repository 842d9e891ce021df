#pragma once

#include <span>

#include "loaders/isolation/isolated.h"

namespace convlens::loaders {

// What a child process of the program can read: "keras": read_keras_file(); "onnx":
// read_onnx_file(); kOnnxFiles: read_onnx_files(); "caffe": read_caffe_file(); "opencv":
// read_opencv_network(); "opencv-run": run_opencv_network().
std::span<const IsolatedReader> isolated_readers();

}  // namespace convlens::loaders
