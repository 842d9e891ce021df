#include <imgui.h>

#include <array>
#include <span>
#include <string>
#include <utility>

#include "lab/command/canvas_commands.h"
#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/format.h"
#include "ui/kit/menu.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/canvas_pen.h"

// What draws on a canvas, and what else can be put there; the pointer's way stands in
// canvas_pen.cpp.
namespace convlens::ui {
namespace {

constexpr float kSwatch = 26;

constexpr std::array kWays{
    Way{{tr("Draw"), tr("A drag over the picture draws on it")}, "canvas draw"},
    Way{{tr("Erase"), tr("A drag brings back what is under the drawing")}, "canvas erase"},
    Way{{tr("what a drag does", "Crop"), tr("A drag moves the crop, as on any picture")},
        "canvas crop"}};

struct StampName {
  lab::StampKind kind = {};
  Text text;
  const char* key = nullptr;
};
constexpr StampName kStamps[] = {
    {lab::StampKind::kImpulse, tr("Impulse: shows the filter, turned by half a turn"), "impulse"},
    {lab::StampKind::kStep, tr("Step edge"), "step"},
    {lab::StampKind::kLine, tr("Line"), "line"},
    {lab::StampKind::kRamp, tr("Ramp"), "ramp"},
    {lab::StampKind::kCheckerboard, tr("Checkerboard"), "checkerboard"},
    {lab::StampKind::kSinusoid, tr("Sinusoid"), "sinusoid"},
    {lab::StampKind::kNoise, tr("Noise"), "noise"}};

bool has_angle(lab::StampKind kind) {
  using K = lab::StampKind;
  return kind == K::kStep || kind == K::kLine || kind == K::kRamp || kind == K::kSinusoid;
}

bool has_size(lab::StampKind kind) {
  using K = lab::StampKind;
  return kind == K::kLine || kind == K::kCheckerboard || kind == K::kSinusoid;
}

const Text& size_name(lab::StampKind kind) {
  static constexpr Text kWidth = tr("Width, in pixels");
  static constexpr Text kField = tr("Field, in pixels");
  static constexpr Text kPeriod = tr("Period, in pixels");
  if (kind == lab::StampKind::kLine) return kWidth;
  return kind == lab::StampKind::kCheckerboard ? kField : kPeriod;
}

// After a field of the stamp was drawn: shown while it is dragged, a step when it is let go.
void put_when_changed(const PanelContext& context, std::size_t source, bool changed) {
  lab::Lab& lab = context.lab;
  const lab::PutStamp put{source, lab.view().canvas.stamp};
  if (changed) lab.preview(put);
  if (ImGui::IsItemDeactivatedAfterEdit() && lab.previewing()) lab.commit(put);
}

void stamp_fields(const PanelContext& context, std::size_t source) {
  lab::Stamp& stamp = context.lab.view().canvas.stamp;
  ImGui::PushItemWidth(context.px(180));
  if (has_angle(stamp.kind)) {
    caption(context, context.text(tr("Angle, in degrees")));
    put_when_changed(context, source,
                     ImGui::SliderFloat("##angle", &stamp.angle_deg, 0, 180, "%.0f",
                                        ImGuiSliderFlags_AlwaysClamp));
  }
  if (has_size(stamp.kind)) {
    caption(context, context.text(size_name(stamp.kind)));
    put_when_changed(
        context, source,
        ImGui::SliderFloat("##size", &stamp.size_px, lab::kLeastStampSize, lab::kMostStampSize,
                           "%.1f", ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_Logarithmic));
  }
  if (stamp.kind == lab::StampKind::kNoise) {
    caption(context, context.text(tr("Seed: the same one gives the same noise")));
    const std::uint32_t least = 0;
    put_when_changed(context, source,
                     ImGui::DragScalar("##seed", ImGuiDataType_U32, &stamp.seed, 0.1f, &least,
                                       &lab::kMostStampSeed, "%u", ImGuiSliderFlags_AlwaysClamp));
  }
  ImGui::PopItemWidth();
}

void stamp_menu(const PanelContext& context, std::size_t source, bool asked) {
  if (!begin_menu(context, "stamp menu", asked)) return;
  lab::Stamp& stamp = context.lab.view().canvas.stamp;
  const auto& shown = context.lab.document().sources[source].picture->stamp;
  for (const StampName& one : kStamps) {
    const std::string name = std::string(context.text(one.text)) + "###" + one.key;
    if (!ImGui::Selectable(name.c_str(), shown && shown->kind == one.kind,
                           ImGuiSelectableFlags_NoAutoClosePopups)) {
      continue;
    }
    stamp.kind = one.kind;
    context.lab.commit(lab::PutStamp{source, stamp});
  }
  if (stamp.kind != lab::StampKind::kImpulse) {
    ImGui::Separator();
    stamp_fields(context, source);
  }
  end_menu();
}

void color_button(const PanelContext& context) {
  constexpr const char* kPicker = "colour picker";
  Rgb& rgb = context.lab.view().canvas.brush.color;
  std::array<float, 3> color{};
  for (std::size_t c = 0; c < 3; ++c) color[c] = static_cast<float>(rgb[c]) / 255.0f;
  const ImVec4 shown(color[0], color[1], color[2], 1.0f);
  const float side = ImGui::GetFrameHeight();
  if (ImGui::ColorButton("###canvas colour", shown,
                         ImGuiColorEditFlags_NoTooltip | ImGuiColorEditFlags_NoDragDrop,
                         ImVec2(side, side))) {
    ImGui::OpenPopup(kPicker);
  }
  help(context, tr("The brush's colour"));
  if (!ImGui::BeginPopup(kPicker)) return;
  close_on_escape();
  ImGui::SetNextItemWidth(context.px(220));
  // Without what Dear ImGui says in English alone.
  if (ImGui::ColorPicker3("###canvas picker", color.data(),
                          ImGuiColorEditFlags_NoSidePreview | ImGuiColorEditFlags_NoOptions |
                              ImGuiColorEditFlags_NoLabel | ImGuiColorEditFlags_DisplayRGB)) {
    for (std::size_t c = 0; c < 3; ++c) rgb[c] = static_cast<std::uint8_t>(color[c] * 255 + 0.5f);
  }
  ImGui::EndPopup();
}

void size_slider(const PanelContext& context, float width) {
  float& size = context.lab.view().canvas.brush.size_px;
  ImGui::SetNextItemWidth(width - context.px(kSliderNumber));
  ImGui::SliderFloat("##canvas size", &size, lab::kLeastBrush_px, lab::kMostBrush_px, "",
                     ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_Logarithmic);
  help(context, tr("How wide the brush is, in pixels of the picture"));
  slider_number(context, fmt::format("{:.1f} px", size).c_str());
}

std::span<const Way> ways_of(CanvasPlace place) {
  return std::span(kWays).first(place == CanvasPlace::kAlone ? 2 : 3);
}

void ways(const PanelContext& context, CanvasPlace place) {
  lab::CanvasTools& tools = context.lab.view().canvas;
  const bool draws = tools.draws || place == CanvasPlace::kAlone;
  const std::size_t chosen = !draws ? 2 : tools.brush.erases ? 1 : 0;
  const auto way = choice(context, ways_of(place), chosen);
  if (!way) return;
  tools.draws = *way != 2;
  tools.brush.erases = *way == 1;
}

// What is drawn on a canvas that comes up is to be seen.
void choose_color(const PanelContext& context, std::size_t source) {
  lab::CanvasTools& tools = context.lab.view().canvas;
  const lab::Picture& canvas = *context.lab.document().sources[source].picture;
  if (std::exchange(tools.drawn_on, canvas.under) == canvas.under) return;
  if (tools.brush.color != lab::paper_of(canvas)) return;
  for (std::uint8_t& value : tools.brush.color) value = static_cast<std::uint8_t>(255 - value);
}

}  // namespace

float canvas_bar_height(const PanelContext& context) { return 2 * Bar::height(context); }

void canvas_bar(const PanelContext& context, std::size_t source, float width, CanvasPlace place) {
  constexpr Label kStamp{tr("Stamp"), tr("An impulse, an edge, a sinusoid and more, in the place "
                                         "of the drawing")};
  constexpr Label kClear{tr("Clear"), tr("Takes away all that is drawn")};
  choose_color(context, source);
  ImGui::PushID("canvas");
  bool stamps = false;
  {
    Bar bar(context, "canvas bar", width);
    bar.add(choice_width(context, ways_of(place)), [&context, place] { ways(context, place); });
    bar.add(context.px(kSwatch), [&context] { color_button(context); });
  }
  {
    Bar bar(context, "canvas more", width);
    const float actions =
        action_width(context, kStamp.text) + action_width(context, kClear.text) + context.px(8);
    const float slider = std::max(context.px(96), width - actions - context.px(8));
    bar.add(slider, [&context, slider] { size_slider(context, slider); });
    bar.add(action_width(context, kStamp.text),
            [&context, &stamps, kStamp] { stamps = action(context, kStamp, "canvas stamp"); });
    bar.add(
        action_width(context, kClear.text),
        [&context, source, kClear] {
          if (action(context, kClear, "canvas clear")) {
            context.lab.commit(lab::ClearCanvas{source});
          }
        },
        0);
  }
  stamp_menu(context, source, stamps);
  ImGui::PopID();
}

}  // namespace convlens::ui
