#pragma once

#include "lab/document/band_filters.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// Filters from formulas: a button each, and a pop-up with the parameters of the one that was
// pressed. Every change of a parameter is seen at once; letting its slider go is the step.
class BandRow {
 public:
  void draw(const PanelContext& context);

 private:
  void begin(const PanelContext& context, lab::BandKind kind);
  void popup(const PanelContext& context);
  void slider(const PanelContext& context, const Label& label, const char* key, double& value,
              lab::BandLimits limits);

  lab::BandFilter band_;
};

}  // namespace convlens::ui
