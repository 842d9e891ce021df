#include "ui/window/present.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/input/crop_picture.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/lesson/lesson_part.h"
#include "ui/lesson/lesson_strip.h"
#include "ui/map/single_map.h"
#include "ui/shell/bars.h"

namespace convlens::ui {
namespace {

constexpr float kMargin = 16;
constexpr float kBetweenParts = 20;
constexpr float kCaption = 26;        // under crop, stage and map
constexpr float kStageOfMap = 1.25f;  // a side of the stage, of a map's height
constexpr float kStageOfPair = 1.5f;
constexpr float kCropOfPair = 0.16f;  // of the window, where the trained map stands beside mine
constexpr float kMostHero = 0.64f;    // of the window's height
constexpr float kLeastSum = 110;      // what three channels' terms need
constexpr float kRing = 36;           // radius

// Widths in pixels.
struct PresentLayout {
  float crop = 0;
  float stage = 0;
  float map = 0;
};

PresentLayout present_layout(const PanelContext& context, ImVec2 window, bool pair) {
  const lab::CropSize size = context.lab.document().crop_size;
  const float aspect = static_cast<float>(size.width) / static_cast<float>(size.height);
  const float room =
      window.x - 2 * context.px(kMargin) - (pair ? 3.0f : 2.0f) * context.px(kBetweenParts);
  const float sum = context.px(kLeastSum + kCaption + kBetweenParts + 2 * kMargin);
  const float most = std::min(kMostHero * window.y - context.px(kCaption), window.y - sum);
  PresentLayout layout;
  if (pair) {
    layout.crop = kCropOfPair * window.x;
    layout.map = (room - layout.crop) / (2 + kStageOfPair / aspect);
    layout.stage = kStageOfPair * layout.map / aspect;
  } else {
    layout.map = room / (2 + kStageOfMap / aspect);
    layout.stage = kStageOfMap * layout.map / aspect;
    layout.crop = layout.map;
  }
  const float height = std::max({layout.stage, layout.map / aspect, layout.crop / aspect});
  const float shrunk = std::min(1.0f, most / height);
  return {layout.crop * shrunk, layout.stage * shrunk, layout.map * shrunk};
}

void caption_under(const PanelContext& context, ImVec2 at, float right, const std::string& text) {
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, context.px(design::kSmallText),
                   ImVec2(at.x, at.y + context.px(6)), right, context.colors().text, text.c_str());
}

std::string shown_filter(const PanelContext& context) {
  return context.said(word(context.lab.staged_filter().name));
}

}  // namespace

bool Present::takes(const PanelContext& context, Action action) {
  lab::View& view = context.lab.view();
  if (action == Action::kUnpin) {
    lab::set_present(view, false);
    return true;
  }
  if (action != Action::kNextCell && action != Action::kPreviousCell) return false;
  const bool next = action == Action::kNextCell;
  if (context.lessons.run().runs()) {
    turn_lesson(view, context.lessons.run(), next ? 1 : -1);
  } else {
    view.present_trained = next;
  }
  return true;
}

void Present::draw(const PanelContext& context, Stage& stage) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->Pos);
  ImGui::SetNextWindowSize(viewport->Size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("##present", nullptr, bar_flags() | ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  lab::Lab& lab = context.lab;
  const auto partner = lab.view().present_trained ? lab.partner(lab.view().filter) : std::nullopt;
  const ImVec2 room(viewport->Size.x, viewport->Size.y - lesson_strip_height(context));
  const PresentLayout layout = present_layout(context, room, partner.has_value());
  const lab::CropSize size = lab.document().crop_size;
  const float crop_height =
      layout.crop * static_cast<float>(size.height) / static_cast<float>(size.width);
  const float gap = context.px(kBetweenParts);
  const ImVec2 origin(viewport->Pos.x + context.px(kMargin),
                      viewport->Pos.y + lesson_strip_height(context) + context.px(kMargin));
  float x = origin.x;
  ImGui::SetCursorScreenPos(origin);
  if (context.lessons.run().covers("input")) {
    curtain(context, {origin, ImVec2(x + layout.crop, origin.y + crop_height)});
  } else {
    crop_picture(context, layout.crop);
  }
  caption_under(context, ImVec2(x, origin.y + crop_height), x + layout.crop,
                context.said(word(lab.document().sources[lab.view().source].picture->name)));
  x += layout.crop + gap;

  ImGui::SetCursorScreenPos(ImVec2(x, origin.y));
  if (context.lessons.run().covers("filter")) {
    curtain(context, {ImVec2(x, origin.y), ImVec2(x + layout.stage, origin.y + layout.stage)});
  } else {
    ImGui::BeginDisabled(context.lessons.run().closes("filter"));
    stage.draw_alone(context, layout.stage);
    ImGui::EndDisabled();
  }
  const std::string readout = stage.readout(context);
  caption_under(context, ImVec2(x, origin.y + layout.stage), x + layout.stage,
                readout.empty() ? shown_filter(context) : readout);
  x += layout.stage + gap;

  lab.follow_view();
  lab.view().hovered.reset();
  ImGui::SetCursorScreenPos(ImVec2(x, origin.y));
  const bool covered = context.lessons.run().covers("maps");
  const float map_height =
      layout.map * static_cast<float>(size.height) / static_cast<float>(size.width);
  if (covered) {
    curtain(context, {ImVec2(x, origin.y), ImVec2(x + layout.map, origin.y + map_height)});
  } else {
    single_map(context, lab::MapId::mine(lab.view().source, lab.view().filter),
               shown_filter(context).c_str(), layout.map, seen_);
  }
  if (partner && !covered) {
    x += layout.map + gap;
    ImGui::SetCursorScreenPos(ImVec2(x, origin.y));
    const auto bank = lab.shown_bank(lab.trained_maps().first()->layer);
    const std::string name = fmt::format("{} [{}]", bank ? bank->name : "", partner->filter);
    single_map(context, lab::MapId::trained(lab.view().source, partner->filter), name.c_str(),
               layout.map, seen_);
  }

  const float top = origin.y + std::max(layout.stage, crop_height) + context.px(kCaption) + gap;
  ImGui::SetCursorScreenPos(ImVec2(origin.x, top));
  ImGui::BeginChild("present sum",
                    ImVec2(viewport->Size.x - 2 * context.px(kMargin),
                           viewport->Pos.y + viewport->Size.y - top - context.px(kMargin)));
  {
    const LessonPart part(context, "sum");
    if (!part.covered()) sum_.draw_overview(context);
  }
  ImGui::EndChild();
  ImGui::End();
  if (context.lessons.run().runs()) lesson_strip(context, 0);
}

void Present::over_all(const PanelContext& context) {
  if (ImGui::IsKeyChordPressed(ImGuiKey_B)) black_ = !black_;
  if (ImGui::IsKeyChordPressed(ImGuiMod_Ctrl | ImGuiKey_L)) ring_ = !ring_;
  ImDrawList* list = ImGui::GetForegroundDrawList();
  const ImGuiIO& io = ImGui::GetIO();
  if (ring_ && ImGui::IsMousePosValid()) {
    list->AddCircle(io.MousePos, context.px(kRing), IM_COL32(17, 20, 24, 255), 0, context.px(5));
    list->AddCircle(io.MousePos, context.px(kRing), IM_COL32_WHITE, 0, context.px(2));
  }
  if (black_) list->AddRectFilled(ImVec2(0, 0), io.DisplaySize, IM_COL32(0, 0, 0, 255));
}

}  // namespace convlens::ui
