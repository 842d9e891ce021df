#include "ui/sum/layer_sum_panel.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/kit/bar.h"
#include "ui/kit/drawing.h"
#include "ui/kit/format.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/sum/layer_sum_rows.h"

namespace convlens::ui {
namespace {

constexpr float kLeastValueWidth = 132;
constexpr float kValueShare = 0.2f;
constexpr float kLeastValueText = 24;
constexpr float kMostValueText = 56;
constexpr float kColumnsGap = 20;
constexpr float kMostWindow = 240;  // of a pooling

Text kind_name(const lab::LayerSum& sum) {
  switch (sum.kind) {
    case lab::LayerSumKind::kProducts:
      return sum.height * sum.width > 1 ? tr("window times weights, map by map, the largest first")
                                        : tr("inputs times weights, the largest first");
    case lab::LayerSumKind::kLargest:
      return tr("the largest of its window");
    case lab::LayerSumKind::kMean:
      return tr("the mean of its window");
    case lab::LayerSumKind::kNormalized:
      return tr("less the mean, divided by the deviation, times gamma, plus beta");
    case lab::LayerSumKind::kAdded:
      return tr("maps of several layers added up");
    case lab::LayerSumKind::kFunction:
      return tr("a function of one value");
    case lab::LayerSumKind::kSoftmax:
      return tr("its exponential through the sum of all of them");
    case lab::LayerSumKind::kPassed:
      return tr("taken over as it is");
    case lab::LayerSumKind::kOther:
      break;
  }
  return tr("what this layer computes is not taken apart here");
}

// "conv2 [5]  [3, 4]  window times weights"
void draw_place(const PanelContext& context, const lab::LayerSum& sum) {
  const auto& shape = context.lab.run().activations()[sum.cell.node].shape();
  std::string place = map_name(context, sum.cell.node, sum.cell.channel);
  if (shape.rank() == 4) place += fmt::format("  ({}, {})", sum.cell.row, sum.cell.column);
  const float height = Bar::height(context);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x;
  const float size = context.px(design::kSmallText);
  const float y = std::floor(min.y + (height - size) / 2);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddText(context.fonts.numbers, size, ImVec2(min.x, y), context.colors().text,
                place.c_str());
  const float end =
      min.x + context.fonts.numbers->CalcTextSizeA(size, FLT_MAX, 0.0f, place.c_str()).x;
  draw_fitted_text(list, context.fonts.text, size, ImVec2(end + context.px(16), y), min.x + room,
                   context.colors().secondary, context.text(kind_name(sum)));
  ImGui::Dummy(ImVec2(room, height));
}

std::string share_text(const lab::LayerSum& sum) {
  const lab::SoftmaxShare& share = *sum.softmax;
  return fmt::format("exp({} \u2212 {}) / {}", signed_text(sum.sum, 2),
                     format_number(share.largest).data(), format_number(share.total).data());
}

// What stands under the sum: the activation and what it makes of it.
std::vector<std::string> after_sum(const PanelContext& context, const lab::LayerSum& sum) {
  if (sum.softmax) {
    return {context.said(phrase("softmax over {} values", sum.softmax->count)), share_text(sum),
            fmt::format("= {:.4f}", sum.value)};
  }
  if (sum.activation == nn::Activation::kLinear) return {};
  return {fmt::format("{} \u2192 {}", nn::activation_name(sum.activation),
                      format_number(sum.value).data())};
}

// "= +0.67" as large as there is room, and under it what the activation makes of it.
void draw_layer_value(const PanelContext& context, const lab::LayerSum& sum, const ImRect& box) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const std::string number = "= " + signed_text(sum.sum, 2);
  const float size = fitting_size(
      context.fonts.strong,
      std::clamp(box.GetHeight() * 0.2f, context.px(kLeastValueText), context.px(kMostValueText)),
      context.px(design::kSmallText), box.GetWidth(), number.c_str());
  const std::vector<std::string> after = after_sum(context, sum);
  const float small = context.px(design::kBodyText);
  const float line = std::floor(small * 1.3f);
  const float all = size * 1.2f + line * static_cast<float>(after.size());
  float y = std::floor(std::max(box.Min.y, box.GetCenter().y - all / 2));
  draw_fitted_text(list, context.fonts.strong, size, ImVec2(box.Min.x, y), box.Max.x,
                   context.colors().text, number.c_str());
  y += std::floor(size * 1.2f);
  for (const std::string& text : after) {
    draw_fitted_text(list, context.fonts.text, small, ImVec2(box.Min.x, y), box.Max.x,
                     context.colors().secondary, text.c_str());
    y += line;
  }
  if (ImGui::IsWindowHovered() && box.Contains(ImGui::GetIO().MousePos)) {
    ImGui::SetTooltip(
        "%s", context.said(phrase("rounded here, computed in full: {:.9g}", sum.value)).c_str());
  }
}

// Lines of one size, one under the other.
void draw_lines(const PanelContext& context, const std::vector<std::string>& lines,
                const ImRect& box) {
  const float size =
      std::floor(std::clamp(box.GetHeight() / 8, context.px(design::kBodyText), context.px(22)));
  float y = box.Min.y;
  for (const std::string& text : lines) {
    draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.numbers, size,
                     ImVec2(box.Min.x, std::floor(y)), box.Max.x, context.colors().text,
                     text.c_str());
    y += size * 1.5f;
  }
}

