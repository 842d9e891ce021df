#pragma once

#include <optional>

#include "ui/filter/filter_panel.h"
#include "ui/input/input_panel.h"
#include "ui/kit/context.h"
#include "ui/maps/maps_panel.h"
#include "ui/network/network_panels.h"
#include "ui/shell/docking.h"
#include "ui/shell/keyboard.h"
#include "ui/sum/sum_panel.h"
#include "ui/test_set/test_set_popup.h"
#include "ui/window/file_popup.h"
#include "ui/window/palette.h"
#include "ui/window/present.h"
#include "ui/window/recording_controls.h"
#include "ui/window/status_bar.h"

namespace convlens::ui {

// Everything in the window: the bars, the three docked columns, and what lies over them.
class LabWindow {
 public:
  // Where the fonts' context is the current one, which it must not outlive.
  explicit LabWindow(const Fonts& fonts) : fonts_(fonts) {
    bench_fit_.keep();
    network_fit_.keep();
  }
  LabWindow(const LabWindow&) = delete;
  LabWindow& operator=(const LabWindow&) = delete;

  // Between ImGui::NewFrame and ImGui::Render. Gestures change the lab at once, so that everything
  // drawn in this frame already shows what they did.
  void draw(lab::Lab& lab, Textures& textures, Networks& networks, Files& files, Lessons& lessons,
            FrameRequests& requests, RecordedPlaces& places, Recorder& recorder,
            const FrameInfo& frame);

 private:
  void present(const PanelContext& context);
  void present_bench(const PanelContext& context);
  void present_network(const PanelContext& context);
  // `top`, `bottom`: pixels of the bars above and below them.
  void columns(const PanelContext& context, float top, float bottom, bool reset);
  void over_panels(const PanelContext& context, float bottom);
  void bench_panels(const PanelContext& context);
  void network_panels(const PanelContext& context);
  static void error_message(const PanelContext& context, float bottom);

  Fonts fonts_;
  InputPanel input_;
  FilterPanel filter_;
  MapsPanel maps_;
  NetworkPanels network_;
  TestSetPopup test_set_;
  SumPanel sum_;
  KeyboardWay keyboard_;
  Present present_;
  CommandPalette palette_;
  RecordingControls recording_;
  DockFit bench_fit_{lab::Workspace::kBench};
  DockFit network_fit_{lab::Workspace::kNetwork};
  nn::InputPreparation preparation_draft_;
  FilePopup file_popup_;
  std::optional<FilePurpose> file_request_;
  ImGuiID menu_panel_ = 0;  // that the menu of a panel is of
};

}  // namespace convlens::ui
