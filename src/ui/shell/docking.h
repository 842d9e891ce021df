#pragma once

#include <imgui_internal.h>

#include <array>

#include "ui/kit/context.h"
#include "ui/shell/bench_layout.h"

namespace convlens::ui {

// The panels that are docked, by the names under which the arrangement is saved: English in every
// language, so that a saved one fits both.
namespace panel_id {
inline constexpr const char* kInput = "###Input";
inline constexpr const char* kFilter = "###Filter";
inline constexpr const char* kMaps = "###Maps";
inline constexpr const char* kSum = "###Sum";
inline constexpr const char* kSeen = "###Seen";
inline constexpr const char* kLayers = "###Layers";
inline constexpr const char* kPrediction = "###Prediction";
inline constexpr const char* kLargeMap = "###LargeMap";
inline constexpr const char* kTrainedFilter = "###TrainedFilter";
inline constexpr const char* kLayerSum = "###LayerSum";
}  // namespace panel_id

// Keeps a workspace as its layout has it, and as far from that as somebody dragged a splitter, in
// proportion, whatever becomes of the window.
class DockFit {
 public:
  explicit DockFit(lab::Workspace workspace) : workspace_(workspace) { dragged_.fill(1.0f); }

  // Writes how far splitters were dragged into what Dear ImGui saves, and reads it from there: its
  // own sizes are pixels of a window that may be another one the next time. Before anything is
  // read; it stays where it is from then on.
  void keep();

  // Before the dock space of a frame; `strips`: how high the lines under the top bar are, in
  // pixels.
  void follow(const PanelContext& context, float strips);
  void reset();
  // Sets every size again: something else had the window.
  void refit() { frames_ = 0; }

  static constexpr std::size_t kMostSplitters = 5;
  // In pixels, what each splitter's panel is wide or high; 0 behind the last.
  using Sizes = std::array<float, kMostSplitters>;

 private:
  static void read_line(ImGuiContext* context, ImGuiSettingsHandler* handler, void* fit,
                        const char* line);
  static void write(ImGuiContext* context, ImGuiSettingsHandler* handler, ImGuiTextBuffer* out);
  Sizes wanted(const PanelContext& context, const Sizes& usual) const;

  static constexpr int kSettling = 3;  // frames until Dear ImGui has moved every splitter

  // What the sizes were last set for.
  struct Shown {
    BenchRoom room;
    float scale = 0;
    float strips = 0;

    friend bool operator==(const Shown&, const Shown&) = default;
  };

  lab::Workspace workspace_;
  Shown shown_;
  int frames_ = 0;  // since the sizes were last set
  Sizes dragged_{};
  Sizes settled_{};  // what the splitters stood at, in pixels
};

// Fills the window between `top` and `bottom`, pixels from its edges, with the dock space of the
// view's workspace; `reset` puts its panels back where they were at first.
void dock_space(const PanelContext& context, float top, float bottom, bool reset);

// Keeps the panels where they are docked while none of them is shown.
void keep_docked();

// Begins a docked panel; ImGui::End() follows in any case. False where it shows nothing.
bool begin_panel(const PanelContext& context, const Text& title, const char* id);

}  // namespace convlens::ui
