#include "ui/shell/docking.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <utility>

#include "ui/kit/metrics.h"
#include "ui/shell/bars.h"
#include "ui/shell/network_layout.h"

namespace convlens::ui {
namespace {

constexpr const char* kDockHost = "##columns";
constexpr const char* kBenchSpace = "bench and sum";
constexpr const char* kNetworkSpace = "network and sum";

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
  // The same part, to be split itself.
  Splitter parted(ImGuiDir side, float extent_px) {
    const bool across = side == ImGuiDir_Left || side == ImGuiDir_Right;
    const ImVec2 size(across ? extent_px : size_.x, across ? size_.y : extent_px);
    return {gap_, take(side, extent_px), size};
  }
  ImGuiID rest() const { return rest_; }

 private:
  Splitter(float gap, ImGuiID node, ImVec2 size) : gap_(gap), rest_(node), size_(size) {}

  float gap_;
  ImGuiID rest_;
  ImVec2 size_;
};

BenchRoom room_of(const PanelContext& context) {
  const ImVec2 window = ImGui::GetMainViewport()->Size;
  return {window.x / context.scale, window.y / context.scale, context.lab.view().input_rail};
}

// In the order of the parts below.
DockFit::Sizes usual_sizes(const PanelContext& context, lab::Workspace workspace) {
  const BenchRoom room = room_of(context);
  if (workspace == lab::Workspace::kBench) {
    const BenchLayout layout = bench_layout(room);
    return {context.px(layout.input), context.px(layout.filter), context.px(layout.sum)};
  }
  const NetworkLayout layout = network_layout({room.width, room.height});
  return {context.px(layout.band), context.px(layout.picture), context.px(layout.prediction),
          context.px(layout.map), context.px(layout.filter)};
}

void build_bench(const PanelContext& context, ImGuiID space, ImVec2 size) {
  Splitter splitter(context, space, size);
  const DockFit::Sizes sizes = usual_sizes(context, lab::Workspace::kBench);
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
  const DockFit::Sizes sizes = usual_sizes(context, lab::Workspace::kNetwork);
  Splitter band = splitter.parted(ImGuiDir_Down, sizes[0]);
  ImGui::DockBuilderDockWindow(panel_id::kSeen, splitter.take(ImGuiDir_Left, sizes[1]));
  ImGui::DockBuilderDockWindow(panel_id::kPrediction, splitter.take(ImGuiDir_Right, sizes[2]));
  ImGui::DockBuilderDockWindow(panel_id::kLayers, splitter.rest());
  ImGui::DockBuilderDockWindow(panel_id::kLargeMap, band.take(ImGuiDir_Left, sizes[3]));
  ImGui::DockBuilderDockWindow(panel_id::kTrainedFilter, band.take(ImGuiDir_Left, sizes[4]));
  ImGui::DockBuilderDockWindow(panel_id::kLayerSum, band.rest());
  ImGui::DockBuilderFinish(space);
}

constexpr float kLeastBeside = 200;  // design pixels of what a splitter parts a panel from

// A panel that a splitter parts from the others, the way that its part of the arrangement has.
struct Part {
  const char* panel = nullptr;
  ImGuiAxis axis = ImGuiAxis_X;
  float least = 0;      // in design pixels
  int row = 0;          // those of one row stand side by side with a panel that gets the rest
  bool around = false;  // it is one of several that the splitter parts together
};
constexpr int kMostRows = 3;
constexpr std::array<Part, 3> kBenchParts{{{panel_id::kInput, ImGuiAxis_X, design::kRail, 0},
                                           {panel_id::kFilter, ImGuiAxis_X, 240, 0},
                                           {panel_id::kSum, ImGuiAxis_Y, 96, 1}}};
constexpr std::array<Part, 5> kNetworkParts{{{panel_id::kLargeMap, ImGuiAxis_Y, 160, 0, true},
                                             {panel_id::kSeen, ImGuiAxis_X, 120, 1},
                                             {panel_id::kPrediction, ImGuiAxis_X, 160, 1},
                                             {panel_id::kLargeMap, ImGuiAxis_X, 120, 2},
                                             {panel_id::kTrainedFilter, ImGuiAxis_X, 160, 2}}};

std::span<const Part> parts_of(lab::Workspace workspace) {
  if (workspace == lab::Workspace::kBench) return kBenchParts;
  return kNetworkParts;
}

// Null where somebody put the panel elsewhere: there it stays as it is.
ImGuiDockNode* node_of(const Part& part) {
  const ImGuiWindow* window = ImGui::FindWindowByName(part.panel);
  ImGuiDockNode* node = window == nullptr ? nullptr : window->DockNode;
  if (node == nullptr || node->Windows.Size != 1) return nullptr;
  while (part.around && node->ParentNode != nullptr && node->ParentNode->SplitAxis != part.axis) {
    node = node->ParentNode;
  }
  const bool parted = node->ParentNode != nullptr && node->ParentNode->SplitAxis == part.axis;
  return parted ? node : nullptr;
}

void set_size(ImGuiDockNode& node, ImGuiAxis axis, float size_px) {
  node.Size[axis] = node.SizeRef[axis] = std::floor(size_px);
  node.WantLockSizeOnce = true;  // its neighbour gets the rest
}

// Whether the gap between a panel and its neighbour was double clicked.
bool double_clicked(const PanelContext& context, const ImGuiDockNode& node, ImGuiAxis axis) {
  if (!ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) return false;
  const ImGuiDockNode* const* pair = node.ParentNode->ChildNodes;
  const ImRect all = node.ParentNode->Rect();
  ImRect gap = all;
  gap.Min[axis] = pair[0]->Rect().Max[axis] - context.px(design::kGap);
  gap.Max[axis] = pair[1]->Rect().Min[axis] + context.px(design::kGap);
  return gap.Contains(ImGui::GetIO().MousePos);
}

// The panels of a row leave something to the one that gets the rest, whatever their splitters were
// dragged to in a larger window: Dear ImGui cannot part what has no extent.
void leave_room(const PanelContext& context, std::span<const Part> parts, DockFit::Sizes& wanted) {
  constexpr float kMostShare = 0.75f;
  const ImVec2 window = ImGui::GetMainViewport()->Size;
  const float bars = context.px(design::kTopBar + design::kStrip + design::kStatusBar);
  for (int row = 0; row < kMostRows; ++row) {
    float extent = 0.0f;
    float all = 0.0f;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].row != row) continue;
      all += wanted[i];
      extent = parts[i].axis == ImGuiAxis_X ? window.x : window.y - bars;
    }
    extent = std::max(extent, context.px(design::kLeastColumns));
    const float most = std::max(extent - context.px(kLeastBeside), kMostShare * extent);
    if (all <= most) continue;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].row == row) wanted[i] *= most / all;
    }
  }
}

}  // namespace

