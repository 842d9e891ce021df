#include "ui/shell/about_network.h"

#include <algorithm>

#include "lab/document/names.h"
#include "ui/kit/icons.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr const char* kPopup = "about network";
constexpr float kWidth = 560;

}  // namespace

void about_network(const PanelContext& context) {
  const auto& network = context.lab.document().network;
  if (!network) return;
  const lab::TrainedNetwork& trained = *network->trained;
  if (icon_button(context, Icon::kAbout,
                  tr("The network's format and file, and what was found when it was read"),
                  "about network", design::kControl, !trained.notes.empty())) {
    ImGui::OpenPopup(kPopup);
  }
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->GetCenter(), ImGuiCond_Always, ImVec2(0.5f, 0.5f));
  const float width = std::min(context.px(kWidth), viewport->Size.x * 0.95f);
  ImGui::SetNextWindowSizeConstraints(ImVec2(width, 0), ImVec2(width, viewport->Size.y * 0.9f));
  if (!ImGui::BeginPopup(kPopup)) return;
  row_heading(context, tr("About the network"));
  ImGui::PushTextWrapPos(0.0f);
  ImGui::PushFont(context.fonts.strong, design::kBodyText);
  ImGui::TextUnformatted(legible(trained.name).c_str());
  ImGui::PopFont();
  caption(context, trained.format.c_str());
  if (trained.origin.is_file()) caption(context, legible(trained.origin.file).c_str());
  for (const Phrase& note : trained.notes) {
    ImGui::Bullet();
    ImGui::TextUnformatted(context.said(note).c_str());
  }
  ImGui::PopTextWrapPos();
  close_on_escape();
  ImGui::EndPopup();
}

}  // namespace convlens::ui
