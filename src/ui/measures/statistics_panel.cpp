#include "ui/measures/statistics_panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lab/document/weight_summary.h"
#include "lab/shown/shown_maps.h"
#include "ui/kit/metrics.h"
#include "ui/pieces/weight_chart.h"

namespace convlens::ui {
namespace {

constexpr float kTableShare = 0.5f;  // of the height, at most
constexpr float kMark = 14;

lab::WeightSummary summary_of(const lab::Filter& filter) {
  return lab::summarize_weights(std::make_shared<const Tensor>(
      Shape{filter.height, filter.width, filter.channels, 1}, filter.weights));
}

// My filter's weights and its partner's over each other.
void histogram(const PanelContext& context) {
  const lab::Lab& lab = context.lab;
  const std::size_t shown = lab.view().filter;
  const lab::WeightSummary mine = summary_of(lab.document().filters[shown]);
  std::optional<lab::WeightSummary> trained;
  if (const auto partner = lab.partner(shown)) {
    const auto bank = lab.shown_bank(lab.trained_maps().first()->layer);
    if (bank) trained = summary_of(lab::filter_of(*bank, partner->filter));
  }
  std::vector<WeightCurve> curves;
  if (trained) curves.push_back({&*trained, tr("trained"), WeightCurve::Style::kTrained});
  curves.push_back({&mine, tr("mine"), WeightCurve::Style::kMine});
  weight_legend(context, curves);
  context.lab.view().lit = weight_chart(context, curves);
}

void number(double value) {
  ImGui::TableNextColumn();
  ImGui::Text("%.4f", std::isnan(value) ? std::abs(value) : value);  // not "-nan"
}

void percentage(double share) {
  ImGui::TableNextColumn();
  ImGui::Text("%.1f%%", 100.0 * share);
}

}  // namespace

void StatisticsPanel::row(const PanelContext& context, Side side, std::size_t index,
                          const char* name, const lab::MapId& id) {
  const lab::FeatureMap& map = *context.lab.map(id);
  const bool inner = context.lab.view().ranges.border == lab::Border::kLeftOut;
  const auto part = inner ? lab::unpadded_part(context.lab, id) : std::nullopt;
  Summary& summary = summaries_[{side, index}];
  if (summary.revision != map.revision || summary.part != part) {
    const auto values = lab::part_values(map.values, part.value_or(lab::MapPart{}));
    summary = {map.revision, part, lab::summarize_map(values)};
  }
  const lab::MapSummary& values = summary.values;
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  const ImVec2 mark = ImGui::GetCursorScreenPos();
  draw_mark(context, side, mark, context.px(kMark));
  ImGui::SetCursorScreenPos(ImVec2(mark.x + context.px(kMark + 6), mark.y));
  ImGui::TextUnformatted(name);
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  number(static_cast<double>(values.range.lo));
  number(static_cast<double>(values.range.hi));
  number(values.moments.mean);
  number(values.moments.deviation);
  percentage(values.negative);
  percentage(values.zero_after_relu);
  ImGui::PopFont();
}

void StatisticsPanel::table(const PanelContext& context, float height) {
  constexpr std::array kHeads{tr("name"), tr("min"),      tr("max"),         tr("mean"),
                              tr("std"),  tr("negative"), tr("0 after ReLU")};
  const lab::Lab& lab = context.lab;
  const std::size_t source = lab.view().source;
  const ImGuiTableFlags flags =
      ImGuiTableFlags_ScrollY | ImGuiTableFlags_SizingStretchProp | ImGuiTableFlags_BordersInnerH;
  ImGui::PushFont(nullptr, design::kSmallText);
  if (ImGui::BeginTable("maps", static_cast<int>(kHeads.size()), flags, ImVec2(0, height))) {
    ImGui::TableSetupScrollFreeze(0, 1);
    for (const Text& head : kHeads) ImGui::TableSetupColumn(context.text(head));
    ImGui::TableHeadersRow();
    const auto bank = lab.trained_maps().has_maps()
                          ? lab.shown_bank(lab.trained_maps().first()->layer)
                          : std::nullopt;
    const auto& filters = lab.document().filters;
    for (std::size_t f = 0; f < filters.size(); ++f) {
      row(context, Side::kMine, f, context.said(word(filters[f].name)).c_str(),
          lab::MapId::mine(source, f));
      const auto partner = lab.partner(f);
      if (!bank || !partner) continue;
      const std::string name = fmt::format("{} [{}]", bank->name, partner->filter);
      row(context, Side::kTrained, partner->filter, name.c_str(),
          lab::MapId::trained(source, partner->filter));
    }
    ImGui::EndTable();
  }
  ImGui::PopFont();
}

void StatisticsPanel::draw(const PanelContext& context) {
  const std::size_t filters = context.lab.document().filters.size();
  const auto rows =
      static_cast<float>(1 + filters * (context.lab.trained_maps().has_maps() ? 2 : 1));
  const float needed = rows * (ImGui::GetTextLineHeight() + context.px(8));
  table(context, std::min(needed, ImGui::GetContentRegionAvail().y * kTableShare));
  ImGui::BeginChild("histogram", ImVec2(0, 0), ImGuiChildFlags_NavFlattened);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
  histogram(context);
  ImGui::PopStyleVar();
  ImGui::EndChild();
}

}  // namespace convlens::ui
