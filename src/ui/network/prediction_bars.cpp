#include "ui/network/prediction_bars.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "lab/shown/shown_maps.h"
#include "ui/kit/drawing.h"
#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/network/network_input.h"

namespace convlens::ui {
namespace {

constexpr std::size_t kMostBars = 10;
constexpr std::size_t kLeastBars = 3;
constexpr float kLeastRow = 26;
constexpr float kMostRow = 40;
constexpr float kBarText = 17;  // over the bar
constexpr float kMostBarHeight = 14;
constexpr int kDecimals = 3;
constexpr double kSmallestChange = 0.0005;  // what three decimals tell

// Names belong to an answer of as many classes.
std::string class_name(const lab::Network& network, std::size_t index, std::size_t count) {
  const bool has_names =
      network.class_names.size() == count || network.trained->model.outputs().size() == 1;
  if (has_names && index < network.class_names.size()) return network.class_names[index];
  return fmt::format("{}", index);
}

// `most` classes at most: all of few in their order, else the most probable.
std::vector<std::size_t> shown_classes(const std::vector<double>& probabilities, std::size_t most) {
  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (order.size() <= most) return order;
  const auto rank = [&probabilities](std::size_t i) {
    return std::isnan(probabilities[i]) ? -1.0 : probabilities[i];
  };
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most), order.end(),
                    [&rank](std::size_t a, std::size_t b) { return rank(a) > rank(b); });
  order.resize(most);
  return order;
}

// A class with its probability, by the weights that are shown and by the trained ones.
struct ClassRow {
  std::string name;
  double shown = 0.0;
  double trained = 0.0;
  bool best = false;

  double change() const { return shown - trained; }
  bool changed() const { return std::abs(change()) >= kSmallestChange; }
};

// An arrow up where a probability rose, down where it fell, in the colours of the signs.
void draw_way(const PanelContext& context, ImVec2 min, float side, bool rose) {
  const float top = rose ? min.y : min.y + side;
  const float bottom = rose ? min.y + side : min.y;
  const ImU32 color = signed_color(rose ? 1.0f : -1.0f, 1.0f, context.lab.view().theme);
  ImGui::GetWindowDrawList()->AddTriangleFilled(
      ImVec2(min.x + side / 2, top), ImVec2(min.x + side, bottom), ImVec2(min.x, bottom), color);
}

float width_of_numbers(const PanelContext& context, const std::string& text) {
  return context.fonts.numbers
      ->CalcTextSizeA(context.px(design::kSmallText), FLT_MAX, 0.0f, text.c_str())
      .x;
}

// Name, change and probability in a line.
void draw_class_text(const PanelContext& context, const ClassRow& row, const ImRect& box) {
  const Palette& colors = context.colors();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float size = context.px(design::kSmallText);
  const auto write = [&](float x, const std::string& text, ImU32 color) {
    list->AddText(context.fonts.numbers, size, ImVec2(x, box.Min.y), color, text.c_str());
  };
  const std::string number = fmt::format("{:.{}f}", row.shown, int{kDecimals});
  float right = box.Max.x - width_of_numbers(context, number);
  write(right, number, colors.text);
  if (row.changed()) {
    const std::string change = signed_text(row.change(), kDecimals);
    right -= width_of_numbers(context, change) + context.px(10);
    write(right, change, colors.text);
    const float side = context.px(8);
    right -= side + context.px(4);
    draw_way(context, ImVec2(right, std::floor(box.Min.y + (size - side) / 2)), side,
             row.change() > 0.0);
  }
  draw_fitted_text(list, row.best ? context.fonts.strong : context.fonts.text, size, box.Min,
                   right - context.px(8), colors.text, row.name.c_str());
}

// What both weights give in grey; what was gained solid, what was lost hatched, each in the colour
// of its sign; a line marks the trained value.
void draw_class_bar(const PanelContext& context, const ClassRow& row, const ImRect& box) {
  const Palette& colors = context.colors();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto at = [&](double share) {
    const double part = share > 0.0 ? std::min(share, 1.0) : 0.0;
    return std::floor(box.Min.x + box.GetWidth() * static_cast<float>(part));
  };
  list->AddRectFilled(box.Min, box.Max, colors.hover);
  const double kept = std::fmin(row.shown, row.trained);
  list->AddRectFilled(box.Min, ImVec2(at(kept), box.Max.y),
                      row.best ? colors.text : colors.untrained);
  if (row.changed()) {
    const bool rose = row.change() > 0.0;
    const ImU32 color = signed_color(rose ? 1.0f : -1.0f, 1.0f, context.lab.view().theme);
    const ImVec2 a(at(kept), box.Min.y);
    const ImVec2 b(at(std::fmax(row.shown, row.trained)), box.Max.y);
    if (rose) {
      list->AddRectFilled(a, b, color);
    } else {
      hatch(a, b, context.px(4), color);
      list->AddRect(a, b, color);
    }
  }
  if (!row.changed()) return;
  const float mark = at(row.trained);
  list->AddRectFilled(ImVec2(mark - context.px(1), box.Min.y - context.px(2)),
                      ImVec2(mark + context.px(1), box.Max.y + context.px(2)), colors.trained);
}

