#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// Pictures in the place of words, where a row of buttons has no room for them.
enum class Icon {
  kAdd,
  kDuplicate,
  kDelete,
  kRename,
  kLeft,
  kRight,
  kUp,
  kDown,
  kMirrorX,
  kMirrorY,
  kOpen,
  kAbout,
  kMore,
  kPlay,
  kPause,
  kStop,
};

// A square button of `side` design pixels; `help_text` is its tooltip, which says what the picture
// does. `active` draws it filled in the accent colour.
bool icon_button(const PanelContext& context, Icon icon, const Text& help_text, const char* key,
                 float side, bool active = false);

}  // namespace convlens::ui
