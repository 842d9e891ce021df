#pragma once

#include <optional>

#include "ui/kit/context.h"
#include "ui/shell/commands.h"

namespace convlens::ui {

// The keyboard among the controls: Tab goes from one to the next, F6 from panel to panel, arrows to
// the neighbours, Enter and Space press; Esc or a press of the mouse gives the keys back to the
// stage. Keyed letters act all the while.
class KeyboardWay {
 public:
  // First in every frame; takes the key that it means for itself out of `action`.
  void follow(const PanelContext& context, std::optional<Action>& action);
  // Whether arrows, Enter and Space are the controls' now, and not the stage's.
  bool leads() const { return leads_; }

 private:
  void enter(const PanelContext& context, int step);

  bool leads_ = false;
  int panel_ = -1;  // of the workspace's, where F6 went last
};

}  // namespace convlens::ui
