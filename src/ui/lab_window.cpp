#include "ui/lab_window.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "ui/filter_panel.h"
#include "ui/keys.h"
#include "ui/maps_panel.h"
#include "ui/metrics.h"

namespace convlens::ui {
namespace {

// Windows are named in English whatever the language, so that a saved layout fits both.
constexpr const char* kInputWindow = "###Input";
constexpr const char* kFilterWindow = "###Filter";
constexpr const char* kMapsWindow = "###Maps";

constexpr ImGuiWindowFlags kBarFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoDocking |
                                       ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                       ImGuiWindowFlags_NoBringToFrontOnFocus |
                                       ImGuiWindowFlags_NoNavFocus;

// A strip over the whole width, `height` design pixels high, from `top` pixels down; a background
// of 0 leaves the panels' colour, which the frame is cleared to.
void begin_bar(const PanelContext& context, const char* name, float top, float height,
               ImU32 background) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(ImVec2(viewport->Pos.x, viewport->Pos.y + top));
  ImGui::SetNextWindowSize(ImVec2(viewport->Size.x, context.px(height)));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, background);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(12), 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2(1, 1));
  ImGui::Begin(name, nullptr, kBarFlags);
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor();
}

// Puts the cursor so that a line of the given height stands in the middle of the bar.
void center_line(const PanelContext& context, float bar_height, float line_px) {
  ImGui::SetCursorPosY(std::floor((context.px(bar_height) - line_px) / 2));
}

void build_default_layout(const PanelContext& context, ImGuiID space, ImVec2 size) {
  ImGui::DockBuilderRemoveNode(space);
  ImGui::DockBuilderAddNode(space, ImGuiDockNodeFlags_DockSpace);
  ImGui::DockBuilderSetNodeSize(space, size);
  const float unit_px = std::min(context.scale, size.x / design::kNarrowWindow);
  ImGuiID rest = space;
  float remaining = size.x;
  const auto column = [&](float design_width) {
    const float gap = context.px(design::kGap);
    const ImGuiID id = ImGui::DockBuilderSplitNode(
        rest, ImGuiDir_Left, unit_px * design_width / (remaining - gap), nullptr, &rest);
    remaining -= unit_px * design_width + gap;
    return id;
  };
  const ImGuiID input = column(design::kInputColumn);
  const ImGuiID filter = column(design::kFilterColumn);
  ImGui::DockBuilderDockWindow(kInputWindow, input);
  ImGui::DockBuilderDockWindow(kFilterWindow, filter);
  ImGui::DockBuilderDockWindow(kMapsWindow, rest);
  ImGui::DockBuilderFinish(space);
}

bool begin_column(const PanelContext& context, Text title, const char* id) {
  char name[64];
  std::snprintf(name, sizeof name, "%s%s", context.text(title), id);
  // The frame is cleared to the panels' colour; only a floating panel covers something.
  const ImGuiWindow* window = ImGui::FindWindowByName(name);
  const bool docked = window == nullptr || window->DockNode != nullptr;
  if (docked) ImGui::SetNextWindowBgAlpha(0.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, docked ? 0.0f : context.px(1));
  const bool open = ImGui::Begin(name, nullptr, ImGuiWindowFlags_NoCollapse);
  ImGui::PopStyleVar();
  return open;
}

}  // namespace

void LabWindow::draw(lab::Lab& lab, Textures& textures, const FrameInfo& frame) {
  const lab::Document& document = lab.document();
  if (hovered_cell_ && (hovered_cell_->source >= document.sources.size() ||
                        hovered_cell_->filter >= document.filters.size())) {
    hovered_cell_.reset();  // of a map that is gone
  }
  const PanelContext context{lab, textures, fonts_, frame.scale, hovered_cell_};
  const std::optional<Action> action = pressed_action();
  stage_.settle(lab, action.has_value());
  if (action) perform(*action, lab);
  top_bar(context);
  if (lab.view().show_hint) hint_strip(context);
  columns(context);
  status_bar(context, frame);
  error_message(context);
}

