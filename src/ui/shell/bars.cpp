#include "ui/shell/bars.h"

#include <cmath>
#include <cstdio>

#include "ui/kit/metrics.h"
#include "ui/shell/keys.h"

namespace convlens::ui {

ImGuiWindowFlags bar_flags() {
  return ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoDocking | ImGuiWindowFlags_NoMove |
         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
         ImGuiWindowFlags_NoNavFocus;
}

void begin_bar(const PanelContext& context, const char* name, float top, float height,
               ImU32 background) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(ImVec2(viewport->Pos.x, viewport->Pos.y + top));
  ImGui::SetNextWindowSize(ImVec2(viewport->Size.x, context.px(height)));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, background);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(12), 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2(1, 1));
  ImGui::Begin(name, nullptr, bar_flags());
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor();
}

void center_line(const PanelContext& context, float bar_height, float line_px) {
  ImGui::SetCursorPosY(std::floor((context.px(bar_height) - line_px) / 2));
}

namespace {

constexpr float kChooserWidth = 208;

void workspace_tabs(const PanelContext& context) {
  lab::View& view = context.lab.view();
  constexpr struct {
    Text text;
    const char* key;
    lab::Workspace workspace;
  } kTabs[] = {{Text::kBench, "bench", lab::Workspace::kBench},
               {Text::kNetwork, "network", lab::Workspace::kNetwork}};
  for (const auto& tab : kTabs) {
    if (labeled_button(context, tab.text, tab.key, view.workspace == tab.workspace)) {
      view.workspace = tab.workspace;
    }
    ImGui::SameLine(0, context.px(4));
  }
}

// The network that is open, or the one that is on its way, and the others to choose from.
void network_chooser(const PanelContext& context) {
  Networks& networks = context.networks;
  const auto& network = context.lab.document().network;
  char shown[128];
  if (!networks.opening().empty()) {
    std::snprintf(shown, sizeof shown, "%s %s...", context.text(Text::kOpening),
                  networks.opening().c_str());
  } else {
    std::snprintf(shown, sizeof shown, "%s",
                  network ? network->trained->name.c_str() : context.text(Text::kTrainedNetwork));
  }
  ImGui::SetNextItemWidth(context.px(kChooserWidth));
  if (!ImGui::BeginCombo("##network", shown, ImGuiComboFlags_HeightLargest)) {
    return help(context, Text::kTrainedNetwork);
  }
  for (std::size_t i = 0; i < networks.names().size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    const std::string& name = networks.names()[i];
    if (ImGui::Selectable(name.c_str(), network && network->trained->name == name)) {
      networks.open(i);
    }
    ImGui::PopID();
  }
  ImGui::Separator();
  char label[96];
  std::snprintf(label, sizeof label, "%s...###open network", context.text(Text::kOpenNetwork));
  if (ImGui::Selectable(label)) context.file_request = FilePurpose::kOpenNetwork;
  help(context, Text::kOpenNetwork);
  ImGui::EndCombo();
}

void history_buttons(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  ImGui::BeginDisabled(!lab.history().can_undo());
  if (labeled_button(context, Text::kUndo, "undo")) perform(Action::kUndo, context);
  ImGui::EndDisabled();
  ImGui::SameLine();
  ImGui::BeginDisabled(!lab.history().can_redo());
  if (labeled_button(context, Text::kRedo, "redo")) perform(Action::kRedo, context);
  ImGui::EndDisabled();
}

}  // namespace

bool top_bar(const PanelContext& context) {
  lab::View& view = context.lab.view();
  begin_bar(context, "##top", 0, design::kTopBar, 0);
  center_line(context, design::kTopBar, ImGui::GetFrameHeight());
  ImGui::AlignTextToFramePadding();
  ImGui::PushFont(context.fonts.strong, 18);
  ImGui::TextUnformatted("ConvLens");
  ImGui::PopFont();
  ImGui::SameLine(0, context.px(20));
  workspace_tabs(context);
  ImGui::SameLine(0, context.px(16));
  network_chooser(context);

  const bool light = view.theme == lab::Theme::kLight;
  const bool english = view.language == lab::Language::kEnglish;
  const Text page = light ? Text::kDarkPage : Text::kLightPage;
  float width = 0;
  for (const Text label :
       {Text::kUndo, Text::kRedo, Text::kResetLayout, page, Text::kOtherLanguage, Text::kHelp}) {
    width += button_width(context, label);
  }
  width += 5 * ImGui::GetStyle().ItemSpacing.x;
  ImGui::SameLine(ImGui::GetWindowWidth() - width - context.px(12));
  history_buttons(context);
  ImGui::SameLine();
  const bool reset = labeled_button(context, Text::kResetLayout, "reset layout");
  ImGui::SameLine();
  if (labeled_button(context, page, "theme")) {
    view.theme = light ? lab::Theme::kDark : lab::Theme::kLight;
  }
  ImGui::SameLine();
  if (labeled_button(context, Text::kOtherLanguage, "language")) {
    view.language = english ? lab::Language::kKorean : lab::Language::kEnglish;
  }
  ImGui::SameLine();
  if (labeled_button(context, Text::kHelp, "help")) perform(Action::kHelp, context);
  ImGui::End();
  return reset;
}

}  // namespace convlens::ui
