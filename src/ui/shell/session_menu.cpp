#include "ui/shell/session_menu.h"

#include <filesystem>
#include <string>

#include "ui/kit/widgets.h"
#include "ui/shell/command_line.h"

namespace convlens::ui {
namespace {

std::string file_name(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

// A dot behind the name: there are steps that the file has not.
std::string shown_name(const PanelContext& context) {
  const lab::SessionFile& file = context.lab.view().file;
  if (file.path.empty()) return context.text(tr("Session"));
  return file_name(file.path) + (file.changed ? " \u2022" : "");
}

void help_of(const PanelContext& context) {
  const lab::SessionFile& file = context.lab.view().file;
  if (file.path.empty()) {
    return help(context, tr("Every step is kept by itself and comes back with the next start. "
                            "Save a file of it to pass on, or to begin from again"));
  }
  help(context, file.changed ? tr("A dot: steps since the file was saved. They are kept by "
                                  "themselves, the file is as it was saved")
                             : tr("The file is as the lab is"));
}

void recent_sessions(const PanelContext& context) {
  // A copy: opening one changes the list.
  const std::vector<std::string> sessions = context.lab.view().sessions;
  if (sessions.empty()) return;
  ImGui::Separator();
  caption(context, context.text(tr("Of late")));
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    if (named_line(file_name(sessions[i]), "###session",
                   sessions[i] == context.lab.view().file.path)) {
      open_session(context, sessions[i]);
    }
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
      ImGui::SetTooltip("%s", legible(sessions[i]).c_str());
    }
    ImGui::PopID();
  }
}

}  // namespace

void session_menu(const PanelContext& context) {
  const std::string shown = shown_name(context);
  ImGui::SetNextItemWidth(context.px(kSessionWidth));
  if (!begin_list("##session", "", ImGuiComboFlags_HeightLargest)) {
    help_of(context);
    return combo_name(shown);
  }
  for (const Action action :
       {Action::kNewSession, Action::kOpenSession, Action::kSaveSession, Action::kSaveSessionAs}) {
    command_line(context, action);
  }
  recent_sessions(context);
  ImGui::EndCombo();
  combo_name(shown);
}

}  // namespace convlens::ui
