#pragma once

#include <string>

#include "ui/kit/context.h"

namespace convlens::ui {

// What the frame before took, in milliseconds of wall time.
struct FrameParts {
  lab::StageTimes stages;
  double interface = 0.0;  // the widgets, without the stages that they brought up to date
  double upload = 0.0;     // pictures and maps to the GPU, and colouring them there
  double draw = 0.0;
};

// What the frame loop knows and the status bar shows.
struct FrameInfo {
  float display_scale = 1.0f;  // 1.0 = 96 dpi
  float scale = 1.0f;          // of texts and controls: the display's, times the user's own
  bool show_timings = true;    // false in screenshots, which must not depend on the machine's speed
  double frame_ms = 0.0;
  std::string engine;  // "AVX3, 2 threads"
  FrameParts parts = {};
};

// The bar at the bottom: shapes of what is computed, and what it took.
void status_bar(const PanelContext& context, const FrameInfo& frame);

}  // namespace convlens::ui
