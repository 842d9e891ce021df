#include "ui/network/preparation_popup.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "lab/document/weight_summary.h"
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
  for (const auto order : {nn::ChannelOrder::kRgb, nn::ChannelOrder::kBgr}) {
    const bool rgb = order == nn::ChannelOrder::kRgb;
    if (ImGui::RadioButton(rgb ? "RGB" : "BGR", preparation.order == order)) {
      preparation.order = order;
      changed = true;
    }
    if (rgb) ImGui::SameLine();
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
    if (ImGui::SmallButton(usual.name)) {
      preparation.order = usual.order;
      preparation.scale = usual.scale;
      preparation.mean = usual.mean;
      preparation.standard_deviation = usual.deviation;
      changed = true;
    }
    ImGui::SameLine();
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

}  // namespace

void preparation_button(const PanelContext& context) {
  const lab::Network& network = *context.lab.document().network;
  const std::string what = lab::value_preparation(network);
  const std::string text = context.said(what.empty() ? phrase("Preparation: none, 0 to 1")
                                                     : phrase("Preparation: {}", what)) +
                           "###preparation";
  ImGui::PushFont(nullptr, design::kSmallText);
  if (ImGui::SmallButton(text.c_str())) {
    context.preparation_draft = network.preparation;
    ImGui::OpenPopup("preparation");
  }
  ImGui::PopFont();
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
