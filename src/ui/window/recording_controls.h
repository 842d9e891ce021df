#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// Where a recording is chosen, as long as Shown::show_recording asks for it, and, while one goes
// on, what pauses, ends and drops it, over the top bar.
class RecordingControls {
 public:
  void draw(const PanelContext& context);

 private:
  void choose(const PanelContext& context);

  RecordingChoice choice_;
};

// What is drawn of the controls in this frame, null where nothing is: no part of a recording.
ImDrawList* recording_controls_drawn();

}  // namespace convlens::ui