std::vector<std::string> formula_lines(const PanelContext& context, const lab::LayerSum& sum) {
  const lab::LayerTerm& term = sum.terms.front();
  const std::string from = map_name(context, term.from.node, term.from.channel);
  if (sum.normalization) {
    const lab::Normalization& by = *sum.normalization;
    return {fmt::format("x = {}  ({})", signed_text(term.input, 3), from),
            context.text(tr("(x - mean) / deviation * gamma + beta")),
            fmt::format("({} \u2212 {}) / {:.3f} \u00d7 {:.3f} + {}", signed_text(term.input, 3),
                        signed_text(by.mean, 3), by.deviation, by.gamma, signed_text(by.beta, 3)),
            "= " + signed_text(sum.value, 3)};
  }
  if (sum.softmax) {
    return {fmt::format("x = {}  ({})", signed_text(term.input, 3), from),
            context.said(phrase("softmax over {} values", sum.softmax->count)), share_text(sum),
            fmt::format("= {:.4f}", sum.value)};
  }
  if (sum.kind == lab::LayerSumKind::kFunction) {
    const std::string name(context.lab.run().model().nodes()[sum.cell.node].layer->type());
    return {fmt::format("x = {}  ({})", signed_text(term.input, 3), from),
            fmt::format("{}(x) = {}", name, signed_text(sum.value, 3))};
  }
  if (term.padding) return {context.text(tr("a zero that was put round the maps"))};
  return {fmt::format("{} = {}", from, signed_text(sum.value, 3))};
}

void draw_body(const PanelContext& context, const lab::LayerSum& sum, const ImRect& box) {
  switch (sum.kind) {
    case lab::LayerSumKind::kProducts:
    case lab::LayerSumKind::kAdded:
      return draw_layer_sum_rows(context, sum, layer_sum_rows(context, sum, box.GetHeight()), box);
    case lab::LayerSumKind::kLargest:
    case lab::LayerSumKind::kMean: {
      const float side = context.px(kMostWindow);
      return draw_pool_window(context, sum,
                              {box.Min, ImVec2(std::min(box.Max.x, box.Min.x + side),
                                               std::min(box.Max.y, box.Min.y + side))});
    }
    case lab::LayerSumKind::kOther:
      return;
    default:
      return draw_lines(context, formula_lines(context, sum), box);
  }
}

}  // namespace

void layer_sum_panel(const PanelContext& context, lab::TakenApart& taken) {
  if (!context.lab.document().network || !context.lab.has_network()) return;
  const lab::LayerSum& sum = taken.sum(context.lab);
  draw_place(context, sum);
  ImGui::BeginChild("layer sum", ImVec2(0, 0), ImGuiChildFlags_NavFlattened,
                    ImGuiWindowFlags_NoScrollbar);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float value = std::max(context.px(kLeastValueWidth), kValueShare * room.x);
  const float gap = context.px(kColumnsGap);
  const ImVec2 max(min.x + room.x, min.y + room.y);
  // The value stands behind what it comes of.
  const bool window =
      sum.kind == lab::LayerSumKind::kLargest || sum.kind == lab::LayerSumKind::kMean;
  const float most = window ? std::min(room.y, context.px(kMostWindow)) : room.x;
  const float body_end =
      std::max(min.x + context.px(80), std::min(max.x - value - gap, min.x + most));
  draw_body(context, sum, {min, ImVec2(body_end, max.y)});
  draw_layer_value(context, sum, {ImVec2(body_end + gap, min.y), max});
  ImGui::EndChild();
}

}  // namespace convlens::ui
