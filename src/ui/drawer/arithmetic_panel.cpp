#include "ui/drawer/arithmetic_panel.h"

#include <algorithm>
#include <optional>

#include "lab/shown/arithmetic.h"
#include "lab/shown/sweep.h"
#include "ui/drawer/arithmetic_drawing.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/shell/keys.h"

namespace convlens::ui {
namespace {

// The cell that is taken apart, if it is one that its map has.
std::optional<lab::MapCell> shown_cell(const PanelContext& context) {
  const lab::View& view = context.lab.view();
  if (view.pinned) return view.pinned;
  const auto& hovered = context.lab.view().hovered;
  if (!hovered || hovered->map.kind != lab::MapKind::kMine) return std::nullopt;
  const lab::FeatureMap* map = context.lab.map(hovered->map);
  if (map == nullptr) return std::nullopt;
  const Shape& shape = map->values.shape();
  if (hovered->row >= shape[0] || hovered->column >= shape[1]) return std::nullopt;
  return hovered;
}

void depth_choice(const PanelContext& context) {
  lab::View& view = context.lab.view();
  constexpr struct {
    lab::ArithmeticDepth depth = {};
    Label label;
    const char* key = nullptr;
  } kDepths[] = {{lab::ArithmeticDepth::kLine,
                  {tr("One line"), tr("The sum as one line: a term for each channel")},
                  "one line"},
                 {lab::ArithmeticDepth::kGroups,
                  {tr("Groups"), tr("For each channel: input times weights gives products")},
                  "groups"},
                 {lab::ArithmeticDepth::kNumbers,
                  {tr("Numbers"), tr("All numbers of one channel")},
                  "numbers"}};
  for (const auto& choice : kDepths) {
    if (labeled_button(context, choice.label, choice.key, view.depth == choice.depth)) {
      view.depth = choice.depth;
    }
    ImGui::SameLine(0, context.px(4));
  }
}

void sweep_buttons(const PanelContext& context, bool press_paused) {
  lab::Lab& lab = context.lab;
  ImGui::SameLine(0, context.px(16));
  const bool runs = lab.view().sweep.has_value();
  if (labeled_button(
          context,
          runs ? Label{tr("Pause"), tr("Stops at this cell (K)")}
               : Label{tr("Play"), tr("Runs the cell over the map: cell by cell, then row by "
                                      "row, then fast. Any touch pauses it (K)")},
          "sweep") &&
      !press_paused) {
    perform(Action::kSweep, context);
  }
  ImGui::BeginDisabled(!lab.view().pinned);
  constexpr struct {
    Action action = {};
    Label label;
    const char* key = nullptr;
  } kButtons[] = {
      {Action::kPreviousCell, {tr("Previous"), tr("One cell back (Page Up)")}, "previous cell"},
      {Action::kNextCell, {tr("Next"), tr("One cell on (Page Down)")}, "next cell"},
      {Action::kUnpin,
       {tr("Unpin"), tr("Lets the cell go: the one under the pointer is shown again (Esc)")},
       "unpin"}};
  for (const auto& button : kButtons) {
    ImGui::SameLine(0, context.px(4));
    if (labeled_button(context, button.label, button.key)) perform(button.action, context);
  }
  ImGui::EndDisabled();
}

// Whose numbers are shown.
void channel_choice(const PanelContext& context, int channels) {
  lab::View& view = context.lab.view();
  if (view.depth != lab::ArithmeticDepth::kNumbers || channels == 1) return;
  constexpr Text kNames[] = {tr("Red"), tr("Green"), tr("Blue")};
  for (int c = 0; c < std::min(channels, 3); ++c) {
    ImGui::SameLine(0, context.px(c == 0 ? 16 : 4));
    ImGui::PushID(c);
    if (labeled_button(context, {kNames[c], tr("All numbers of one channel")}, "channel",
                       view.arithmetic_channel == c)) {
      view.arithmetic_channel = c;
    }
    ImGui::PopID();
  }
}

// "[12, 40] of (70, 120)   vertical line, china.jpg"
void place_line(const PanelContext& context, const lab::MapCell& cell) {
  const lab::Document& document = context.lab.document();
  const Shape& map = context.lab.map(cell.map)->values.shape();
  const std::string text =
      fmt::format("[{}, {}] / {}   {}, {}", cell.row, cell.column, to_string(map),
                  context.said(word(document.filters[cell.map.index].name)),
                  context.said(word(document.sources[cell.map.source].picture->name)));
  ImGui::SameLine(0, context.px(16));
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float text_px = context.px(design::kSmallText);
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.numbers, text_px,
                   ImVec2(min.x, min.y + (ImGui::GetFrameHeight() - text_px) / 2),
                   min.x + ImGui::GetContentRegionAvail().x, context.colors().text, text.c_str());
  ImGui::NewLine();
}

}  // namespace

void arithmetic_panel(const PanelContext& context, bool press_paused) {
  const lab::Lab& lab = context.lab;
  depth_choice(context);
  sweep_buttons(context, press_paused);
  const auto shown = shown_cell(context);
  if (!shown) {
    return caption(context, context.text(tr("Rest on a cell of one of my maps to see how it is "
                                            "computed, or click it to keep it here.")));
  }
  const lab::Document& document = lab.document();
  const lab::Filter& filter = document.filters[shown->map.index];
  const lab::InputStage& input = lab.pipeline().input(shown->map.source);
  channel_choice(context, filter.channels);
  place_line(context, *shown);
  const auto cell = lab::cell_arithmetic(input.pixels, filter, lab::bench_conv(document),
                                         shown->row, shown->column);
  if (!cell) return caption(context, context.said(cell.error()).c_str());
  ImGui::BeginChild("sum", ImVec2(0, 0), ImGuiChildFlags_None,
                    ImGuiWindowFlags_HorizontalScrollbar);
  const ValueRange values{std::min(input.range.lo, 0.0f), std::max(input.range.hi, 1.0f)};
  switch (lab.view().depth) {
    case lab::ArithmeticDepth::kLine:
      sum_line(context, *cell);
      break;
    case lab::ArithmeticDepth::kGroups:
      sum_groups(context, *cell, values);
      break;
    case lab::ArithmeticDepth::kNumbers:
      sum_numbers(context, *cell, std::min(lab.view().arithmetic_channel, cell->channels - 1),
                  values);
      break;
  }
  ImGui::EndChild();
}

std::string arithmetic_code(const PanelContext& context) {
  const auto cell = shown_cell(context);
  if (!cell) return {};
  const lab::Document& document = context.lab.document();
  return lab::numpy_line(context.lab.pipeline().input(cell->map.source).pixels.shape(),
                         document.filters[cell->map.index], lab::bench_conv(document), *cell);
}

}  // namespace convlens::ui
