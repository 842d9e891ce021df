#include "ui/shell/bars.h"

#include <algorithm>
#include <cmath>

#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/shell/about_network.h"
#include "ui/shell/command_line.h"
#include "ui/shell/lesson_menu.h"
#include "ui/shell/session_menu.h"

namespace convlens::ui {

ImGuiWindowFlags bar_flags() {
  return ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoDocking | ImGuiWindowFlags_NoMove |
         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus;
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

constexpr Way kWorkspaces[] = {
    {{tr("Bench"), tr("Filters of your own on photographs (N)")}, "bench"},
    {{tr("Network"), tr("All layers of a trained network, from the picture to the prediction (N)")},
     "network"}};

constexpr Label kUndo{tr("Undo"), tr("Takes the last step back (Ctrl+Z)")};
constexpr Label kRedo{tr("Redo"), tr("Does the step again that was taken back (Ctrl+Y)")};
constexpr Label kFind{tr("Find"), tr("Everything that can be done, by its name (Ctrl+K)")};
constexpr Label kPresent{tr("Present"),
                         tr("Full screen and large, for the last row of a lecture (F11)")};

void workspaces(const PanelContext& context) {
  lab::View& view = context.lab.view();
  const bool bench = view.workspace == lab::Workspace::kBench;
  const auto pressed = choice(context, kWorkspaces, bench ? 0 : 1);
  if (pressed) view.workspace = *pressed == 0 ? lab::Workspace::kBench : lab::Workspace::kNetwork;
}

// The network that is open, or the one that is on its way, and the others to choose from.
void network_chooser(const PanelContext& context) {
  Networks& networks = context.networks;
  const auto& network = context.lab.document().network;
  const std::string shown = !networks.opening().empty()
                                ? context.said(phrase("opening {}...", networks.opening()))
                            : network ? network->trained->name
                                      : context.text(tr("Trained network"));
  ImGui::SetNextItemWidth(context.px(kChooserWidth));
  if (!begin_list("##network", "", ImGuiComboFlags_HeightLargest)) {
    help(context, tr("The network whose maps stand beside yours. Drop a .keras, .h5, .onnx or "
                     ".caffemodel file onto the window to open another"));
    return combo_name(shown);
  }
  for (std::size_t i = 0; i < networks.names().size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    const std::string& name = networks.names()[i];
    if (named_line(name, "###network", network && network->trained->name == name)) {
      networks.open(i);
    }
    ImGui::PopID();
  }
  ImGui::Separator();
  const std::string label = context.text(tr("Open a network")) + std::string("...###open network");
  if (ImGui::Selectable(label.c_str())) context.file_request = FilePurpose::kOpenNetwork;
  help(context, tr("Opens a .keras, .h5, .onnx or .caffemodel file"));
  command_line(context, Action::kSaveNetwork);
  ImGui::EndCombo();
  combo_name(shown);
}

struct TopAction {
  const Label& label;
  Action action = {};
  const char* key = nullptr;
};
constexpr TopAction kActions[] = {{kUndo, Action::kUndo, "undo"},
                                  {kRedo, Action::kRedo, "redo"},
                                  {kFind, Action::kPalette, "find"},
                                  {kPresent, Action::kPresent, "present"}};

void add_action(const PanelContext& context, Bar& bar, const TopAction& entry) {
  bar.add(action_width(context, entry.label.text), [&context, &entry] {
    const Text reason = why_not(entry.action, context);
    const bool closed = reason.english != nullptr;
    ImGui::BeginDisabled(closed);
    if (action(context, {entry.label.text, closed ? reason : entry.label.help}, entry.key)) {
      perform(entry.action, context);
    }
    ImGui::EndDisabled();
  });
}

void more(const PanelContext& context) {
  const lab::View& view = context.lab.view();
  command_line(context, Action::kCopyBench);
  command_line(context, Action::kSavePython);
  command_line(context, Action::kSaveWindow);
  command_line(context, Action::kCopyWindow);
  command_line(context, Action::kRecord);
  ImGui::Separator();
  command_line(context, Action::kLight, view.theme == lab::Theme::kLight);
  command_line(context, Action::kDark, view.theme == lab::Theme::kDark);
  ImGui::Separator();
  command_line(context, Action::kEnglish, view.language == lab::Language::kEnglish);
  command_line(context, Action::kKorean, view.language == lab::Language::kKorean);
  ImGui::Separator();
  for (const Action action : {Action::kLargerTexts, Action::kSmallerTexts, Action::kTextsAsUsual}) {
    command_line(context, action);
  }
  ImGui::Separator();
  const lab::Computing& computing = view.computing;
  const bool gpu = computing.engine == lab::ConvEngine::kGpu;
  command_line(context, Action::kOnProcessor, !gpu);
  command_line(context, Action::kOnGpu, gpu);
  command_line(context, Action::kAllCores, computing.threads == 0);
  command_line(context, Action::kOneCore, computing.threads == 1);
  ImGui::Separator();
  command_line(context, Action::kResetLayout);
  command_line(context, Action::kHelp);
}

}  // namespace

void top_bar(const PanelContext& context) {
  begin_bar(context, "##top", 0, design::kTopBar, 0);
  center_line(context, design::kTopBar, Bar::height(context));
  const float top = ImGui::GetCursorPosY();
  const float left = choice_width(context, kWorkspaces) +
                     context.px(16 + kChooserWidth + 8 + design::kControl + 16 + kSessionWidth);
  {
    Bar bar(context, "workspace", left);
    bar.add(choice_width(context, kWorkspaces), [&context] { workspaces(context); });
    bar.add(
        context.px(kChooserWidth), [&context] { network_chooser(context); }, 16);
    bar.add(context.px(design::kControl), [&context] { about_network(context); });
    bar.add(
        context.px(kSessionWidth), [&context] { session_menu(context); }, 16);
  }
  float right = context.px(design::kControl + 8) + lesson_menu_width(context) + context.px(8);
  for (const TopAction& entry : kActions) {
    right += action_width(context, entry.label.text) + context.px(8);
  }
  const float room = ImGui::GetWindowWidth() - 2 * context.px(12) - left;
  right = std::min(right, room);
  ImGui::SetCursorPos(ImVec2(ImGui::GetWindowWidth() - context.px(12) - right, top));
  {
    Bar bar(context, "top", right);
    bar.add(lesson_menu_width(context), [&context] { lesson_menu(context); });
    for (const TopAction& entry : kActions) add_action(context, bar, entry);
    bar.add_to_list([&context] { more(context); });
  }
  ImGui::End();
}

}  // namespace convlens::ui
