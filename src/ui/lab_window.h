#pragma once

#include <optional>
#include <string>

#include "ui/input_panel.h"
#include "ui/panel.h"
#include "ui/stage.h"
#include "ui/weights_panel.h"

namespace convlens::ui {

// What the frame loop knows and the status bar shows.
struct FrameInfo {
  float scale = 1.0f;
  bool show_timings = true;  // false in screenshots, which must not depend on the machine's speed
  double frame_ms = 0.0;
  std::string engine;  // "AVX3, 2 threads"
};

// Everything in the window: the bars, the three docked columns, and what lies over them.
class LabWindow {
 public:
  explicit LabWindow(const Fonts& fonts) : fonts_(fonts) {}

  // Between ImGui::NewFrame and ImGui::Render. Gestures change the lab at once, so that everything
  // drawn in this frame already shows what they did.
  void draw(lab::Lab& lab, Textures& textures, Networks& networks, const FrameInfo& frame);

 private:
  void hint_strip(const PanelContext& context);
  void status_bar(const PanelContext& context, const FrameInfo& frame);
  void columns(const PanelContext& context, bool reset);
  void bench_panels(const PanelContext& context);
  void network_panels(const PanelContext& context);
  void error_message(const PanelContext& context);

  Fonts fonts_;
  InputPanel input_;
  Stage stage_;
  WeightsPanel weights_;
  std::optional<MapCell> hovered_cell_;
};

}  // namespace convlens::ui
