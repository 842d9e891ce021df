#pragma once

#include <cstddef>

#include "ui/panel.h"

namespace convlens::ui {

// The Input column: each picture of the batch with its crop as a rectangle to drag and resize,
// and what the filter sees of the chosen one.
class InputPanel {
 public:
  void draw(const PanelContext& context);

 private:
  enum class Drag { kNone, kMove, kResize };

  void draw_source(const PanelContext& context, std::size_t source);
  void handle_drag(const PanelContext& context, std::size_t source, ImVec2 min, float zoom);
  // `corner`: where the dragged corner of the crop would be, in pixels of the picture.
  void continue_drag(lab::Lab& lab, const Image& image, ImVec2 corner);

  Drag drag_ = Drag::kNone;
  std::size_t dragged_ = 0;  // source
  bool moving_ = false;      // the pointer went far enough to be a drag, not a click
  ImVec2 grab_;              // pointer relative to the dragged corner, in pixels of the picture
  lab::ResizeCrop last_;     // what the drag last previewed
};

}  // namespace convlens::ui