// What the splitters' panels are to be.
DockFit::Sizes DockFit::wanted(const PanelContext& context, const Sizes& usual) const {
  const auto parts = parts_of(workspace_);
  Sizes sizes = usual;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool folded = i == 0 && workspace_ == lab::Workspace::kBench && shown_.room.rail;
    const float asked = folded ? usual[i] : usual[i] * dragged_[i];
    sizes[i] = std::max(context.px(parts[i].least), asked);
  }
  leave_room(context, parts, sizes);
  return sizes;
}

void DockFit::reset() {
  dragged_.fill(1.0f);
  refit();
}

void DockFit::keep() {
  ImGuiSettingsHandler handler;
  handler.TypeName = workspace_ == lab::Workspace::kBench ? "BenchSplitters" : "NetworkSplitters";
  handler.TypeHash = ImHashStr(handler.TypeName);
  handler.UserData = this;
  handler.ReadOpenFn = [](ImGuiContext*, ImGuiSettingsHandler* own, const char*) {
    return own->UserData;
  };
  handler.ReadLineFn = &read_line;
  handler.WriteAllFn = &write;
  ImGui::AddSettingsHandler(&handler);
}

// "2=1500": the splitter of that place stands at so many thousandths of what is usual.
void DockFit::read_line(ImGuiContext* /*context*/, ImGuiSettingsHandler* /*handler*/, void* fit,
                        const char* line) {
  char* end = nullptr;
  const long place = std::strtol(line, &end, 10);
  if (end == line || *end != '=' || place < 0 || place >= long{kMostSplitters}) return;
  const long share = std::strtol(end + 1, nullptr, 10);
  auto& own = *static_cast<DockFit*>(fit);
  own.dragged_[static_cast<std::size_t>(place)] =
      static_cast<float>(std::clamp(share, 250L, 4000L)) / 1000.0f;
  own.refit();
}

