#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/open/picture_preparation.h"
#include "conv/conv2d.h"
#include "core/result.h"

namespace convlens::app {

enum class ConvEngine { kAuto, kReference, kSimd, kGpu };

struct ConvCommand {
  std::filesystem::path input;  // a picture, or an array of (H,W), (H,W,C), (N,H,W,C)
  std::optional<std::filesystem::path> filters;  // an array, HWIO; none: the two line filters
  std::optional<std::filesystem::path> bias;     // an array, (F,)
  std::filesystem::path output;                  // .npy, (N, OH, OW, F) float32
  conv::Conv2dOptions options;
  ConvEngine engine = ConvEngine::kAuto;
  int threads = 0;
  bool raw = false;  // 8- and 16-bit data as they are, not scaled to 0..1
  PreparationChoices preparation;
};

// Computes and writes the maps; the result says the shapes, for stdout.
Result<std::string> run_conv(const ConvCommand& command);

}  // namespace convlens::app
