#include "ui/window/recording_controls.h"

#include <imgui_internal.h>

#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "ui/kit/controls.h"
#include "ui/kit/icons.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/shell/bars.h"

namespace convlens::ui {
namespace {

constexpr const char* kControls = "##recording";
constexpr const char* kChoosing = "###record";
constexpr float kLabelWidth = 132;
constexpr float kBesideMiddle = 150;  // the top bar is free right of the window's middle

constexpr std::array kParts{
    Way{{tr("what is recorded", "Window"), tr("All of it, but the controls of the recording")},
        "window"},
    Way{{tr("Maps"), tr("The maps, or the network's layers")}, "maps"},
    Way{{tr("Stage"), tr("The filter that is painted, with its planes")}, "stage"},
    Way{{tr("This cell"), tr("The sum of one cell")}, "cell"}};

struct Format {
  Way way;
  const char* ending = nullptr;
  int usual_fps = 0;
};
constexpr std::array kFormats{
    Format{{{{"MP4"}, tr("H.264: slides and every player take it")}, "mp4"}, ".mp4", 30},
    Format{{{{"GIF"}, tr("Up to 256 colours a frame; loops, and every page shows it")}, "gif"},
           ".gif",
           20},
    Format{{{{"WebM"}, tr("VP9: for pages of the web")}, "webm"}, ".webm", 30}};

struct Number {
  Way way;
  int value = 0;
};
constexpr std::array kSizes{
    Number{{{{"100%"}, tr("Every pixel as it is on screen")}, "100 percent"}, 100},
    Number{{{{"50%"}, tr("Half as wide and half as high: a quarter of the file")}, "50 percent"},
           50}};
constexpr std::array kRates{Number{{{{"10"}}, "10 frames"}, 10},
                            Number{{{{"20"}}, "20 frames"}, 20},
                            Number{{{{"30"}}, "30 frames"}, 30}};

constexpr Label kStart{tr("Start recording"),
                       tr("Begins at once; it is saved among your pictures")};

// One of some, told by a member. The one that was pressed, if any.
template <typename Row, std::size_t kCount, typename IsChosen>
const Row* row_of(const PanelContext& context, const Text& label,
                  const std::array<Row, kCount>& rows, const IsChosen& is_chosen) {
  std::array<Way, kCount> ways;
  std::size_t chosen = kCount;
  for (std::size_t i = 0; i < kCount; ++i) {
    ways[i] = rows[i].way;
    if (is_chosen(rows[i])) chosen = i;
  }
  ImGui::AlignTextToFramePadding();
  caption(context, context.text(label));
  same_line_behind(context, kLabelWidth);
  const auto pressed = choice(context, ways, chosen);
  return pressed ? &rows[*pressed] : nullptr;
}

// "1:05"
std::string clock_text(double seconds) {
  const auto whole = static_cast<int>(std::floor(seconds));
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

void lamp(const PanelContext& context, bool runs) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float side = context.px(design::kControl);
  const ImVec2 center(at.x + side / 2, at.y + side / 2);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float radius = context.px(6);
  if (runs) {
    list->AddCircleFilled(center, radius, context.colors().error);
  } else {
    list->AddCircle(center, radius, context.colors().secondary, 0, context.px(2));
  }
  ImGui::Dummy(ImVec2(side, side));
  ImGui::SameLine(0, 0);
}

void told(const PanelContext& context, const RecordingState& state) {
  ImGui::AlignTextToFramePadding();
  if (state.stage == lab::RecordingStage::kFinishing) {
    const auto percent = static_cast<int>(100 * state.progress);
    ImGui::TextUnformatted(context.said(phrase("saving {}%", percent)).c_str());
    return context.frames.request_frame(0.1);
  }
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  ImGui::TextUnformatted(clock_text(state.seconds).c_str());
  ImGui::PopFont();
  if (state.stage == lab::RecordingStage::kRunning) {
    context.frames.request_frame(1.0 - (state.seconds - std::floor(state.seconds)));
  }
  if (state.dropped == 0) return;
  ImGui::SameLine();
  caption(context, context.said(phrase("{} frames left out", state.dropped)).c_str());
  help(context, tr("The encoder is behind: they show the frame before. Fewer frames a second, or a "
                   "smaller size, help"));
}

void buttons(const PanelContext& context, const RecordingState& state) {
  Recorder& recorder = context.recorder;
  const bool paused = state.stage == lab::RecordingStage::kPaused;
  if (state.stage != lab::RecordingStage::kFinishing) {
    ImGui::SameLine();
    if (icon_button(context, paused ? Icon::kPlay : Icon::kPause,
                    paused ? tr("Goes on with the recording") : tr("Pauses the recording"),
                    "pause recording", design::kControl)) {
      recorder.pause(!paused);
    }
    ImGui::SameLine(0, 0);
    if (icon_button(context, Icon::kStop, tr("Ends the recording and saves it among your pictures"),
                    "stop recording", design::kControl)) {
      recorder.stop();
    }
  }
  ImGui::SameLine(0, 0);
  if (icon_button(context, Icon::kDelete, tr("Throws the recording away"), "cancel recording",
                  design::kControl)) {
    recorder.cancel();
  }
}

void controls(const PanelContext& context, const RecordingState& state) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(
      ImVec2(viewport->GetCenter().x + context.px(kBesideMiddle), viewport->Pos.y + context.px(4)),
      ImGuiCond_Always, ImVec2(0.5f, 0.0f));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(4), context.px(2)));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, context.px(1));
  ImGui::Begin(kControls, nullptr,
               (bar_flags() & ~ImGuiWindowFlags_NoBringToFrontOnFocus) |
                   ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
  lamp(context, state.stage == lab::RecordingStage::kRunning);
  told(context, state);
  buttons(context, state);
  ImGui::End();
  ImGui::PopStyleVar(2);
}

}  // namespace