void DockFit::write(ImGuiContext* /*context*/, ImGuiSettingsHandler* handler,
                    ImGuiTextBuffer* out) {
  const auto* fit = static_cast<const DockFit*>(handler->UserData);
  out->appendf("[%s][dragged]\n", handler->TypeName);
  for (std::size_t i = 0; i < parts_of(fit->workspace_).size(); ++i) {
    out->appendf("%zu=%ld\n", i, std::lround(fit->dragged_[i] * 1000));
  }
  out->append("\n");
}

void DockFit::follow(const PanelContext& context, float strips) {
  const auto parts = parts_of(workspace_);
  // In the first frame no panel has a place yet.
  const auto placed = [](const Part& part) { return node_of(part) != nullptr; };
  if (std::none_of(parts.begin(), parts.end(), placed)) return;
  const bool bench = workspace_ == lab::Workspace::kBench;
  const Sizes usual = usual_sizes(context, workspace_);
  // Dear ImGui moves them, too, where a window has no room for what they are to be.
  const bool drags =
      ImGui::IsMouseDown(ImGuiMouseButton_Left) || ImGui::IsMouseReleased(ImGuiMouseButton_Left);
  const Shown now{room_of(context), context.scale, strips};
  if (std::exchange(shown_, now) != now) refit();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    ImGuiDockNode* node = node_of(parts[i]);
    if (node == nullptr) continue;
    const ImGuiAxis axis = parts[i].axis;
    const bool folded = bench && i == 0 && now.room.rail;
    if (double_clicked(context, *node, axis)) {
      dragged_[i] = 1.0f;
      refit();
    }
    if (frames_ == 0) {
      set_size(*node, axis, wanted(context, usual)[i]);
    } else if (frames_ > kSettling && drags && std::abs(node->Size[axis] - settled_[i]) >= 1.0f) {
      // Neither it nor what is beside it becomes too small to be of use.
      const float most = node->ParentNode->Size[axis] - context.px(kLeastBeside);
      const float least = context.px(parts[i].least);
      if (!folded && most > least) {
        const float kept = std::clamp(node->Size[axis], least, most);
        if (kept != node->Size[axis]) set_size(*node, axis, kept);
      }
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
  // A panel says itself what it is; where two stand in one place, tabs tell them apart.
  ImGui::DockSpace(space, ImVec2(0, 0), ImGuiDockNodeFlags_AutoHideTabBar);
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
  // A panel alone in its place needs no tab, nor the triangle that would bring one back.
  if (docked && (window == nullptr || window->DockNode->Windows.Size <= 1)) {
    ImGuiWindowClass alone;
    alone.DockNodeFlagsOverrideSet = ImGuiDockNodeFlags_NoTabBar;
    ImGui::SetNextWindowClass(&alone);
  }
  if (docked) ImGui::SetNextWindowBgAlpha(0.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, docked ? 0.0f : context.px(1));
  const bool open = ImGui::Begin(name, nullptr, ImGuiWindowFlags_NoCollapse);
  ImGui::PopStyleVar();
  return open;
}

}  // namespace convlens::ui