void LabWindow::top_bar(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  begin_bar(context, "##top", 0, design::kTopBar, 0);
  center_line(context, design::kTopBar, context.px(20));
  ImGui::PushFont(context.fonts.strong, 18);
  ImGui::TextUnformatted("ConvLens");
  ImGui::PopFont();

  const bool light = lab.view().theme == lab::Theme::kLight;
  const bool english = lab.view().language == lab::Language::kEnglish;
  const Text page = light ? Text::kDarkPage : Text::kLightPage;
  float width = 0;
  for (const Text label :
       {Text::kUndo, Text::kRedo, Text::kResetLayout, page, Text::kOtherLanguage}) {
    width += ImGui::CalcTextSize(context.text(label)).x + 2 * ImGui::GetStyle().FramePadding.x;
  }
  width += 4 * ImGui::GetStyle().ItemSpacing.x;
  ImGui::SetCursorPosX(ImGui::GetWindowWidth() - width - context.px(12));
  center_line(context, design::kTopBar, ImGui::GetFrameHeight());
  ImGui::BeginDisabled(!lab.history().can_undo());
  if (labeled_button(context, Text::kUndo, "undo")) perform(Action::kUndo, lab);
  ImGui::EndDisabled();
  ImGui::SameLine();
  ImGui::BeginDisabled(!lab.history().can_redo());
  if (labeled_button(context, Text::kRedo, "redo")) perform(Action::kRedo, lab);
  ImGui::EndDisabled();
  ImGui::SameLine();
  if (labeled_button(context, Text::kResetLayout, "reset layout")) reset_layout_ = true;
  ImGui::SameLine();
  if (labeled_button(context, page, "theme")) {
    lab.view().theme = light ? lab::Theme::kDark : lab::Theme::kLight;
  }
  ImGui::SameLine();
  if (labeled_button(context, Text::kOtherLanguage, "language")) {
    lab.view().language = english ? lab::Language::kKorean : lab::Language::kEnglish;
  }
  ImGui::End();
}

void LabWindow::hint_strip(const PanelContext& context) {
  begin_bar(context, "##hint", context.px(design::kTopBar), design::kHintStrip,
            context.colors().background);
  ImGui::SetCursorPosY(context.px(10));
  ImGui::BeginGroup();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, context.px(4)));
  ImGui::PushFont(context.fonts.strong, 16);
  const bool done = context.lab.history().size() > 1;
  ImGui::TextUnformatted(context.text(done ? Text::kHintDoneTitle : Text::kHintTitle));
  ImGui::PopFont();
  ImGui::TextUnformatted(context.text(done ? Text::kHintDoneBody : Text::kHintBody));
  ImGui::PopStyleVar();
  ImGui::EndGroup();
  const float width =
      ImGui::CalcTextSize(context.text(Text::kHintClose)).x + 2 * ImGui::GetStyle().FramePadding.x;
  ImGui::SetCursorPosX(ImGui::GetWindowWidth() - width - context.px(12));
  center_line(context, design::kHintStrip, ImGui::GetFrameHeight());
  if (labeled_button(context, Text::kHintClose, "close hint")) {
    context.lab.view().show_hint = false;
  }
  ImGui::End();
}

