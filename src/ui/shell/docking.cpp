#include "ui/shell/docking.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cstdio>

#include "ui/kit/metrics.h"
#include "ui/shell/bars.h"

namespace convlens::ui {
namespace {

// Splits a dock node again and again, in pixels.
class Splitter {
 public:
  Splitter(const PanelContext& context, ImGuiID space, ImVec2 size)
      : gap_(context.px(design::kGap)), rest_(space), size_(size) {
    ImGui::DockBuilderRemoveNode(space);
    ImGui::DockBuilderAddNode(space, ImGuiDockNodeFlags_DockSpace);
    ImGui::DockBuilderSetNodeSize(space, size);
  }

  // Takes a part of the given width or height off the rest.
  ImGuiID take(ImGuiDir side, float extent_px) {
    const bool across = side == ImGuiDir_Left || side == ImGuiDir_Right;
    float& room = across ? size_.x : size_.y;
    const float share = std::clamp(extent_px / (room - gap_), 0.05f, 0.95f);
    const ImGuiID id = ImGui::DockBuilderSplitNode(rest_, side, share, nullptr, &rest_);
    room -= extent_px + gap_;
    return id;
  }
  ImGuiID rest() const { return rest_; }
  ImVec2 size() const { return size_; }

 private:
  float gap_;
  ImGuiID rest_;
  ImVec2 size_;
};

// The design's pixels in a window that may be narrower than the design.
float column_unit(const PanelContext& context, float width) {
  return std::min(context.scale, width / design::kNarrowWindow);
}

struct BenchWidths {
  float input = 0;
  float filter = 0;
};

// In pixels, where the window is `width` pixels wide.
BenchWidths bench_widths(const PanelContext& context, float width) {
  const float unit_px = column_unit(context, width);
  const bool narrow = is_narrow(context);
  return {unit_px * (input_is_rail(context) ? design::kRail : design::kInputColumn),
          unit_px * (narrow ? design::kFilterByRail : design::kFilterColumn)};
}

void build_bench(const PanelContext& context, ImGuiID space, ImVec2 size) {
  Splitter splitter(context, space, size);
  const BenchWidths widths = bench_widths(context, size.x);
  const ImGuiID input = splitter.take(ImGuiDir_Left, widths.input);
  const ImGuiID filter = splitter.take(ImGuiDir_Left, widths.filter);
  ImGui::DockBuilderDockWindow(panel_id::kInput, input);
  ImGui::DockBuilderDockWindow(panel_id::kFilter, filter);
  ImGui::DockBuilderDockWindow(panel_id::kMaps, splitter.rest());
  ImGui::DockBuilderFinish(space);
}

void build_network(const PanelContext& context, ImGuiID space, ImVec2 size) {
  Splitter splitter(context, space, size);
  const float unit_px = column_unit(context, size.x);
  const ImGuiID filter = splitter.take(ImGuiDir_Left, unit_px * design::kFilterColumn);
  const ImGuiID prediction = splitter.take(ImGuiDir_Right, unit_px * design::kInputColumn);
  const float below = std::min(unit_px * design::kNetworkBelow, splitter.size().y * 0.4f);
  const ImGuiID table = splitter.take(ImGuiDir_Down, below);
  ImGuiID weights = 0;
  ImGuiID layer_table = 0;
  ImGui::DockBuilderSplitNode(table, ImGuiDir_Left, 0.45f, &weights, &layer_table);
  ImGui::DockBuilderDockWindow(panel_id::kTrainedFilter, filter);
  ImGui::DockBuilderDockWindow(panel_id::kPrediction, prediction);
  ImGui::DockBuilderDockWindow(panel_id::kWeights, weights);
  ImGui::DockBuilderDockWindow(panel_id::kLayerTable, layer_table);
  ImGui::DockBuilderDockWindow(panel_id::kLayers, splitter.rest());
  ImGui::DockBuilderFinish(space);
}

// Where the panel is a column of its own; where somebody put it elsewhere, it stays as it is.
void set_width(const char* panel, float width) {
  const ImGuiWindow* window = ImGui::FindWindowByName(panel);
  ImGuiDockNode* node = window == nullptr ? nullptr : window->DockNode;
  if (node == nullptr || node->ParentNode == nullptr || node->Windows.Size != 1 ||
      node->ParentNode->SplitAxis != ImGuiAxis_X) {
    return;
  }
  node->Size.x = node->SizeRef.x = width;
  node->WantLockSizeOnce = true;  // its neighbour gets the rest
}

}  // namespace

bool input_is_rail(const PanelContext& context) {
  return context.lab.view().input_rail.value_or(is_narrow(context));
}

void fit_bench(const PanelContext& context) {
  const BenchWidths widths = bench_widths(context, ImGui::GetMainViewport()->Size.x);
  set_width(panel_id::kInput, widths.input);
  set_width(panel_id::kFilter, widths.filter);
}

bool is_narrow(const PanelContext& context) {
  return ImGui::GetMainViewport()->Size.x < context.px(design::kRailWindow);
}

void dock_space(const PanelContext& context, float top, float bottom, bool reset) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  // At least something, however small a window somebody asks for.
  const ImVec2 size(std::max(viewport->Size.x, context.px(design::kLeastColumns)),
                    std::max(viewport->Size.y - top - bottom, context.px(design::kLeastColumns)));
  ImGui::SetNextWindowPos(ImVec2(viewport->Pos.x, viewport->Pos.y + top));
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("##columns", nullptr, bar_flags() | ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  const bool bench = context.lab.view().workspace == lab::Workspace::kBench;
  const ImGuiID bench_space = ImGui::GetID("bench");
  const ImGuiID network_space = ImGui::GetID("network");
  const ImGuiID space = bench ? bench_space : network_space;
  if (reset || ImGui::DockBuilderGetNode(space) == nullptr) {
    bench ? build_bench(context, space, size) : build_network(context, space, size);
  }
  // Dear ImGui draws the splitters of a dock space in its border's colour.
  ImGui::PushStyleColor(ImGuiCol_Border, context.colors().background);
  // The workspace that is not shown keeps its panels docked, once it has been built.
  const ImGuiID other = bench ? network_space : bench_space;
  if (ImGui::DockBuilderGetNode(other) != nullptr) {
    ImGui::DockSpace(other, ImVec2(0, 0), ImGuiDockNodeFlags_KeepAliveOnly);
  }
  ImGui::DockSpace(space);
  ImGui::PopStyleColor();
  ImGui::End();
}

bool begin_panel(const PanelContext& context, const Text& title, const char* id) {
  char name[96];
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

}  // namespace convlens::ui
