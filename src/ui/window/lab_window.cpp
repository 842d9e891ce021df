#include "ui/window/lab_window.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "lab/document/presets.h"
#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/lesson/lesson_part.h"
#include "ui/lesson/lesson_strip.h"
#include "ui/network/large_map_panel.h"
#include "ui/network/prediction_panel.h"
#include "ui/pieces/code_line.h"
#include "ui/shell/bars.h"
#include "ui/shell/docking.h"
#include "ui/shell/interface_scale.h"
#include "ui/shell/keys.h"
#include "ui/sum/layer_sum_panel.h"
#include "ui/window/help_overlay.h"
#include "ui/window/panel_menu.h"
#include "ui/window/status_bar.h"
#include "ui/window/strip.h"

namespace convlens::ui {
namespace {

// The panel that is being drawn.
void put_panel(const PanelContext& context, RecordedPart part) {
  const ImGuiWindow& window = *ImGui::GetCurrentWindow();
  context.places.put(part, window.Rect().Min, window.Rect().Max);
}

// Where the lesson's begins, in pixels.
float strips_top(const PanelContext& context) {
  const bool stripped = lab::shows_strip(context.lab.view());
  return context.px(design::kTopBar + (stripped ? design::kStrip : 0));
}

// Of all lines under the top bar.
float strips_height(const PanelContext& context) {
  return strips_top(context) - context.px(design::kTopBar) + lesson_strip_height(context);
}

}  // namespace

void LabWindow::draw(lab::Lab& lab, Textures& textures, Networks& networks, Files& files,
                     Lessons& lessons, FrameRequests& requests, RecordedPlaces& places,
                     Recorder& recorder, const FrameInfo& frame) {
  places.begin_frame(ImGui::GetMainViewport()->Size);
  const PanelContext context{lab,
                             textures,
                             networks,
                             files,
                             fonts_,
                             frame.scale,
                             frame.display_scale,
                             preparation_draft_,
                             file_request_,
                             requests,
                             places,
                             recorder,
                             lessons};
  std::optional<Action> action =
      filter_.stage().painting_by_key() ? std::nullopt : pressed_action();
  // What lies under a dialog is not to be changed by what is typed into it.
  const bool closes_help = lab.view().show_help && action == Action::kHelp;
  if (ImGui::GetTopMostPopupModal() != nullptr && !closes_help) action.reset();
  // Esc closes a list before it lets a cell go.
  const bool list = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup);
  if (list && action == Action::kUnpin) action.reset();
  keyboard_.follow(context, action);
  // A lecture is about the bench, unless a lesson leads it elsewhere.
  const bool elsewhere = lab.view().workspace != lab::Workspace::kBench && !lessons.run().runs();
  if (elsewhere) lab::set_present(lab.view(), false);
  if (lab.view().present && action && Present::takes(context, *action)) action.reset();
  filter_.stage().settle(context, action.has_value());
  sum_.settle(context, action);
  if (action) perform(*action, context);
  if (!keyboard_.leads()) hold_keys(lab.view());
  lab.follow_view();
  auto& hovered = lab.view().hovered;
  if (hovered && lab.map(hovered->map) == nullptr) hovered.reset();  // of a map that is gone
  if (lab.view().present) return present(context);
  top_bar(context);
  const bool reset = std::exchange(lab.view().reset_layout, false);
  if (reset) {
    lab.view().input_rail = false;
    bench_fit_.reset();
    network_fit_.reset();
  }
  const bool bench = lab.view().workspace == lab::Workspace::kBench;
  if (lab::shows_strip(lab.view())) strip(context);
  if (lessons.run().runs()) lesson_strip(context, strips_top(context));
  const float bottom = context.px(design::kStatusBar);
  const float strips = strips_height(context);
  (bench ? bench_fit_ : network_fit_).follow(context, strips);
  (bench ? network_fit_ : bench_fit_).refit();
  columns(context, context.px(design::kTopBar) + strips, bottom, reset);
  status_bar(context, frame);
  if (!bench) test_set_.draw(context);
  over_panels(context, bottom);
  interface_scale_wheel(context);
}

void LabWindow::over_panels(const PanelContext& context, float bottom) {
  error_message(context, bottom);
  palette_.draw(context);
  recording_.draw(context);
  file_popup_.draw(context);
  help_overlay(context);
  request_widget_frames(context.frames);
}

// Esc and F1 are all that leads elsewhere.
void LabWindow::present(const PanelContext& context) {
  bench_fit_.refit();
  const bool bench = context.lab.view().workspace == lab::Workspace::kBench;
  bench ? present_bench(context) : present_network(context);
  present_.over_all(context);
  over_panels(context, 0);
}

void LabWindow::present_bench(const PanelContext& context) {
  keep_docked();
  network_fit_.refit();
  filter_.stage().take_keys(true);
  present_.draw(context, filter_.stage());
}

