#pragma once

#include <imgui_internal.h>

#include <cstddef>
#include <optional>

#include "ui/kit/context.h"

namespace convlens::ui {

// All filters of a layer of the network as small pictures in rows over the width that is there,
// `side` design pixels each. `marked`: framed as the chosen one. Returns the one that was clicked.
std::optional<std::size_t> filter_sheet(const PanelContext& context, const lab::FilterBank& bank,
                                        float side, std::optional<std::size_t> marked);

// One filter of the sheet's texture in a square of `side_px` pixels. Returns its corners.
ImRect draw_bank_filter(const PanelContext& context, const lab::FilterBank& bank, std::size_t index,
                        ImVec2 min, float side_px);

}  // namespace convlens::ui
