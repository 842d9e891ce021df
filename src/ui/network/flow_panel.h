#pragma once

#include "ui/network/flow_curves.h"

namespace convlens::ui {

// All layers on one screen, from the picture on the left to the prediction on the right: a column a
// layer with its maps, and what flows into the map that is shown large. A click shows another map
// large and puts its filter on the stage.
class FlowPanel {
 public:
  void draw(const PanelContext& context, lab::TakenApart& taken);

 private:
  std::vector<ShownColumn> placed(const PanelContext& context, const lab::ReceptiveField& field,
                                  ImVec2 room);
  void head(const PanelContext& context, const ShownColumn& column);
  void layer_list(const PanelContext& context, const FlowGroup& group);
  void maps(const PanelContext& context, const ShownColumn& column);
  void layer_menu(const PanelContext& context, const FlowLayer& layer);
  void ends(const PanelContext& context, ImVec2 min, ImVec2 room);

  FlowColumns columns_;
  FlowCurves curves_;
  // Columns without a place on one side, and the layer of the nearest of them.
  struct Hidden {
    int count = 0;
    std::size_t node = 0;
  };
  Hidden before_;
  Hidden behind_;
};

}  // namespace convlens::ui
