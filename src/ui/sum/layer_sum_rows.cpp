#include "ui/sum/layer_sum_rows.h"

#include <algorithm>
#include <cmath>

#include "lab/shown/large_map.h"
#include "lab/shown/shown_maps.h"
#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/pieces/cell_number.h"
#include "ui/sum/term_menu.h"

namespace convlens::ui {
namespace {

constexpr float kTextRow = 24;   // without pictures
constexpr float kLeastRow = 40;  // with them
constexpr float kMostRow = 280;
constexpr float kRowGap = 6;
constexpr float kSignRoom = 22;  // between two pictures
constexpr float kNameGap = 10;
constexpr float kLeastBars = 48;
constexpr float kLeastPicture = 14;
constexpr float kNumberedCell = 38;
constexpr int kDigits = 3;  // of a term: one more than the value has

enum class TermPart { kInput, kWeight, kProduct };

// The colours of a map's values, as in the layers.
struct MapColors {
  Colormap colormap = Colormap::kBinary;
  ValueRange range{0.0f, 1.0f};

  ImU32 of(double value) const { return map_color(static_cast<float>(value), range, colormap); }
};

MapColors map_colors(const PanelContext& context, std::size_t node, std::size_t channel) {
  const lab::ShownMaps shown = lab::shown_maps(context.lab, lab::MapId::sheet(node));
  if (shown.empty()) return {};
  // What is bright in a picture that is shown in its colours is bright in its windows.
  const nn::Model& model = context.lab.run().model();
  const int layer = lab::layer_of_node(model, node);
  const Shape& shape = context.lab.run().activations()[node].shape();
  const bool picture = (layer < 0 || model.layer(layer).inputs().empty()) && shape.rank() == 4 &&
                       shape[3] == lab::kRgb;
  return {picture ? Colormap::kGray : shown.colormap,
          shown.ranges[std::min(channel, shown.ranges.size() - 1)]};
}

// What the colours of weights and products span.
struct TermScales {
  double weight = 1e-6;
  double product = 1e-6;
};

TermScales term_scales(const lab::LayerSum& sum) {
  TermScales scales;
  for (const lab::LayerTerm& term : sum.terms) {
    if (std::isfinite(term.weight)) scales.weight = std::max(scales.weight, std::fabs(term.weight));
    const double product = std::fabs(term.product());
    if (std::isfinite(product)) scales.product = std::max(scales.product, product);
  }
  return scales;
}

bool has_windows(const lab::LayerSum& sum) { return sum.height * sum.width > 1; }

// Input, weights or products of one map, in the box.
void draw_part(const PanelContext& context, const lab::LayerSum& sum, const lab::MapShare& share,
               TermPart part, const TermScales& scales, const ImRect& box) {
  const MapColors colors = map_colors(context, share.node, share.channel);
  const lab::Theme theme = context.lab.view().theme;
  const ImVec2 cell(box.GetWidth() / static_cast<float>(sum.width),
                    box.GetHeight() / static_cast<float>(sum.height));
  const float gap = std::min(cell.x, cell.y) >= 8 ? 1.0f : 0.0f;
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (int row = 0; row < sum.height; ++row) {
    for (int column = 0; column < sum.width; ++column) {
      const lab::LayerTerm& term = sum.at(row, column, static_cast<int>(share.place));
      const ImVec2 a(std::floor(box.Min.x + cell.x * static_cast<float>(column)),
                     std::floor(box.Min.y + cell.y * static_cast<float>(row)));
      const ImVec2 b(std::floor(box.Min.x + cell.x * static_cast<float>(column + 1)) - gap,
                     std::floor(box.Min.y + cell.y * static_cast<float>(row + 1)) - gap);
      if (part == TermPart::kInput && term.padding) {
        hatch(a, b, context.px(4), context.colors().secondary);
        continue;
      }
      const double value = part == TermPart::kWeight ? term.weight : term.product();
      const double scale = part == TermPart::kWeight ? scales.weight : scales.product;
      list->AddRectFilled(
          a, b,
          part == TermPart::kInput
              ? colors.of(term.input)
              : signed_color(static_cast<float>(value), static_cast<float>(scale), theme));
    }
  }
  list->AddRect(ImVec2(box.Min.x - 1, box.Min.y - 1), ImVec2(box.Max.x + 1, box.Max.y + 1),
                context.colors().line);
}

// The weights of a map of the layer on the stage go onto it.
void weights_item(const PanelContext& context, const lab::LayerSum& sum, const lab::MapShare& share,
                  const ImRect& box) {
  lab::View& view = context.lab.view();
  const auto bank = context.lab.shown_bank(view.layer);
  const int layer = lab::layer_of_node(context.lab.run().model(), sum.cell.node);
  if (!bank || layer != view.layer || bank->channels != sum.channels) return;
  ImGui::SetCursorScreenPos(box.Min);
  ImGui::PushID(static_cast<int>(share.place));
  if (ImGui::InvisibleButton("weights of a map", box.GetSize(), ImGuiButtonFlags_EnableNav)) {
    const int place = static_cast<int>(share.place);
    view.plane = static_cast<lab::StagePlane>(bank->bgr ? bank->channels - 1 - place : place);
  }
  ImGui::PopID();
  if (ImGui::IsItemHovered()) {
    ImGui::SetTooltip("%s", context.text(tr("A click puts these weights onto the stage")));
  }
}

// A text in the middle of a row's height.
struct RowText {
  ImFont* font = nullptr;
  float size = 0;

