#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// The panels that are docked, by the names under which the arrangement is saved: English in every
// language, so that a saved one fits both.
namespace panel_id {
inline constexpr const char* kInput = "###Input";
inline constexpr const char* kFilter = "###Filter";
inline constexpr const char* kMaps = "###Maps";
inline constexpr const char* kTrainedFilter = "###TrainedFilter";
inline constexpr const char* kLayers = "###Layers";
inline constexpr const char* kWeights = "###Weights";
inline constexpr const char* kLayerTable = "###LayerTable";
inline constexpr const char* kPrediction = "###Prediction";
}  // namespace panel_id

// Whether the window has no room for the Input column beside the others.
bool is_narrow(const PanelContext& context);

// Whether the Input column is to be folded to a rail of small pictures.
bool input_is_rail(const PanelContext& context);

// Gives the bench's Input and Filter columns the widths that is_narrow() and input_is_rail() ask
// for, where they stand side by side; the rest of the arrangement stays.
void fit_bench(const PanelContext& context);

// Fills the window between `top` and `bottom`, pixels from its edges, with the dock space of the
// view's workspace; `reset` puts its panels back where they were at first.
void dock_space(const PanelContext& context, float top, float bottom, bool reset);

// Begins a docked panel; ImGui::End() follows in any case. False where it shows nothing.
bool begin_panel(const PanelContext& context, const Text& title, const char* id);

}  // namespace convlens::ui
