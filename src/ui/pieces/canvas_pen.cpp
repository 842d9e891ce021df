#include "ui/pieces/canvas_pen.h"

#include <algorithm>

#include "lab/command/canvas_commands.h"
#include "ui/kit/theme.h"

namespace convlens::ui {
namespace {

// The brush's edge on the screen: dark and light, so that it is seen on any picture.
void brush_ring(const PanelContext& context, ImVec2 pixel) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float radius =
      std::max(context.px(2), context.lab.view().canvas.brush.size_px / 2 * pixel.x);
  list->AddCircle(mouse, radius, IM_COL32(17, 20, 24, 255), 0, context.px(3));
  list->AddCircle(mouse, radius, IM_COL32_WHITE, 0, context.px(1));
}

}  // namespace

bool draws_on(const PanelContext& context, std::size_t source) {
  return context.lab.view().canvas.draws &&
         lab::is_canvas(*context.lab.document().sources[source].picture);
}

lab::DrawStroke CanvasPen::stroke(const PanelContext& context) const {
  return {*source_, points_, context.lab.view().canvas.brush};
}

void CanvasPen::begin(const PanelContext& context, std::size_t source, lab::CanvasPoint at) {
  context.lab.view().source = source;
  source_ = source;
  points_ = {at};
  if (!context.lab.preview(stroke(context))) source_.reset();
}

void CanvasPen::go_on(const PanelContext& context, lab::CanvasPoint at) {
  if (points_.back() == at) return;
  points_.push_back(at);
  context.lab.preview(stroke(context));
}

void CanvasPen::follow(const PanelContext& context, std::size_t source, ImVec2 origin,
                       ImVec2 pixel) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const lab::CanvasPoint at{(mouse.y - origin.y) / pixel.y, (mouse.x - origin.x) / pixel.x};
  if (ImGui::IsItemHovered() || source_ == source) brush_ring(context, pixel);
  if (ImGui::IsItemActivated() && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    return begin(context, source, at);
  }
  if (source_ != source) return;
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
    source_.reset();
    return context.lab.cancel_preview();
  }
  if (ImGui::IsItemActive()) return go_on(context, at);
  const lab::DrawStroke done = stroke(context);
  source_.reset();
  context.lab.commit(done);
}

}  // namespace convlens::ui
