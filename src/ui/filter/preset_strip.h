#pragma once

#include <optional>

#include "lab/document/presets.h"
#include "ui/filter/stage.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// Well-known filters as a line of small pictures, in the shape of the one on the stage: the maps
// show what each would do while the pointer rests on it, a click takes it.
class PresetStrip {
 public:
  void draw(const PanelContext& context, const Stage& stage);

 private:
  static void list(const PanelContext& context);
  void offer(const PanelContext& context, const Stage& stage, lab::Preset preset);

  std::optional<lab::Preset> pointed_;    // in this frame
  std::optional<lab::Preset> previewed_;  // that the lab shows on trial
  std::size_t step_ = 0;                  // of the history, when it was last looked at
  bool rests_ = false;                    // until the pointer moves on
};

}  // namespace convlens::ui
