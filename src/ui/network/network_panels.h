#pragma once

#include "ui/network/flow_panel.h"
#include "ui/network/weights_panel.h"
#include "ui/pieces/canvas_pen.h"

namespace convlens::ui {

// The panels of the Network workspace that show one cell of it in their several ways. All of them
// only where a network is on the bench and computed.
class NetworkPanels {
 public:
  // What the network sees, with the window of the cell.
  void seen(const PanelContext& context);
  // All layers, one, its weights or the table of them.
  void layers(const PanelContext& context);
  lab::TakenApart& taken() { return taken_; }

 private:
  static void bar(const PanelContext& context);
  void draw_on(const PanelContext& context, const ImRect& picture);

  lab::TakenApart taken_;
  CanvasPen pen_;
  FlowPanel flow_;
  FlowColumns columns_;  // of one layer's maps
  WeightsPanel weights_;
};

}  // namespace convlens::ui
