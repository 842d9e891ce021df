#include "ui/maps/shelf.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/network/preparation_popup.h"
#include "ui/pieces/code_line.h"
#include "ui/pieces/filter_sheet.h"

namespace convlens::ui {
namespace {

constexpr float kSide = 36;
constexpr float kRow = kSide + 6;
constexpr float kShelfMark = 16;
constexpr std::int64_t kOneRow = 18;  // filters

constexpr Label kMostAlike{
    tr("Most alike"),
    tr("Beside the filter on the stage stands again the trained one that is most alike")};
constexpr Label kTake{tr("Take it"), tr("Copies the trained filter behind mine")};
constexpr Label kPut{tr("Put mine here"),
                     tr("My filter on the stage takes the trained one's place in the network")};
constexpr Label kPaint{
    tr("Paint it"), tr("Puts the trained filter on the stage: what you paint changes the network")};
constexpr Label kAdopt{tr("Adopt its ways"),
                       tr("My filters see the picture as the network does, with its preparation, "
                          "stride and padding")};

std::optional<lab::FilterBank> first_bank(const PanelContext& context) {
  const auto& first = context.lab.trained_maps().first();
  return first ? context.lab.shown_bank(first->layer) : std::nullopt;
}

// Name and shape of the layer.
void title(const PanelContext& context, const std::string& facts) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float mark = context.px(kShelfMark);
  draw_mark(context, Side::kTrained,
            ImVec2(min.x, std::floor(min.y + (Bar::height(context) - mark) / 2)), mark);
  ImGui::SetCursorScreenPos(ImVec2(min.x + mark + context.px(8), min.y));
  ImGui::AlignTextToFramePadding();
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::TextUnformatted(facts.c_str());
  ImGui::PopFont();
}

// What is done with the chosen trained filter and mine on the stage: a line, or, in a narrow bar,
// the list behind its button.
void actions(const PanelContext& context, const lab::FilterBank& bank, float width) {
  lab::Lab& lab = context.lab;
  lab::View& view = lab.view();
  const lab::Filter& mine = lab.document().filters[view.filter];
  const lab::FilterRef chosen(view.trained_filter, bank.layer);
  const std::string facts = fmt::format("{} ({}, {}, {}, {})", bank.name, bank.height, bank.width,
                                        bank.channels, bank.count);
  const float facts_px =
      context.fonts.numbers
          ->CalcTextSizeA(context.px(design::kSmallText), FLT_MAX, 0.0f, facts.c_str())
          .x;
  const bool chosen_by_user = mine.partner.has_value();
  Bar bar(context, "shelf", width);
  bar.add(facts_px + context.px(kShelfMark + 8), [&] { title(context, facts); });
  bar.add(
      action_width(context, kMostAlike.text),
      [&] {
        ImGui::BeginDisabled(!chosen_by_user);
        if (action(context, kMostAlike, "most alike")) {
          lab.commit(lab::PairFilter{view.filter, std::nullopt});
        }
        ImGui::EndDisabled();
      },
      12);
  bar.add(
      action_width(context, kTake.text),
      [&] {
        if (action(context, kTake, "take")) lab.commit(lab::TakeFilter{chosen});
      },
      0);
  bar.add(
      action_width(context, kPut.text),
      [&] {
        ImGui::BeginDisabled(!bank.has_shape_of(mine));
        if (action(context, kPut, "put")) lab.commit(lab::ReplaceWeights{chosen, mine.weights});
        ImGui::EndDisabled();
      },
      0);
  bar.add(
      switch_width(context, kPaint.text),
      [&] {
        if (!switch_control(context, kPaint, "paint trained", view.stage_trained)) return;
        view.layer = bank.layer;
        view.stage_trained = !view.stage_trained;
      },
      0);
  bar.add(
      switch_width(context, kAdopt.text),
      [&] {
        const bool adopted = lab.document().adopt_network;
        if (switch_control(context, kAdopt, "adopt", adopted)) {
          lab.commit(lab::AdoptNetwork{!adopted});
        }
      },
      0);
  bar.add_to_list([&] { preparation_button(context); });
}

// The filters; a click sets one beside mine on the stage.
void sheet(const PanelContext& context, const lab::FilterBank& bank, ImVec2 extent) {
  lab::View& view = context.lab.view();
  ImGui::BeginChild("shelf", extent, ImGuiChildFlags_NavFlattened);
  const auto beside = context.lab.partner(view.filter);
  const std::size_t marked = view.stage_trained || !beside ? view.trained_filter : beside->filter;
  if (const auto clicked = filter_sheet(context, bank, kSide, marked)) {
    view.trained_filter = *clicked;
    if (!view.stage_trained) context.lab.commit(lab::PairFilter{view.filter, *clicked});
  }
  if (!view.stage_trained) view.trained_filter = marked;
  ImGui::EndChild();
}

}  // namespace

float shelf_height(const PanelContext& context, float maps_px) {
  const auto bank = first_bank(context);
  if (!bank) return 0.0f;
  const float spacing = ImGui::GetStyle().ItemSpacing.y;
  const float spare =
      ImGui::GetContentRegionAvail().y - code_line_height(context) - maps_px - spacing;
  const float head = Bar::height(context) + spacing;
  const float row = context.px(kRow);
  if (bank->count > kOneRow && spare >= head + 2 * row) return head + 2 * row;
  return spare >= head + row ? head + row : row;
}

void trained_shelf(const PanelContext& context, float height) {
  const auto bank = first_bank(context);
  if (!bank) return;
  lab::View& view = context.lab.view();
  // A bank of another layer is chosen in the other workspace; the shelf's own is the first.
  if (view.layer != bank->layer && !view.stage_trained) {
    view.layer = bank->layer;
    view.trained_filter = context.lab.partner(view.filter).value_or(lab::Partner{}).filter;
  }
  const float row = context.px(kRow);
  if (height >= row + Bar::height(context)) {
    actions(context, *bank, 0);
    return sheet(context, *bank,
                 ImVec2(0, height - Bar::height(context) - ImGui::GetStyle().ItemSpacing.y));
  }
  const float button = context.px(design::kControl);
  sheet(context, *bank, ImVec2(-button - context.px(8), height));
  ImGui::SameLine(0, context.px(8));
  actions(context, *bank, button);
}

}  // namespace convlens::ui
