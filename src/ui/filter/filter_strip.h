#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>

#include "ui/kit/context.h"

namespace convlens::ui {

// The filters as pictures: mine, to add, duplicate, delete, move and rename, or those of a trained
// layer; with the name of the one on the stage or, where there is one, the readout of its cells.
class FilterStrip {
 public:
  void draw(const PanelContext& context, const std::string& readout);
  // The line alone, of a trained filter; what else is `listed` stands behind its end.
  static void draw_band(const PanelContext& context, const std::string& readout,
                        const std::function<void()>& listed);

 private:
  void mine(const PanelContext& context, const std::string& readout);
  static void title(const PanelContext& context, const std::string& readout);
  float pictures(const PanelContext& context, float most);
  void thumbnail(const PanelContext& context, std::size_t index);
  void actions(const PanelContext& context);
  // The lines of that list, and of a small picture's menu.
  void lines(const PanelContext& context);
  void begin_renaming(const PanelContext& context);
  void rename_popup(const PanelContext& context);

  std::array<char, 81> name_{};  // that is being typed
  bool renames_ = false;         // the pop-up opens in this frame
  bool menu_opens_ = false;      // likewise
  std::size_t scrolled_to_ = 0;  // filter
};

}  // namespace convlens::ui
