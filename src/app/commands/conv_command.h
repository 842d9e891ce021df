#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "app/films/film_frames.h"
#include "app/open/picture_preparation.h"
#include "conv/conv2d.h"
#include "core/result.h"

namespace convlens::app {

enum class ConvEngine { kAuto, kReference, kSimd, kGpu };

// Rows, then columns.
using Steps = std::pair<int, int>;

// What is not told is as the filters of a session are applied, else as Conv2dOptions begin.
struct ConvChoices {
  std::optional<Steps> stride;
  std::optional<Steps> dilation;
  std::optional<conv::Padding> padding;
  std::optional<conv::Activation> activation;
};

struct ConvCommand {
  // A picture, one that moves, an array of (H,W), (H,W,C), (N,H,W,C), or a session, whose filters
  // see its crops as (N,H,W,C).
  std::filesystem::path input;
  // An array, HWIO, or a session; none: the two line filters.
  std::optional<std::filesystem::path> filters;
  std::optional<std::filesystem::path> bias;  // an array, (F,)
  std::filesystem::path output;               // .npy, (N, OH, OW, F) float32
  ConvChoices choices;
  ConvEngine engine = ConvEngine::kAuto;
  conv::Strategy strategy = conv::Strategy::kAuto;
  int threads = 0;
  bool raw = false;  // 8- and 16-bit data as they are, not scaled to 0..1
  PreparationChoices preparation;
  FrameChoice frames;  // of a moving picture
};

// Computes and writes the maps; the result says the shapes, for stdout.
Result<std::string> run_conv(const ConvCommand& command);

}  // namespace convlens::app
