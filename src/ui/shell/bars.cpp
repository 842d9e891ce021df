#include "ui/shell/bars.h"

#include <cmath>
#include <cstdio>

#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/shell/about_network.h"
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

constexpr Label kUndo{tr("Undo"), tr("Takes the last step back (Ctrl+Z)")};
constexpr Label kRedo{tr("Redo"), tr("Does the step again that was taken back (Ctrl+Y)")};
constexpr Label kResetLayout{tr("Reset layout"),
                             tr("Puts the three columns back where they were at first")};
constexpr Label kDark{tr("Dark"), tr("Dark colours, for a dim room")};
constexpr Label kLight{tr("Light"), tr("Light colours, for a projector and for print")};
constexpr Label kHelp{{"?"}, tr("All keys and what the mouse does (F1)")};
// Each in the language that it leads to, whatever the window speaks.
constexpr Label kInKorean{{"한국어"}, {"모든 글을 한국어로 바꿉니다"}};
constexpr Label kInEnglish{{"English"}, {"Shows every text in English"}};

void workspace_tabs(const PanelContext& context) {
  lab::View& view = context.lab.view();
  constexpr struct {
    Label label;
    const char* key = nullptr;
    lab::Workspace workspace = {};
  } kTabs[] = {{{tr("Bench"), tr("Filters of your own on photographs (N)")},
                "bench",
                lab::Workspace::kBench},
               {{tr("Network"),
                 tr("All layers of a trained network, from the picture to the prediction (N)")},
                "network",
                lab::Workspace::kNetwork}};
  for (const auto& tab : kTabs) {
    if (labeled_button(context, tab.label, tab.key, view.workspace == tab.workspace)) {
      view.workspace = tab.workspace;
    }
    ImGui::SameLine(0, context.px(4));
  }
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
  if (!ImGui::BeginCombo("##network", "", ImGuiComboFlags_HeightLargest)) {
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
  ImGui::EndCombo();
  combo_name(shown);
}

void history_buttons(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  ImGui::BeginDisabled(!lab.history().can_undo());
  if (labeled_button(context, kUndo, "undo")) perform(Action::kUndo, context);
  ImGui::EndDisabled();
  ImGui::SameLine();
  ImGui::BeginDisabled(!lab.history().can_redo());
  if (labeled_button(context, kRedo, "redo")) perform(Action::kRedo, context);
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
  about_network(context);

  const bool light = view.theme == lab::Theme::kLight;
  const bool english = view.language == lab::Language::kEnglish;
  const Label& page = light ? kDark : kLight;
  const Label& language = english ? kInKorean : kInEnglish;
  float width = 0;
  for (const Label& label : {kUndo, kRedo, kResetLayout, page, language, kHelp}) {
    width += button_width(context, label.text);
  }
  width += 5 * ImGui::GetStyle().ItemSpacing.x;
  ImGui::SameLine(ImGui::GetWindowWidth() - width - context.px(12));
  history_buttons(context);
  ImGui::SameLine();
  const bool reset = labeled_button(context, kResetLayout, "reset layout");
  ImGui::SameLine();
  if (labeled_button(context, page, "theme")) {
    view.theme = light ? lab::Theme::kDark : lab::Theme::kLight;
  }
  ImGui::SameLine();
  if (labeled_button(context, language, "language")) {
    view.language = english ? lab::Language::kKorean : lab::Language::kEnglish;
  }
  ImGui::SameLine();
  if (labeled_button(context, kHelp, "help")) perform(Action::kHelp, context);
  ImGui::End();
  return reset;
}

}  // namespace convlens::ui
