#include "ui/network/network_panels.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "lab/shown/shown_maps.h"
#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/network/layer_table.h"
#include "ui/network/network_input.h"
#include "ui/network/one_layer.h"
#include "ui/network/weights_choice.h"
#include "ui/pieces/code_line.h"
#include "ui/pieces/colormap_choice.h"
#include "ui/pieces/film_bar.h"

namespace convlens::ui {
namespace {

constexpr float kFactsHeight = 132;  // under the picture
constexpr float kLeastPicture = 64;

constexpr std::array kNetworkTabs{
    Way{{tr("Flow"), tr("All layers, and what flows into the map that is shown large")}, "flow"},
    Way{{tr("One layer"), tr("All maps of the layer whose map is shown large")}, "one layer"},
    Way{{tr("Weights"), tr("How the weights of the layer on the stage are distributed, before the "
                           "training, after it and with your changes")},
        "weights"},
    Way{{tr("Table"), tr("The layers as model.summary() lists them")}, "table"}};

constexpr Label kOneRange{tr("One range for all maps"),
                          tr("The same colours mean the same values in every map, so that maps can "
                             "be compared (R)")};
constexpr Label kChangedFirst{
    tr("Most changed first"),
    tr("Orders every layer's maps by how far they are from the trained ones")};

void no_network(const PanelContext& context) {
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextWrapped("%s", context.text(tr("No trained network is open")));
  ImGui::PopStyleColor();
}

// The pixels of the picture that the cell hangs on.
void draw_seen_window(const PanelContext& context, const lab::ReceptiveField& field,
                      const ImRect& picture) {
  const Shape& seen = context.lab.run().seen().shape();
  if (field.way.empty() || lab::input_grid(seen[3]).columns > 1) return;
  const std::size_t node = field.way.back().node;
  const Shape& input = context.lab.run().activations()[node].shape();
  const auto& window = field.windows[node];
  const bool same = input.rank() == 4 && input[1] == seen[1] && input[2] == seen[2];
  if (!same || !window || window->empty()) return;
  const ImVec2 pixel(picture.GetWidth() / static_cast<float>(seen[2]),
                     picture.GetHeight() / static_cast<float>(seen[1]));
  ring(context, {ImVec2(std::floor(picture.Min.x + pixel.x * static_cast<float>(window->left)),
                        std::floor(picture.Min.y + pixel.y * static_cast<float>(window->top))),
                 ImVec2(std::ceil(picture.Min.x + pixel.x * static_cast<float>(window->right)),
                        std::ceil(picture.Min.y + pixel.y * static_cast<float>(window->bottom)))});
  const std::string says =
      context.said(phrase("the cell sees rows {} to {} and columns {} to {}", window->top,
                          window->bottom - 1, window->left, window->right - 1));
  ImGui::PushTextWrapPos(0.0f);
  caption(context, says.c_str());
  ImGui::PopTextWrapPos();
}

// Whether what the network sees is a whole canvas, on which can be drawn right there.
bool sees_canvas(const PanelContext& context) {
  const lab::Document& document = context.lab.document();
  return document.network->source == lab::NetworkSource::kWholePicture &&
         lab::is_canvas(*document.sources[context.lab.view().source].picture) &&
         !lab::sized_preparation(*document.network).crop;
}

}  // namespace

void NetworkPanels::draw_on(const PanelContext& context, const ImRect& picture) {
  const std::size_t source = context.lab.view().source;
  const Image& image = context.lab.document().sources[source].picture->image;
  ImGui::SetCursorScreenPos(picture.Min);
  ImGui::InvisibleButton("seen canvas", picture.GetSize());
  pen_.follow(context, source, picture.Min,
              ImVec2(picture.GetWidth() / static_cast<float>(image.width),
                     picture.GetHeight() / static_cast<float>(image.height)));
  canvas_bar(context, source, column_width(context), CanvasPlace::kAlone);
}

void NetworkPanels::seen(const PanelContext& context) {
  if (!context.lab.document().network || !context.lab.has_network()) return no_network(context);
  input_source(context);
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const bool canvas = sees_canvas(context);
  const std::size_t source = context.lab.view().source;
  const lab::NetworkSource looks = context.lab.document().network->source;
  const bool of_picture =
      looks == lab::NetworkSource::kPicture || looks == lab::NetworkSource::kWholePicture;
  const float film = of_picture ? film_bar_height(context, source) : 0;
  const float under = context.px(kFactsHeight) + film + (canvas ? canvas_bar_height(context) : 0);
  const float height = std::max(context.px(kLeastPicture), room.y - under);
  const ImRect picture = framed_channels(context, context.lab.run().seen().shape(),
                                         context.textures.network_input(), ImVec2(room.x, height));
  if (canvas) draw_on(context, picture);
  draw_seen_window(context, taken_.field(context.lab), picture);
  if (film > 0) film_bar(context, source);
  input_facts(context);
}

void NetworkPanels::bar(const PanelContext& context) {
  lab::View& view = context.lab.view();
  Bar line(context, "network bar");
  line.add(choice_width(context, kNetworkTabs), [&] {
    const auto tab = choice(context, kNetworkTabs, static_cast<std::size_t>(view.network_tab));
    if (tab) view.network_tab = static_cast<lab::NetworkTab>(*tab);
  });
  add_weights_choice(context, line);
  line.add(context.px(kColormapWidth), [&] {
    if (const auto map = colormap_choice(context, lab::shown_network_colormap(view))) {
      view.network_colormap = map;
    }
  });
  line.add(switch_width(context, kChangedFirst.text), [&] {
    if (switch_control(context, kChangedFirst, "most changed", view.most_changed_first)) {
      view.most_changed_first = !view.most_changed_first;
    }
  });
  line.add(switch_width(context, kOneRange.text), [&] {
    if (switch_control(context, kOneRange, "layer range", view.ranges.shared)) {
      view.ranges.shared = !view.ranges.shared;
    }
  });
}

void NetworkPanels::layers(const PanelContext& context) {
  if (!context.lab.document().network || !context.lab.has_network()) return no_network(context);
  bar(context);
  const float height = ImGui::GetContentRegionAvail().y - code_line_height(context);
  const lab::NetworkTab tab = context.lab.view().network_tab;
  const bool scrolls = tab == lab::NetworkTab::kWeights || tab == lab::NetworkTab::kTable;
  ImGui::BeginChild("layers", ImVec2(0, std::max(1.0f, height)), ImGuiChildFlags_NavFlattened,
                    scrolls ? ImGuiWindowFlags_None : ImGuiWindowFlags_NoScrollbar);
  switch (tab) {
    case lab::NetworkTab::kFlow:
      flow_.draw(context, taken_);
      break;
    case lab::NetworkTab::kOneLayer:
      one_layer(context, columns_);
      break;
    case lab::NetworkTab::kWeights:
      weights_.draw(context);
      break;
    case lab::NetworkTab::kTable:
      layer_table(context);
      break;
  }
  ImGui::EndChild();
  code_line(context, lab::CodePanel::kLayers);
}

}  // namespace convlens::ui
