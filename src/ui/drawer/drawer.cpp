#include "ui/drawer/drawer.h"

#include <algorithm>
#include <string>

#include "lab/shown/sweep.h"
#include "ui/drawer/arithmetic_panel.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/shell/bars.h"

namespace convlens::ui {
namespace {

// An open drawer leaves the columns their part of a low window.
constexpr float kLargestShare = 0.36f;

constexpr struct {
  lab::DrawerTab tab = {};
  Label label;
  const char* key = nullptr;
} kTabs[] = {
    {lab::DrawerTab::kArithmetic,
     {tr("Arithmetic"), tr("How one cell of a map is computed, number by number")},
     "arithmetic tab"},
    {lab::DrawerTab::kStatistics,
     {tr("Statistics"), tr("How the values of the maps and the weights are distributed")},
     "statistics tab"},
    {lab::DrawerTab::kHistory,
     {tr("History"), tr("Every step so far: click one to go there")},
     "history tab"},
    {lab::DrawerTab::kLog, {tr("Log"), tr("What was opened, and what went wrong")}, "log tab"},
};

float body_height(const PanelContext& context) {
  if (context.lab.view().drawer == lab::DrawerTab::kNone) return 0.0f;
  return std::min(context.px(design::kDrawerOpen - design::kDrawerTabs),
                  ImGui::GetMainViewport()->Size.y * kLargestShare);
}

std::string log_text(const PanelContext& context) {
  std::string text;
  for (const Phrase& line : context.lab.log().lines()) text += context.said(line) + "\n";
  return text;
}

// What the open tab gives to copy, at the right of the tabs: a line of code, or the log, of which
// only the button is there.
void copy_line(const PanelContext& context) {
  const lab::DrawerTab tab = context.lab.view().drawer;
  const bool log = tab == lab::DrawerTab::kLog && !context.lab.log().lines().empty();
  const std::string text =
      tab == lab::DrawerTab::kArithmetic ? arithmetic_code(context) : std::string();
  if (text.empty() && !log) return;
  const float margin = context.px(design::kPanelPadding);
  const float button = ImGui::GetWindowWidth() - button_width(context, kCopy.text) - margin;
  if (!log) {
    const float text_px = context.px(design::kSmallText);
    const float left = ImGui::GetItemRectMax().x + context.px(24);
    const float right = ImGui::GetWindowPos().x + button - context.px(8);
    const float width =
        context.fonts.numbers->CalcTextSizeA(text_px, FLT_MAX, 0.0f, text.c_str()).x;
    const float y = ImGui::GetItemRectMin().y + (ImGui::GetFrameHeight() - text_px) / 2;
    draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.numbers, text_px,
                     ImVec2(std::max(left, right - width), y), right, context.colors().text,
                     text.c_str());
  }
  ImGui::SameLine(button);
  if (labeled_button(context, kCopy, "copy")) {
    ImGui::SetClipboardText((log ? log_text(context) : text).c_str());
  }
}

}  // namespace

void Drawer::settle(const PanelContext& context, const std::optional<Action>& action) {
  lab::View& view = context.lab.view();
  const ImGuiIO& io = ImGui::GetIO();
  const bool shown =
      view.workspace == lab::Workspace::kBench && view.drawer == lab::DrawerTab::kArithmetic;
  bool pressed = false;
  for (const bool clicked : io.MouseClicked) pressed = pressed || clicked;
  if (pressed) press_paused_ = view.sweep.has_value();
  const bool turned = io.MouseWheel != 0.0f || io.MouseWheelH != 0.0f;
  const bool touched = pressed || turned || (action && *action != Action::kSweep);
  if (touched || !shown) {
    view.sweep.reset();
  } else {
    lab::advance_sweep(context.lab, static_cast<double>(io.DeltaTime));
  }
}

float Drawer::draw(const PanelContext& context) {
  context.lab.view().lit.reset();
  if (context.lab.view().sweep) context.frames.request_frame();
  const float height = body_height(context);
  const float bottom = context.px(design::kStatusBar);
  if (height > 0.0f) body(context, height, bottom);
  // Last: a click opens or closes from the next frame on, when all has moved.
  tabs(context, bottom + height);
  return height + context.px(design::kDrawerTabs);
}

void Drawer::tabs(const PanelContext& context, float bottom) {
  const float top = ImGui::GetMainViewport()->Size.y - bottom - context.px(design::kDrawerTabs);
  lab::View& view = context.lab.view();
  begin_bar(context, "##drawer", top, design::kDrawerTabs, 0);
  // The gap that parts it from the columns.
  const ImVec2 min = ImGui::GetWindowPos();
  ImGui::GetWindowDrawList()->AddRectFilled(
      min, ImVec2(min.x + ImGui::GetWindowWidth(), min.y + context.px(design::kGap)),
      context.colors().background);
  ImGui::SetCursorPosY(context.px(design::kGap) +
                       (context.px(design::kDrawerTabs - design::kGap) - ImGui::GetFrameHeight()) /
                           2);
  const lab::DrawerTab shown = view.drawer;
  for (const auto& tab : kTabs) {
    if (labeled_button(context, tab.label, tab.key, shown == tab.tab)) {
      view.drawer = shown == tab.tab ? lab::DrawerTab::kNone : tab.tab;
    }
    ImGui::SameLine(0, context.px(4));
  }
  if (shown != lab::DrawerTab::kNone) copy_line(context);
  ImGui::End();
}

void Drawer::body(const PanelContext& context, float height, float bottom) {
  const float top = ImGui::GetMainViewport()->Size.y - bottom - height;
  begin_bar(context, "##drawer body", top, height / context.scale, 0);
  ImGui::SetCursorPosY(context.px(8));
  ImGui::BeginChild("content", ImVec2(0, ImGui::GetContentRegionAvail().y - context.px(8)));
  switch (context.lab.view().drawer) {
    case lab::DrawerTab::kArithmetic:
      arithmetic_panel(context, press_paused_);
      break;
    case lab::DrawerTab::kStatistics:
      statistics_.draw(context);
      break;
    case lab::DrawerTab::kHistory:
      history_.draw(context);
      break;
    case lab::DrawerTab::kLog:
      log_panel(context);
      break;
    case lab::DrawerTab::kNone:
      break;
  }
  ImGui::EndChild();
  ImGui::End();
}

}  // namespace convlens::ui