// Its panels keep their size, for there are many; what the lesson says is read from the last row.
void LabWindow::present_network(const PanelContext& context) {
  float strip = 0;
  {
    const LectureTexts lecture(context);
    lesson_strip(lecture.context(), 0);
    strip = lesson_strip_height(lecture.context());
  }
  network_fit_.follow(context, strip);
  columns(context, strip, 0, false);
}

void LabWindow::columns(const PanelContext& context, float top, float bottom, bool reset) {
  const bool bench = context.lab.view().workspace == lab::Workspace::kBench;
  // Strips are of the gap's colour.
  const float gap = top > context.px(design::kTopBar) ? 0.0f : context.px(design::kGap);
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::GetBackgroundDrawList()->AddRectFilled(
      ImVec2(viewport->Pos.x, viewport->Pos.y + top),
      ImVec2(viewport->Pos.x + viewport->Size.x, viewport->Pos.y + top + gap),
      context.colors().background);
  dock_space(context, top + gap, bottom, reset);
  bench ? bench_panels(context) : network_panels(context);
  panel_menu(context, menu_panel_);
}

// Input and Filter take the pointer's gestures before Maps shows what came of them.
void LabWindow::bench_panels(const PanelContext& context) {
  if (begin_panel(context, tr("Input"), panel_id::kInput)) {
    const LessonPart part(context, "input");
    if (!part.covered()) {
      input_.draw(context);
      code_line(context, lab::CodePanel::kInput);
    }
  }
  ImGui::End();
  filter_.stage().take_keys(!input_.has_keyboard() && !keyboard_.leads() &&
                            !context.lessons.run().closes("filter"));
  if (begin_panel(context, tr("Filter"), panel_id::kFilter)) {
    const LessonPart part(context, "filter");
    if (!part.covered()) {
      filter_.draw(context);
      code_line(context, lab::CodePanel::kFilter);
    }
  }
  ImGui::End();
  context.lab.follow_view();
  context.lab.view().hovered.reset();
  context.lab.view().lit.reset();
  if (begin_panel(context, tr("Maps"), panel_id::kMaps)) {
    put_panel(context, RecordedPart::kMaps);
    const LessonPart part(context, "maps");
    if (!part.covered()) maps_.draw(context);
  }
  ImGui::End();
  // Last: it takes apart what the pointer is on in the maps.
  if (begin_panel(context, tr("This cell"), panel_id::kSum)) {
    put_panel(context, RecordedPart::kCell);
    const LessonPart part(context, "sum");
    if (!part.covered()) sum_.draw(context);
  }
  ImGui::End();
}

// What changes the network comes before the maps that show what came of it.
void LabWindow::network_panels(const PanelContext& context) {
  filter_.stage().take_keys(!keyboard_.leads() && !context.lessons.run().closes("filter"));
  if (begin_panel(context, tr("Filter"), panel_id::kTrainedFilter)) {
    const LessonPart part(context, "filter");
    if (!part.covered()) filter_.draw_band(context);
  }
  ImGui::End();
  if (begin_panel(context, tr("what the network sees", "Picture"), panel_id::kSeen)) {
    const LessonPart part(context, "picture");
    if (!part.covered()) network_.seen(context);
  }
  ImGui::End();
  if (begin_panel(context, tr("Prediction"), panel_id::kPrediction)) {
    const LessonPart part(context, "prediction");
    if (!part.covered()) prediction_panel(context);
  }
  ImGui::End();
  context.lab.follow_view();
  context.lab.view().lit.reset();
  if (begin_panel(context, tr("Map"), panel_id::kLargeMap)) {
    const LessonPart part(context, "map");
    if (!part.covered()) large_map_panel(context, network_.taken());
  }
  ImGui::End();
  if (begin_panel(context, tr("Layers"), panel_id::kLayers)) {
    put_panel(context, RecordedPart::kMaps);
    const LessonPart part(context, "layers");
    if (!part.covered()) network_.layers(context);
  }
  ImGui::End();
  if (begin_panel(context, tr("This cell"), panel_id::kLayerSum)) {
    put_panel(context, RecordedPart::kCell);
    const LessonPart part(context, "sum");
    if (!part.covered()) layer_sum_panel(context, network_.taken());
  }
  ImGui::End();
}

void LabWindow::error_message(const PanelContext& context, float bottom) {
  if (context.lab.error().empty()) return;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(ImVec2(viewport->Pos.x + viewport->Size.x / 2,
                                 viewport->Pos.y + viewport->Size.y - bottom - context.px(12)),
                          ImGuiCond_Always, ImVec2(0.5f, 1.0f));
  ImGui::PushStyleColor(ImGuiCol_Border, context.colors().error);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, context.px(1));
  ImGui::Begin("##error", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                   ImGuiWindowFlags_NoDocking | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().error);
  ImGui::PushTextWrapPos(viewport->Size.x * 0.7f);
  ImGui::TextUnformatted(context.said(context.lab.error()).c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::SameLine(0, context.px(16));
  if (action(context, {tr("Close"), tr("Closes this message")}, "dismiss")) {
    context.lab.dismiss_error();
  }
  ImGui::End();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

}  // namespace convlens::ui
