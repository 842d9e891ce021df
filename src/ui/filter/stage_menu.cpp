// The menu of a cell of the stage.
#include <utility>

#include "ui/filter/stage.h"
#include "ui/kit/menu.h"
#include "ui/pieces/picture_lines.h"

namespace convlens::ui {

void Stage::menu(const PanelContext& context) {
  if (!begin_menu(context, "cell menu", std::exchange(menu_opens_, false))) return;
  lab::Lab& lab = context.lab;
  const Cell cell = menu_cell_.value_or(Cell{});
  const auto line = [&](const Text& name, const char* key, const char* shortcut,
                        const Text& why_not = {}) {
    return menu_line(context, context.text(name), key, shortcut, why_not);
  };
  if (line(tr("Type the weight"), "type", "F2")) begin_typing(lab, cell);
  if (line(tr("Take it into the brush"), "pick", "I")) pick(lab, cell);
  if (line(tr("Write 0"), "zero", "Delete")) {
    begin_stroke(lab, cell, ImGuiKey_Delete);
    finish(lab);
  }
  const Text mutes = lab.staged().is_mine() ? Text{} : tr("only weights of my own are muted");
  if (line(tr("Mute it, or hear it again"), "mute", "", mutes)) {
    lab.commit(begun_muting(lab, cell, false, false).command);
  }
  if (line(tr("Hear it alone, or all again"), "solo", "", mutes)) {
    lab.commit(begun_muting(lab, cell, false, true).command);
  }
  ImGui::Separator();
  const lab::Filter& filter = lab.staged_filter();
  picture_lines(context, lab::FilterPicture{filter, lab::shown_plane(lab.view(), filter)});
  end_menu();
}

}  // namespace convlens::ui
