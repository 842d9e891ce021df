#pragma once

#include <optional>
#include <span>

#include "lab/document/weight_summary.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// One distribution of weights among those drawn over each other.
struct WeightCurve {
  enum class Style { kUntrained, kTrained, kMine };  // hatched, filled, outlined

  const lab::WeightSummary* summary = nullptr;
  Text name = tr("mine");
  Style style = Style::kMine;
};

// Name, mean and deviation of each, a line each, and what is left out of them and of the chart.
void weight_legend(const PanelContext& context, std::span<const WeightCurve> curves);

// The curves over each other in the room that is left; at least one. Returns the bin under the
// pointer, of the last curve that has one there.
std::optional<lab::WeightBin> weight_chart(const PanelContext& context,
                                           std::span<const WeightCurve> curves);

}  // namespace convlens::ui
