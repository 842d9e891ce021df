#include "ui/input/picture_menu.h"

#include "ui/input/input_chain.h"
#include "ui/input/source_menu.h"
#include "ui/kit/menu.h"
#include "ui/shell/command_line.h"

namespace convlens::ui {

bool picture_menu(const PanelContext& context, std::size_t source) {
  lab::Lab& lab = context.lab;
  const bool asked = menu_asked_for(context);
  if (asked) lab.view().source = source;
  if (!begin_menu(context, "picture menu", asked)) return false;
  command_line(context, Action::kOpenPicture);
  command_line(context, Action::kAddPicture);
  ImGui::Separator();
  source_lines(context, source);
  ImGui::Separator();
  command_line(context, Action::kNextPicture);
  const lab::Picture& picture = *lab.document().sources[source].picture;
  if (picture.origin.is_file() && !picture.array) {
    command_line(context, Action::kPreviousInFolder);
    command_line(context, Action::kNextInFolder);
  }
  ImGui::Separator();
  if (menu_line(context, context.text(tr("Centre 70x120")), "centre")) take_usual_crop(lab, source);
  if (menu_line(context, context.text(tr("Fit")), "fit")) fit_picture(lab, source);
  const bool last = lab.document().sources.size() == 1;
  const bool removed = menu_line(context, context.text(tr("Take this picture out")), "remove", {},
                                 last ? tr("the last picture stays") : Text{});
  end_menu();
  return removed;
}

}  // namespace convlens::ui