void RecordingControls::choose(const PanelContext& context) {
  row_heading(context, tr("Record what is shown"));
  const auto part = [&] {
    ImGui::AlignTextToFramePadding();
    caption(context, context.text(tr("what is recorded", "What")));
    same_line_behind(context, kLabelWidth);
    return choice(context, kParts, static_cast<std::size_t>(choice_.part));
  }();
  if (part) choice_.part = static_cast<RecordedPart>(*part);
  const std::string ending = choice_.ending;
  if (const Format* format = row_of(context, tr("As"), kFormats,
                                    [&](const Format& row) { return ending == row.ending; })) {
    choice_.ending = format->ending;
    choice_.fps = format->usual_fps;
  }
  if (const Number* size = row_of(context, tr("Size"), kSizes, [&](const Number& row) {
        return choice_.percent == row.value;
      })) {
    choice_.percent = size->value;
  }
  if (const Number* rate = row_of(context, tr("Frames a second"), kRates,
                                  [&](const Number& row) { return choice_.fps == row.value; })) {
    choice_.fps = rate->value;
  }
  if (action(context, kStart, "begin recording")) {
    context.recorder.start(choice_);
    context.frames.request_frame();
    ImGui::CloseCurrentPopup();
  }
}

void RecordingControls::draw(const PanelContext& context) {
  const RecordingState state = context.recorder.state();
  const bool idle = state.stage == lab::RecordingStage::kNone;
  if (std::exchange(context.lab.view().show_recording, false) && idle) ImGui::OpenPopup(kChoosing);
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(ImVec2(viewport->Pos.x + viewport->Size.x - context.px(12),
                                 viewport->Pos.y + context.px(design::kTopBar)),
                          ImGuiCond_Appearing, ImVec2(1.0f, 0.0f));
  if (ImGui::BeginPopup(kChoosing)) {
    choose(context);
    close_on_escape();
    ImGui::EndPopup();
  }
  if (!idle) controls(context, state);
}

ImDrawList* recording_controls_drawn() {
  const ImGuiWindow* window = ImGui::FindWindowByName(kControls);
  return window != nullptr && window->Active ? window->DrawList : nullptr;
}

}  // namespace convlens::ui
