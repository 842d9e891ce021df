#pragma once

#include <imgui.h>

#include <cstddef>
#include <optional>
#include <vector>

#include "lab/pictures/canvas.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// Draws on a canvas with the pointer, wherever it is shown: what is drawn is previewed while the
// button is down, and one step when it is let go. Esc leaves it undrawn.
class CanvasPen {
 public:
  // After the item that shows the canvas of a source, whose pixel (0, 0) lies at `origin` and is
  // `pixel` pixels of the window wide and high.
  void follow(const PanelContext& context, std::size_t source, ImVec2 origin, ImVec2 pixel);

 private:
  void begin(const PanelContext& context, std::size_t source, lab::CanvasPoint at);
  void go_on(const PanelContext& context, lab::CanvasPoint at);
  lab::DrawStroke stroke(const PanelContext& context) const;

  std::optional<std::size_t> source_;  // while it draws
  std::vector<lab::CanvasPoint> points_;
};

// Whether a drag over this source's picture draws.
bool draws_on(const PanelContext& context, std::size_t source);

// Under a canvas: what draws on it, and what else can be put there. Where it shows a crop, a drag
// may be that one's.
enum class CanvasPlace { kWithCrop, kAlone };
void canvas_bar(const PanelContext& context, std::size_t source, float width, CanvasPlace place);
float canvas_bar_height(const PanelContext& context);

}  // namespace convlens::ui
