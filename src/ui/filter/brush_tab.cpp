#include "ui/filter/brush_tab.h"

#include <array>
#include <cstddef>
#include <iterator>

#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/icons.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kWeightLimit = 1000.0f;
constexpr float kValue = 60;

constexpr Label kFlip{{"\xc2\xb1"}, tr("Turns the brush's value into its negative (X)")};
constexpr Label kAllCount{tr("All count"), tr("Takes every weight back into the convolution")};
constexpr Text kOnlyMine = tr("Only my own filters can leave weights out");

void value_field(const PanelContext& context) {
  lab::Brush& brush = context.lab.view().brush;
  ImGui::SetNextItemWidth(context.px(kValue));
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  ImGui::DragFloat("##brush", &brush.value, 0.01f, -kWeightLimit, kWeightLimit, "%+.2f",
                   ImGuiSliderFlags_AlwaysClamp);
  ImGui::PopFont();
  help(context, tr("The value that a drag writes: drag sideways to change, double click to type"));
}

// Paint, erase, mute or solo; a second press takes the brush again.
std::array<Way, 4> tools(bool mine) {
  const Text why_not = mine ? Text{} : kOnlyMine;
  return {Way{{tr("Paint"), tr("Writes the brush's value")}, "paint"},
          Way{{tr("Eraser"), tr("Writes 0 instead of the brush's value (E)")}, "eraser"},
          Way{{tr("Mute"), tr("Leaves weights out of the convolution, or takes them back in; "
                              "they keep their values (M)")},
              "mute",
              why_not},
          Way{{tr("Solo"), tr("Only the weight under the pointer counts: its map is the "
                              "photograph, shifted and scaled (S)")},
              "solo",
              why_not}};
}

void mirror_button(const PanelContext& context, Icon icon, const Text& says, const char* key,
                   bool& on) {
  if (icon_button(context, icon, says, key, design::kControl, on)) on = !on;
}

constexpr Label kPlanes[] = {
    {tr("Red"), tr("Which planes the brush writes while all of them are on the stage")},
    {tr("Green"), tr("Which planes the brush writes while all of them are on the stage")},
    {tr("Blue"), tr("Which planes the brush writes while all of them are on the stage")}};
constexpr const char* kPlaneKeys[] = {"write red", "write green", "write blue"};

void plane_switches(const PanelContext& context, int plane) {
  for (std::size_t c = 0; c < std::size(kPlanes); ++c) {
    if (c > 0) ImGui::SameLine(0, 0);
    bool& writes = context.lab.view().brush.channels[c];
    const bool on = plane < 0 ? writes : static_cast<std::size_t>(plane) == c;
    ImGui::BeginDisabled(plane >= 0);
    if (switch_control(context, kPlanes[c], kPlaneKeys[c], on)) writes = !writes;
    ImGui::EndDisabled();
  }
}

}  // namespace

void brush_tab(const PanelContext& context) {
  lab::Brush& brush = context.lab.view().brush;
  const bool mine = context.lab.staged().is_mine();
  const std::array<Way, 4> ways = tools(mine);
  Bar bar(context, "brush");
  bar.add(context.px(kValue), [&] { value_field(context); });
  bar.add(choice_width(context, ways), [&] {
    const auto way = choice(context, ways, static_cast<std::size_t>(brush.tool));
    if (!way) return;
    const auto tool = static_cast<lab::Tool>(*way);
    brush.tool = brush.tool == tool ? lab::Tool::kPaint : tool;
  });
  bar.add(
      action_width(context, kFlip.text),
      [&] {
        if (action(context, kFlip, "flip sign")) brush.value = -brush.value;
      },
      4);
  if (mine && !context.lab.staged_filter().muted.empty()) {
    bar.add(action_width(context, kAllCount.text), [&] {
      if (action(context, kAllCount, "hear all")) {
        context.lab.commit(lab::MuteWeights{context.lab.view().filter, {}});
      }
    });
  }
  bar.add(Bar::height(context), [&] {
    mirror_button(context, Icon::kMirrorX, tr("What the brush does left, it does right, too"),
                  "paint mirror x", brush.mirror_x);
  });
  bar.add(
      Bar::height(context),
      [&] {
        mirror_button(context, Icon::kMirrorY,
                      tr("What the brush does at the top, it does at the bottom, too"),
                      "paint mirror y", brush.mirror_y);
      },
      4);
  const lab::Filter& filter = context.lab.staged_filter();
  if (filter.channels != 3) return;  // the brush writes the one on the stage
  float switches = 0;
  for (const Label& plane : kPlanes) switches += switch_width(context, plane.text);
  const int plane = lab::shown_plane(context.lab.view(), filter);
  bar.add(
      switches, [&context, plane] { plane_switches(context, plane); }, 16);
}

}  // namespace convlens::ui
