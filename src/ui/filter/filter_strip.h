#pragma once

#include <array>
#include <cstddef>

#include "ui/kit/context.h"

namespace convlens::ui {

// The filters as pictures: mine, to add, duplicate, delete, move and rename, or those of a trained
// layer.
class FilterStrip {
 public:
  void draw(const PanelContext& context);

 private:
  void mine(const PanelContext& context);
  void thumbnail(const PanelContext& context, std::size_t index);
  void buttons(const PanelContext& context);
  void begin_renaming(const PanelContext& context);
  void rename_popup(const PanelContext& context);

  std::array<char, 81> name_{};  // that is being typed
  bool renames_ = false;         // the pop-up opens in this frame
};

}  // namespace convlens::ui
