#pragma once

#include <cstdint>

#include "ui/filter/band_row.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// Under the stage: what is done to all weights of the filter on it at once.
class WholeFilterTab {
 public:
  void draw(const PanelContext& context);

 private:
  void random_row(const PanelContext& context);

  BandRow band_;
  int seed_ = 1;  // of the next random weights
};

}  // namespace convlens::ui
