#include "ui/shell/docking.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "ui/kit/metrics.h"
#include "ui/shell/bars.h"

namespace convlens::ui {
namespace {

constexpr const char* kDockHost = "##columns";
constexpr const char* kBenchSpace = "bench and sum";
constexpr const char* kNetworkSpace = "network";

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

// The network's columns in a window that may be narrower than the design.
float column_unit(const PanelContext& context, float width) {
  return std::min(context.scale, width / design::kNarrowWindow);
}

// In pixels: the widths of Input and Filter and the height of the sum.
using BenchSizes = std::array<float, 3>;

BenchRoom room_of(const PanelContext& context) {
  const ImVec2 window = ImGui::GetMainViewport()->Size;
  return {window.x / context.scale, window.y / context.scale, context.lab.view().input_rail};
}

BenchSizes usual_sizes(const PanelContext& context) {
  const BenchLayout layout = bench_layout(room_of(context));
  return {context.px(layout.input), context.px(layout.filter), context.px(layout.sum)};
}

void build_bench(const PanelContext& context, ImGuiID space, ImVec2 size) {
  Splitter splitter(context, space, size);
  const BenchSizes sizes = usual_sizes(context);
  const ImGuiID input = splitter.take(ImGuiDir_Left, sizes[0]);
  const ImGuiID sum = splitter.take(ImGuiDir_Down, sizes[2]);
  const ImGuiID filter = splitter.take(ImGuiDir_Left, sizes[1]);
  ImGui::DockBuilderDockWindow(panel_id::kInput, input);
  ImGui::DockBuilderDockWindow(panel_id::kSum, sum);
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

// A panel that a splitter parts from the others, the way that its part of the arrangement has.
struct Part {
  const char* panel = nullptr;
  ImGuiAxis axis = ImGuiAxis_X;
  float least = 0;  // in design pixels
};
constexpr std::array<Part, 3> kParts{{{panel_id::kInput, ImGuiAxis_X, design::kRail},
                                      {panel_id::kFilter, ImGuiAxis_X, 240},
                                      {panel_id::kSum, ImGuiAxis_Y, 96}}};

// Null where somebody put the panel elsewhere: there it stays as it is.
ImGuiDockNode* node_of(const Part& part) {
  const ImGuiWindow* window = ImGui::FindWindowByName(part.panel);
  ImGuiDockNode* node = window == nullptr ? nullptr : window->DockNode;
  const bool parted = node != nullptr && node->ParentNode != nullptr && node->Windows.Size == 1 &&
                      node->ParentNode->SplitAxis == part.axis;
  return parted ? node : nullptr;
}

void set_size(ImGuiDockNode& node, ImGuiAxis axis, float size_px) {
  node.Size[axis] = node.SizeRef[axis] = std::floor(size_px);
  node.WantLockSizeOnce = true;  // its neighbour gets the rest
}

}  // namespace

void BenchFit::reset() {
  dragged_.fill(1.0f);
  refit();
}

// Splitters that were dragged when the arrangement was saved.
void BenchFit::take_saved(const std::array<float, 3>& usual) {
  constexpr float kAsUsual = 0.03f;
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    const ImGuiDockNode* node = node_of(kParts[i]);
    if (node == nullptr) continue;
    const float ratio = node->Size[kParts[i].axis] / usual[i];
    if (ratio > 0 && std::abs(ratio - 1) > kAsUsual) dragged_[i] = std::clamp(ratio, 0.25f, 4.0f);
  }
}

void BenchFit::follow(const PanelContext& context) {
  // In the first frame no panel has a place yet.
  const auto placed = [](const Part& part) { return node_of(part) != nullptr; };
  if (std::none_of(kParts.begin(), kParts.end(), placed)) return;
  const BenchSizes usual = usual_sizes(context);
  if (!std::exchange(saved_taken_, true)) take_saved(usual);
  const Shown now{room_of(context), context.scale, context.lab.view().show_hint};
  if (std::exchange(shown_, now) != now) refit();
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    ImGuiDockNode* node = node_of(kParts[i]);
    if (node == nullptr) continue;
    const ImGuiAxis axis = kParts[i].axis;
    const bool folded = i == 0 && now.room.rail;
    if (frames_ == 0) {
      const float wanted = folded ? usual[i] : usual[i] * dragged_[i];
      set_size(*node, axis, std::max(context.px(kParts[i].least), wanted));
    } else if (frames_ > kSettling && std::abs(node->Size[axis] - settled_[i]) >= 1.0f) {
      dragged_[i] *= node->Size[axis] / settled_[i];
    }
    settled_[i] = node->Size[axis];
  }
  frames_ = std::min(frames_ + 1, kSettling + 1);
}

void dock_space(const PanelContext& context, float top, float bottom, bool reset) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  // At least something, however small a window somebody asks for.
  const ImVec2 size(std::max(viewport->Size.x, context.px(design::kLeastColumns)),
                    std::max(viewport->Size.y - top - bottom, context.px(design::kLeastColumns)));
  ImGui::SetNextWindowPos(ImVec2(viewport->Pos.x, viewport->Pos.y + top));
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin(kDockHost, nullptr, bar_flags() | ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  const bool bench = context.lab.view().workspace == lab::Workspace::kBench;
  const ImGuiID bench_space = ImGui::GetID(kBenchSpace);
  const ImGuiID network_space = ImGui::GetID(kNetworkSpace);
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
  // A panel of the bench says itself what it is; where two stand in one place, tabs tell them
  // apart.
  ImGui::DockSpace(space, ImVec2(0, 0),
                   bench ? ImGuiDockNodeFlags_AutoHideTabBar : ImGuiDockNodeFlags_None);
  ImGui::PopStyleColor();
  ImGui::End();
}

void keep_docked() {
  ImGui::SetNextWindowSize(ImVec2(1, 1));
  ImGui::Begin(kDockHost, nullptr, bar_flags() | ImGuiWindowFlags_NoBackground);
  for (const char* space : {kBenchSpace, kNetworkSpace}) {
    const ImGuiID id = ImGui::GetID(space);
    if (ImGui::DockBuilderGetNode(id) == nullptr) continue;
    ImGui::DockSpace(id, ImVec2(0, 0), ImGuiDockNodeFlags_KeepAliveOnly);
  }
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
