#pragma once

#include <memory>
#include <optional>

#include "lab/document/weight_summary.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// All filters of the layer on the stage, and the distribution of their weights in numpy's ten bins,
// trained, untrained and mine over each other, with mean and deviation; and the slider over the
// moments of the training.
class WeightsPanel {
 public:
  void draw(const PanelContext& context);

 private:
  // What is drawn over each other.
  enum Curve { kUntrained, kTrained, kMine, kCurves };

  void distribution(const PanelContext& context, int layer);
  void summarize(const lab::Lab& lab, int layer);
  static void moment_slider(const PanelContext& context, int layer);

  std::optional<lab::WeightSummary> summaries_[kCurves];  // kept as long as they are looked at
  const lab::TrainedNetwork* network_ = nullptr;  // whose untrained kernel it is; never followed
  int layer_ = -1;
  bool showed_untrained_ = false;
};

}  // namespace convlens::ui
