#include "ui/network/preparation_popup.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "lab/document/weight_summary.h"
#include "ui/kit/controls.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kLabel = 92;
constexpr int kLargestSide = 4096;

// What common collections of networks were trained with, for pictures of 0 to 1.
struct Usual {
  const char* name;
  nn::ChannelOrder order;
  float scale;
  std::vector<float> mean;
  std::vector<float> deviation;
};
const std::array<Usual, 4>& usual_preparations() {
  static const std::array<Usual, 4> all{
      {{"0 .. 1", nn::ChannelOrder::kRgb, 1.0f, {}, {}},
       {"-1 .. 1", nn::ChannelOrder::kRgb, 2.0f, {1.0f}, {}},
       {"Caffe", nn::ChannelOrder::kBgr, 255.0f, {104.0f, 117.0f, 123.0f}, {}},
       {"ImageNet",
        nn::ChannelOrder::kRgb,
        1.0f,
        {0.485f, 0.456f, 0.406f},
        {0.229f, 0.224f, 0.225f}}}};
  return all;
}

void label(const PanelContext& context, const Text& text) {
  ImGui::AlignTextToFramePadding();
  caption(context, context.text(text));
  same_line_behind(context, kLabel);
}

// Three values, one for each channel in the network's own order. True when one was typed.
bool three_values(const char* id, std::vector<float>& values, float none) {
  std::array<float, 3> shown{none, none, none};
  for (std::size_t c = 0; c < shown.size() && !values.empty(); ++c) {
    shown[c] = values[std::min(c, values.size() - 1)];
  }
  ImGui::InputFloat3(id, shown.data(), "%g");
  if (!ImGui::IsItemDeactivatedAfterEdit()) return false;
  const bool all_none = std::count(shown.begin(), shown.end(), none) == 3;
  values = all_none ? std::vector<float>{} : std::vector<float>(shown.begin(), shown.end());
  return true;
}

bool order_row(const PanelContext& context, nn::InputPreparation& preparation) {
  label(context, tr("Order"));
  bool changed = false;
  constexpr std::array kOrders{Way{{{"RGB"}, {}}, "rgb"}, Way{{{"BGR"}, {}}, "bgr"}};
  const bool rgb = preparation.order == nn::ChannelOrder::kRgb;
  if (const auto way = choice(context, kOrders, rgb ? 0 : 1)) {
    preparation.order = *way == 0 ? nn::ChannelOrder::kRgb : nn::ChannelOrder::kBgr;
    changed = true;
  }
  return changed;
}

bool size_row(const PanelContext& context, nn::InputPreparation& preparation) {
  label(context, tr("Size (h, w)"));
  const nn::HeightWidth size = preparation.resize.value_or(nn::HeightWidth{0, 0});
  std::array<int, 2> sides{size.height, size.width};
  ImGui::InputInt2("##size", sides.data());
  if (!ImGui::IsItemDeactivatedAfterEdit()) return false;
  const bool given = sides[0] > 0 && sides[1] > 0;
  preparation.resize.reset();
  if (given) {
    preparation.resize =
        nn::HeightWidth{std::min(sides[0], kLargestSide), std::min(sides[1], kLargestSide)};
  }
  return true;
}

// Whether anything was changed.
bool rows(const PanelContext& context, nn::InputPreparation& preparation) {
  bool changed = false;
  label(context, tr("Usual"));
  for (const Usual& usual : usual_preparations()) {
    if (action(context, {{usual.name}, {}}, usual.name)) {
      preparation.order = usual.order;
      preparation.scale = usual.scale;
      preparation.mean = usual.mean;
      preparation.standard_deviation = usual.deviation;
      changed = true;
    }
    ImGui::SameLine(0, 0);
  }
  ImGui::NewLine();
  changed = order_row(context, preparation) || changed;
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  ImGui::PushItemWidth(context.px(228));
  label(context, tr("Times"));
  ImGui::InputFloat("##scale", &preparation.scale, 0.0f, 0.0f, "%g");
  changed = ImGui::IsItemDeactivatedAfterEdit() || changed;
  label(context, tr("Less"));
  changed = three_values("##mean", preparation.mean, 0.0f) || changed;
  label(context, tr("Divided by"));
  changed = three_values("##deviation", preparation.standard_deviation, 1.0f) || changed;
  changed = size_row(context, preparation) || changed;
  ImGui::PopItemWidth();
  ImGui::PopFont();
  return changed;
}

// A text of as many lines as it takes, to press.
bool wrapped_action(const PanelContext& context, const std::string& text, const char* id) {
  const float size = context.px(design::kSmallText);
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 pad(context.px(4), context.px(4));
  const ImVec2 extent =
      context.fonts.text->CalcTextSizeA(size, FLT_MAX, width - 2 * pad.x, text.c_str());
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 max(min.x + std::min(width, extent.x + 2 * pad.x),
                   min.y + std::max(extent.y + 2 * pad.y, context.px(design::kControl)));
  const bool pressed =
      ImGui::InvisibleButton(id, ImVec2(max.x - min.x, max.y - min.y), ImGuiButtonFlags_EnableNav);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(min, max,
                      ImGui::IsItemActive()    ? context.colors().line
                      : ImGui::IsItemHovered() ? context.colors().hover
                                               : 0,
                      context.px(5));
  list->AddText(context.fonts.text, size,
                ImVec2(min.x + pad.x, std::floor((min.y + max.y - extent.y) / 2)),
                context.colors().text, text.c_str(), nullptr, width - 2 * pad.x);
  return pressed;
}

}  // namespace

void preparation_button(const PanelContext& context) {
  const lab::Network& network = *context.lab.document().network;
  const std::string what = lab::value_preparation(network);
  const std::string text = context.said(what.empty() ? phrase("Preparation: none, 0 to 1")
                                                     : phrase("Preparation: {}", what));
  if (wrapped_action(context, text, "###preparation")) {
    context.preparation_draft = network.preparation;
    ImGui::OpenPopup("preparation");
  }
  help(context, tr("What is done to a picture's values, 0 to 1, before the network sees them; "
                   "click to change"));
  if (!ImGui::BeginPopup("preparation")) return;
  if (rows(context, context.preparation_draft)) {
    context.lab.commit(lab::SetPreparation{context.preparation_draft});
  }
  close_on_escape();
  ImGui::EndPopup();
}

}  // namespace convlens::ui
