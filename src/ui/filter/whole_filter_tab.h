#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "ui/filter/band_row.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// Under the stage: what is done to all weights of the filter on it at once.
class WholeFilterTab {
 public:
  // The rows of it, what is wanted most first; each refers to the tab.
  std::vector<std::function<void(const PanelContext&)>> rows(const PanelContext& context);

 private:
  void random_row(const PanelContext& context);

  BandRow band_;
  int seed_ = 1;  // of the next random weights
};

}  // namespace convlens::ui