  float width(const std::string& text) const {
    return font->CalcTextSizeA(size, FLT_MAX, 0.0f, text.c_str()).x;
  }
  void write(ImVec2 left_middle, ImU32 color, const std::string& text) const {
    ImGui::GetWindowDrawList()->AddText(
        font, size, ImVec2(std::floor(left_middle.x), std::floor(left_middle.y - size / 2)), color,
        text.c_str());
  }
};

std::string single_product(const lab::LayerSum& sum, const lab::MapShare& share) {
  const lab::LayerTerm& term = sum.terms[share.strongest];
  return fmt::format("{} \u00d7 {}", format_number(term.input).data(), signed_text(term.weight, 2));
}

// How the rows are divided, the same in all.
struct RowColumns {
  float names = 0;
  float pictures = 0;  // the side of one; 0 where there are none
  float singles = 0;   // the width of products written out
  float numbers = 0;
  float row = 0;   // with pictures
  float text = 0;  // without
};

RowColumns row_columns(const PanelContext& context, const lab::LayerSum& sum,
                       const std::vector<LayerSumRow>& rows, const ImRect& box) {
  const float size = context.px(design::kSmallText);
  const RowText name{context.fonts.strong, size};
  const RowText number{context.fonts.numbers, size};
  RowColumns columns;
  columns.text = context.px(kTextRow);
  float with_pictures = 0;
  for (const LayerSumRow& row : rows) {
    columns.names = std::max(columns.names, name.width(row.name) + context.px(kNameGap));
    columns.numbers = std::max(
        columns.numbers, number.width(signed_text(row.net(), kDigits)) + context.px(kNameGap));
    if (row.share == nullptr) continue;
    with_pictures += 1;
    if (!has_windows(sum)) {
      columns.singles = std::max(
          columns.singles, number.width(single_product(sum, *row.share)) + context.px(kNameGap));
    }
  }
  columns.row = columns.text;
  if (!has_windows(sum) || with_pictures < 1) return columns;
  const float texts = columns.text * (static_cast<float>(rows.size()) - with_pictures);
  columns.row = std::clamp(std::floor((box.GetHeight() - texts) / with_pictures), columns.text,
                           context.px(kMostRow));
  const float across = (box.GetWidth() - columns.names - columns.numbers - context.px(kLeastBars) -
                        context.px(2 * kSignRoom + kNameGap)) /
                       3;
  columns.pictures = std::floor(
      std::max(context.px(kLeastPicture), std::min(across, columns.row - context.px(kRowGap))));
  return columns;
}

// Window times weights gives products. Returns where they end.
float draw_trio(const PanelContext& context, const lab::LayerSum& sum, const lab::MapShare& share,
                const TermScales& scales, ImVec2 left_middle, float side) {
  const auto cells = static_cast<float>(std::max(sum.height, sum.width));
  const ImVec2 extent(std::floor(side * static_cast<float>(sum.width) / cells),
                      std::floor(side * static_cast<float>(sum.height) / cells));
  const RowText sign{context.fonts.text, context.px(16)};
  float x = left_middle.x;
  for (const TermPart part : {TermPart::kInput, TermPart::kWeight, TermPart::kProduct}) {
    const ImVec2 min(std::floor(x), std::floor(left_middle.y - extent.y / 2));
    const ImRect box(min, ImVec2(min.x + extent.x, min.y + extent.y));
    draw_part(context, sum, share, part, scales, box);
    if (part == TermPart::kWeight) weights_item(context, sum, share, box);
    x = box.Max.x;
    if (part == TermPart::kProduct) break;
    const std::string text = part == TermPart::kInput ? "\u00d7" : "=";
    sign.write(ImVec2(x + (context.px(kSignRoom) - sign.width(text)) / 2, left_middle.y),
               context.colors().secondary, text);
    x += context.px(kSignRoom);
  }
  return x;
}

LayerSumRow row_of(const PanelContext& context, const lab::LayerSum& sum,
                   const lab::MapShare& share) {
  LayerSumRow row{{map_name(context, share.node, share.channel)}, &share};
  for (std::size_t i = share.place; i < sum.terms.size();
       i += static_cast<std::size_t>(sum.channels)) {
    const double product = sum.terms[i].product();
    (product < 0.0 ? row.minus : row.plus) += product;
  }
  return row;
}

}  // namespace

std::string map_name(const PanelContext& context, std::size_t node, std::size_t channel) {
  const nn::Model& model = context.lab.run().model();
  const Shape& shape = context.lab.run().activations()[node].shape();
  const int channels = static_cast<int>(shape[shape.rank() - 1]);
  if (model.nodes()[node].inputs.empty()) {
    const bool bgr = context.lab.document().network->sees_bgr() && channels == 3;
    const int place = static_cast<int>(channel);
    return channels == 1 ? context.text(tr("picture"))
                         : channel_name(channels, bgr ? channels - 1 - place : place);
  }
  return fmt::format("{} [{}]", model.nodes()[node].layer->name(), channel);
}

std::vector<LayerSumRow> layer_sum_rows(const PanelContext& context, const lab::LayerSum& sum,
                                        float height) {
  const float picture = has_windows(sum) ? context.px(kLeastRow) : context.px(kTextRow);
  const float text = context.px(kTextRow);
  const float room = height - (sum.has_bias ? text : 0.0f);
  auto shown = static_cast<std::size_t>(std::max(1.0f, room / picture));
  if (shown < sum.shares.size()) {
    shown = static_cast<std::size_t>(std::max(1.0f, (room - text) / picture));
  }
  shown = std::min(shown, sum.shares.size());
  std::vector<LayerSumRow> rows;
  for (std::size_t i = 0; i < shown; ++i) rows.push_back(row_of(context, sum, sum.shares[i]));
  if (shown < sum.shares.size()) {
    LayerSumRow others{{context.said(phrase("the other {}", sum.shares.size() - shown))}};
    for (std::size_t i = shown; i < sum.shares.size(); ++i) {
      const LayerSumRow one = row_of(context, sum, sum.shares[i]);
      others.plus += one.plus;
      others.minus += one.minus;
    }
    rows.push_back(std::move(others));
  }
  if (sum.has_bias) {
    rows.push_back({{context.text(tr("bias")), std::max(sum.bias, 0.0), std::min(sum.bias, 0.0)}});
  }
  return rows;
}

void draw_layer_sum_rows(const PanelContext& context, const lab::LayerSum& sum,
                         const std::vector<LayerSumRow>& rows, const ImRect& box) {
  const RowColumns columns = row_columns(context, sum, rows, box);
  const TermScales scales = term_scales(sum);
  const RowText name{context.fonts.strong, context.px(design::kSmallText)};
  const RowText number{context.fonts.numbers, context.px(design::kSmallText)};
  const float trio = columns.pictures > 0
                         ? 3 * columns.pictures + context.px(2 * kSignRoom + kNameGap)
                         : columns.singles;
  const float numbers_end = box.Min.x + columns.names + trio + columns.numbers;
  const ImRect bars_box(ImVec2(numbers_end, box.Min.y), box.Max);
  TermBars bars(bars_box);
  for (const LayerSumRow& row : rows) bars.make_room_for(row);
  float top = box.Min.y;
  for (const LayerSumRow& row : rows) {
    const float height = row.share == nullptr ? columns.text : columns.row;
    const float middle = top + height / 2;
    name.write(ImVec2(box.Min.x, middle), context.colors().text, row.name);
    const ImVec2 pictures(box.Min.x + columns.names, middle);
    if (row.share != nullptr) {
      const float half = std::min(height, context.px(kTextRow)) / 2;
      term_item(context, sum, *row.share, row.name,
                {ImVec2(box.Min.x, std::floor(middle - half)),
                 ImVec2(pictures.x - context.px(kNameGap) / 2, std::floor(middle + half))});
    }
    if (row.share != nullptr && columns.pictures > 0) {
      draw_trio(context, sum, *row.share, scales, pictures, columns.pictures);
    } else if (row.share != nullptr) {
      number.write(pictures, context.colors().secondary, single_product(sum, *row.share));
    }
    const std::string told = signed_text(row.net(), kDigits);
    number.write(ImVec2(numbers_end - context.px(kNameGap) - number.width(told), middle),
                 context.colors().text, told);
    if (bars_box.GetWidth() >= context.px(kLeastBars) / 2) {
      const float bar = std::min(context.px(14), height * 0.5f);
      const float bar_top = std::floor(middle - bar / 2);
      bars.draw(context, row, bar_top, bar_top + bar, context.px(2));
    }
    top += height;
  }
  bars.draw_zero(context, top);
}

void draw_pool_window(const PanelContext& context, const lab::LayerSum& sum, const ImRect& box) {
  if (sum.shares.empty()) return;
  const lab::MapShare& share = sum.shares.front();
  const MapColors colors = map_colors(context, share.node, share.channel);
  const float side = std::floor(std::min(box.GetWidth() / static_cast<float>(sum.width),
                                         box.GetHeight() / static_cast<float>(sum.height)));
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (int row = 0; row < sum.height; ++row) {
    for (int column = 0; column < sum.width; ++column) {
      const lab::LayerTerm& term = sum.at(row, column, 0);
      const ImVec2 a(box.Min.x + side * static_cast<float>(column),
                     box.Min.y + side * static_cast<float>(row));
      const ImRect cell(a, ImVec2(a.x + side - 1, a.y + side - 1));
      if (term.padding) {
        hatch(cell.Min, cell.Max, context.px(4), context.colors().secondary);
        continue;
      }
      list->AddRectFilled(cell.Min, cell.Max, colors.of(term.input));
      list->AddRect(cell.Min, cell.Max, context.colors().line);
      if (side >= context.px(kNumberedCell)) {
        draw_cell_number(context, cell, static_cast<float>(term.input), colors.of(term.input));
      }
    }
  }
  if (sum.kind != lab::LayerSumKind::kLargest) return;
  const int winner = static_cast<int>(share.strongest);
  const int row = winner / sum.width;
  const ImVec2 a(box.Min.x + side * static_cast<float>(winner % sum.width),
                 box.Min.y + side * static_cast<float>(row));
  ring(context, {a, ImVec2(a.x + side - 1, a.y + side - 1)});
}

}  // namespace convlens::ui
