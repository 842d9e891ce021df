#pragma once

#include <string>

#include "ui/kit/context.h"

// Lists of things to do.
namespace convlens::ui {

// A line of one: its name, and at the right the key that does the same. Where it cannot be done,
// `why_not` stands under it; what is on or chosen has a tick. True when it was chosen. `key` tells
// it apart in every language.
bool menu_line(const PanelContext& context, const std::string& name, const char* key,
               const std::string& shortcut = {}, const Text& why_not = {}, bool ticked = false);

// A right click, which is no drag, wherever it is.
bool right_click_released();
// Whether the menu of the item before is asked for: by a right click that is no drag, a press of
// half a second, the Menu key or Shift+F10.
bool menu_asked_for(const PanelContext& context);
// By the keyboard alone, for an item whose presses mean something else.
bool menu_asked_for_by_key();
// While it is open, lines follow and end_menu(). `key` tells it apart in its window.
bool begin_menu(const PanelContext& context, const char* key, bool asked_for);
void end_menu();

}  // namespace convlens::ui
