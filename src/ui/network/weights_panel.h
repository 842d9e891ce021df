#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "lab/document/weight_summary.h"
#include "ui/kit/context.h"
#include "ui/pieces/weight_chart.h"

namespace convlens::ui {

// All filters of the layer on the stage, and the distribution of their weights in numpy's ten bins,
// trained, untrained and mine over each other, each in bins of its own or all in the same, with
// mean and deviation; and the slider over the moments of the training.
class WeightsPanel {
 public:
  void draw(const PanelContext& context);

 private:
  // What is drawn over each other.
  enum Curve { kUntrained, kTrained, kMine, kCurves };

  void distribution(const PanelContext& context, int layer);
  void summarize(const lab::Lab& lab, int layer);
  std::vector<WeightCurve> curves();
  void share_bins(std::vector<WeightCurve>& curves);
  static void moment_slider(const PanelContext& context, int layer);

  std::optional<lab::WeightSummary> summaries_[kCurves];  // kept as long as they are looked at
  std::optional<lab::WeightSummary> shared_[kCurves];     // the same in bins over all their ranges
  bool shares_bins_ = false;
  const lab::TrainedNetwork* network_ = nullptr;  // whose untrained kernel it is; never followed
  int layer_ = -1;
  bool showed_untrained_ = false;
};

}  // namespace convlens::ui
