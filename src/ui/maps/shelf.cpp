#include "ui/maps/shelf.h"

#include <string>

#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/network/preparation_popup.h"
#include "ui/pieces/filter_sheet.h"

namespace convlens::ui {
namespace {

constexpr float kSide = 36;
constexpr float kShelfMark = 16;
constexpr float kLowPanel = 560;

// Name and shape of the layer, and what is done to the picture before it.
void title(const PanelContext& context, const lab::FilterBank& bank) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  draw_mark(context, Side::kTrained, min, context.px(kShelfMark));
  ImGui::SetCursorScreenPos(ImVec2(min.x + context.px(kShelfMark + 8), min.y));
  ImGui::PushFont(context.fonts.strong, design::kBodyText);
  ImGui::TextUnformatted(context.text(tr("Trained filters")));
  ImGui::PopFont();
  const std::string facts = fmt::format("{} ({}, {}, {}, {})", bank.name, bank.height, bank.width,
                                        bank.channels, bank.count);
  ImGui::SameLine(0, context.px(12));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::TextUnformatted(facts.c_str());
  ImGui::PopFont();
  ImGui::SameLine(0, context.px(12));
  preparation_button(context);
}

void actions(const PanelContext& context, const lab::FilterBank& bank) {
  lab::Lab& lab = context.lab;
  lab::View& view = lab.view();
  const lab::Filter& mine = lab.document().filters[view.filter];
  const lab::FilterRef chosen(view.trained_filter, bank.layer);
  if (labeled_button(
          context,
          {tr("Most alike"),
           tr("Beside the filter on the stage stands again the trained one that is most alike")},
          "most alike", !mine.partner)) {
    lab.commit(lab::PairFilter{view.filter, std::nullopt});
  }
  ImGui::SameLine();
  if (labeled_button(context, {tr("Take it"), tr("Copies the trained filter behind mine")},
                     "take")) {
    lab.commit(lab::TakeFilter{chosen});
  }
  ImGui::SameLine();
  ImGui::BeginDisabled(!bank.has_shape_of(mine));
  if (labeled_button(context,
                     {tr("Put mine here"),
                      tr("My filter on the stage takes the trained one's place in the network")},
                     "put")) {
    lab.commit(lab::ReplaceWeights{chosen, mine.weights});
  }
  ImGui::EndDisabled();
  ImGui::SameLine();
  if (labeled_button(
          context,
          {tr("Paint it"),
           tr("Puts the trained filter on the stage: what you paint changes the network")},
          "paint trained", view.stage_trained)) {
    view.layer = bank.layer;
    view.stage_trained = !view.stage_trained;
  }
  ImGui::SameLine();
  const bool adopted = lab.document().adopt_network;
  if (labeled_button(context,
                     {tr("Adopt its ways"), tr("My filters see the picture as the network does, "
                                               "with its preparation, stride and padding")},
                     "adopt", adopted)) {
    lab.commit(lab::AdoptNetwork{!adopted});
  }
}

}  // namespace

float shelf_height(const PanelContext& context) {
  const auto& first = context.lab.trained_maps().first();
  const auto bank = first ? context.lab.shown_bank(first->layer) : std::nullopt;
  if (!bank) return 0.0f;
  // Where there is little room, the maps get it and the shelf scrolls.
  const bool low = ImGui::GetWindowHeight() < context.px(kLowPanel);
  const float rows = bank->count > 18 && !low ? 2.0f : 1.0f;
  return context.px(52) + rows * context.px(kSide + 6);
}

void trained_shelf(const PanelContext& context, float below) {
  const auto& first = context.lab.trained_maps().first();
  const auto bank = first ? context.lab.shown_bank(first->layer) : std::nullopt;
  if (!bank) return;
  lab::View& view = context.lab.view();
  // A bank of another layer is chosen in the other workspace; the shelf's own is the first.
  if (view.layer != bank->layer && !view.stage_trained) {
    view.layer = bank->layer;
    view.trained_filter = context.lab.partner(view.filter).value_or(lab::Partner{}).filter;
  }
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
  title(context, *bank);
  actions(context, *bank);
  ImGui::PopStyleVar();
  ImGui::BeginChild("shelf", ImVec2(0, -below));
  const auto beside = context.lab.partner(view.filter);
  const std::size_t marked = view.stage_trained || !beside ? view.trained_filter : beside->filter;
  if (const auto clicked = filter_sheet(context, *bank, kSide, marked)) {
    view.trained_filter = *clicked;
    if (!view.stage_trained) context.lab.commit(lab::PairFilter{view.filter, *clicked});
  }
  if (!view.stage_trained) view.trained_filter = marked;
  ImGui::EndChild();
}

}  // namespace convlens::ui