void draw_class(const PanelContext& context, const ClassRow& row, float height) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::Dummy(ImVec2(width, height));
  const float bar = std::min(height - context.px(kBarText + 4), context.px(kMostBarHeight));
  const float top = min.y + context.px(kBarText);
  draw_class_text(context, row, {min, ImVec2(min.x + width, top)});
  draw_class_bar(context, row, {ImVec2(min.x, top), ImVec2(min.x + width, top + bar)});
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
    const std::string trained = fmt::format("{:.{}f}", row.trained, int{kDecimals});
    ImGui::SetTooltip(
        "%s",
        context.said(phrase("{}, with the trained weights {}", word(row.name), trained)).c_str());
  }
}

// What the numbers are, where they are not the probabilities of one class or another.
std::optional<Text> meaning_of(const nn::Prediction& prediction) {
  switch (prediction.answer) {
    case nn::Answer::kScores:
      return tr("scores through softmax");
    case nn::Answer::kOneProbability:
      return tr("one probability p, and 1 - p");
    case nn::Answer::kIndependent:
      return tr("probabilities, each by itself");
    case nn::Answer::kValues:
      return tr("values, which are no probabilities");
    case nn::Answer::kMaps:
    case nn::Answer::kProbabilities:
      break;
  }
  return std::nullopt;
}

std::string output_name(const nn::Model& model, std::size_t output) {
  const nn::Symbolic& value = model.outputs()[output];
  return fmt::format("{}  {}", value.layer()->name(), nn::to_string(value.shape()));
}

// Which answer of several is shown.
std::size_t output_choice(const PanelContext& context) {
  const nn::Model& model = context.lab.run().model();
  std::size_t& chosen = context.lab.view().output;
  const std::size_t count = model.outputs().size();
  if (chosen >= count) chosen = 0;
  if (count < 2) return chosen;
  ImGui::SetNextItemWidth(-1);
  const std::string shown = output_name(model, chosen);
  if (!begin_list("##output", "")) {
    combo_name(shown);
    help(context, tr("Which of the network's outputs is shown"));
    return chosen;
  }
  for (std::size_t i = 0; i < count; ++i) {
    ImGui::PushID(static_cast<int>(i));
    if (named_line(output_name(model, i), "###output", i == chosen)) chosen = i;
    ImGui::PopID();
  }
  ImGui::EndCombo();
  combo_name(shown);
  return chosen;
}

// An answer that is maps: as a picture, with the values at its darkest and at its brightest.
void output_maps(const PanelContext& context, std::size_t output, float height) {
  const lab::NetworkRun& run = context.lab.run();
  const auto node = static_cast<std::size_t>(run.model().output_nodes()[output]);
  const Shape shape = run.activations()[node].view().shape();
  if (shape.rank() != 4) {
    return caption(context, context.text(tr("what it gives is no list of classes")));
  }
  const float line = context.px(design::kSmallText + 8);
  framed_channels(context, shape, context.textures.network_output(output),
                  ImVec2(ImGui::GetContentRegionAvail().x, std::max(line, height - line)));
  const ValueRange range = lab::output_range(run.sheet(node));
  const std::string text =
      fmt::format("{}  {:.2f} .. {:.2f}", to_string(shape), range.lo, range.hi);
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopFont();
}

void class_rows(const PanelContext& context, const nn::Prediction& shown,
                const nn::Prediction& trained, float height) {
  const std::size_t best = shown.best();
  const std::size_t all = std::min(shown.values.size(), kMostBars);
  const auto meaning = meaning_of(shown);
  const float line = context.px(design::kSmallText + 6);
  const float room = height - (meaning ? line : 0.0f);
  const auto fitting = [&](float pixels) {
    return static_cast<std::size_t>(std::max(0.0f, pixels / context.px(kLeastRow)));
  };
  const bool fewer = fitting(room) < all || all < shown.values.size();
  const float rows_room = room - (fewer ? line : 0.0f);
  const std::size_t most = std::clamp(fitting(rows_room), kLeastBars, kMostBars);
  const auto classes = shown_classes(shown.values, most);
  const float row = std::floor(std::clamp(rows_room / static_cast<float>(classes.size()),
                                          context.px(kLeastRow), context.px(kMostRow)));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  const lab::Network& network = *context.lab.document().network;
  for (const std::size_t index : classes) {
    draw_class(context,
               {class_name(network, index, shown.values.size()), shown.values[index],
                trained.values[index], index == best},
               row);
  }
  if (classes.size() < shown.values.size()) {
    caption(context,
            context.said(phrase("the {} most probable of {}", classes.size(), shown.values.size()))
                .c_str());
  }
  if (meaning) caption(context, context.text(*meaning));
  ImGui::PopStyleVar();
}

}  // namespace

void prediction_bars(const PanelContext& context, float height) {
  const float top = ImGui::GetCursorPosY();
  const std::size_t output = output_choice(context);
  const float left = height - (ImGui::GetCursorPosY() - top);
  const lab::Network& network = *context.lab.document().network;
  const auto& shown = context.lab.run().predictions()[output];
  const auto& trained = context.lab.run().trained_predictions()[output];
  ImGui::PushTextWrapPos(0.0f);
  if (!network.trained->end.empty()) {
    caption(context, context.said(network.trained->end).c_str());
  } else if (shown.empty()) {
    output_maps(context, output, left);
  } else if (std::isnan(shown.values[shown.best()])) {
    caption(context, context.text(tr("what it gives is not a number (NaN)")));
  } else {
    class_rows(context, shown, trained, left);
  }
  ImGui::PopTextWrapPos();
}

}  // namespace convlens::ui