void LabWindow::columns(const PanelContext& context) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const float top =
      context.px(design::kTopBar + (context.lab.view().show_hint ? design::kHintStrip : 0));
  const float gap = context.lab.view().show_hint ? 0.0f : context.px(design::kGap);
  // At least something, however small a window somebody asks for.
  const ImVec2 size(std::max(viewport->Size.x, context.px(design::kLeastColumns)),
                    std::max(viewport->Size.y - top - gap - context.px(design::kStatusBar),
                             context.px(design::kLeastColumns)));
  ImGui::GetBackgroundDrawList()->AddRectFilled(
      ImVec2(viewport->Pos.x, viewport->Pos.y + top),
      ImVec2(viewport->Pos.x + size.x, viewport->Pos.y + top + gap), context.colors().background);
  ImGui::SetNextWindowPos(ImVec2(viewport->Pos.x, viewport->Pos.y + top + gap));
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("##columns", nullptr, kBarFlags | ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  const ImGuiID space = ImGui::GetID("bench");
  if (reset_layout_ || ImGui::DockBuilderGetNode(space) == nullptr) {
    build_default_layout(context, space, size);
    reset_layout_ = false;
  }
  // Dear ImGui draws the splitters of a dock space in its border's colour.
  ImGui::PushStyleColor(ImGuiCol_Border, context.colors().background);
  ImGui::DockSpace(space);
  ImGui::PopStyleColor();
  ImGui::End();

  // Input and Filter take the pointer's gestures before Maps shows what came of them.
  if (begin_column(context, Text::kInput, kInputWindow)) input_.draw(context);
  ImGui::End();
  if (begin_column(context, Text::kFilter, kFilterWindow)) filter_panel(context, stage_);
  ImGui::End();
  hovered_cell_.reset();
  if (begin_column(context, Text::kMaps, kMapsWindow)) maps_panel(context);
  ImGui::End();
}

void LabWindow::status_bar(const PanelContext& context, const FrameInfo& frame) {
  const lab::Document& document = context.lab.document();
  const lab::Pipeline& pipeline = context.lab.pipeline();
  begin_bar(context, "##status", ImGui::GetMainViewport()->Size.y - context.px(design::kStatusBar),
            design::kStatusBar, context.colors().background);
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  center_line(context, design::kStatusBar, ImGui::GetTextLineHeight());

  const lab::Filter& filter = document.filters.front();
  const Shape& map = pipeline.map(0, 0).values.shape();
  const conv::Conv2dOptions& conv = document.conv;
  char shapes[192];
  std::snprintf(shapes, sizeof shapes,
                "(%zu, %d, %d, 3) * (%d, %d, %d, %zu) -> (%zu, %d, %d, %zu)  %s, stride %dx%d",
                document.sources.size(), document.crop_size.height, document.crop_size.width,
                filter.height, filter.width, filter.channels, document.filters.size(),
                document.sources.size(), static_cast<int>(map[0]), static_cast<int>(map[1]),
                document.filters.size(), conv.padding == conv::Padding::kSame ? "SAME" : "VALID",
                conv.stride_h, conv.stride_w);
  ImGui::TextUnformatted(shapes);

  char conv_ms[16] = "--";
  char frame_ms[16] = "--";
  if (frame.show_timings) {
    std::snprintf(conv_ms, sizeof conv_ms, "%.2f", pipeline.conv_ms());
    std::snprintf(frame_ms, sizeof frame_ms, "%.1f", frame.frame_ms);
  }
  char right[192];
  std::snprintf(right, sizeof right, "%s %s ms  %s   %s %s ms   %s %zu/%zu",
                context.text(Text::kConv), conv_ms, frame.engine.c_str(),
                context.text(Text::kFrame), frame_ms, context.text(Text::kStep),
                context.lab.history().position(), context.lab.history().size() - 1);
  ImGui::SameLine(ImGui::GetWindowWidth() - ImGui::CalcTextSize(right).x - context.px(12));
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(right);
  ImGui::PopStyleColor();
  ImGui::PopFont();
  ImGui::End();
}

void LabWindow::error_message(const PanelContext& context) {
  if (context.lab.error().empty()) return;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(
      ImVec2(viewport->Pos.x + viewport->Size.x / 2,
             viewport->Pos.y + viewport->Size.y - context.px(design::kStatusBar + 12)),
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
  ImGui::TextUnformatted(context.lab.error().c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::SameLine(0, context.px(16));
  if (labeled_button(context, Text::kDismiss, "dismiss")) context.lab.dismiss_error();
  ImGui::End();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

}  // namespace convlens::ui
