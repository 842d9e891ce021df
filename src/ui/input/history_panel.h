#pragma once

#include <cstddef>
#include <string>

#include "ui/kit/context.h"

namespace convlens::ui {

// Every step of the history, the current one marked, those that redo leads to greyed. A click goes
// to a step; while the list has the keyboard, the arrows, Home and End do.
class HistoryPanel {
 public:
  void draw(const PanelContext& context);

 private:
  std::size_t shown_position_ = 0;  // the list was last scrolled to this step ...
  std::size_t shown_size_ = 0;      // ... of so many; 0: not yet
};

// What was opened and what went wrong, newest last.
void log_panel(const PanelContext& context);
// The same to copy, a line each.
std::string log_text(const PanelContext& context);

}  // namespace convlens::ui
