#include "ui/maps/maps_panel.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "lab/shown/map_ranges.h"
#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/maps/all_maps.h"
#include "ui/maps/figures_view.h"
#include "ui/maps/pairs.h"
#include "ui/maps/shelf.h"
#include "ui/pieces/code_line.h"
#include "ui/pieces/colormap_choice.h"
#include "ui/shell/keys.h"

namespace convlens::ui {
namespace {

constexpr float kLongestStep_s = 1.0f / 30;

bool shows_pairs(const PanelContext& context) {
  const lab::View& view = context.lab.view();
  return view.maps_tab == lab::MapsTab::kPairs && context.lab.document().network.has_value();
}

// "(2, 70, 120, 2)  before activation"
std::string shape_text(const PanelContext& context, const MapsSeen& seen) {
  const auto& pipeline = context.lab.pipeline();
  const Shape& map = pipeline.map(0, 0).values.shape();
  const bool relu = context.lab.document().conv.activation == conv::Activation::kRelu;
  std::string text = fmt::format("({}, {}, {}, {})  {}", pipeline.source_count(), map[0], map[1],
                                 pipeline.filter_count(),
                                 context.text(relu ? tr("after ReLU") : tr("before activation")));
  if (seen.visible < seen.all) {
    text += ", " + context.said(phrase("{} of {} maps", seen.visible, seen.all));
  }
  return text;
}

constexpr Way kPairs{{tr("Beside trained"),
                      tr("Each of my maps beside the trained map whose filter is most alike. Hold "
                         "Space: the trained map takes the place of mine")},
                     "pairs"};
constexpr Way kMine{{tr("All my maps"), tr("All my maps: a row a picture, a column a filter")},
                    "all mine"};
constexpr Way kFiguresTab{{tr("Figures"), tr("The notebook's figures, live and exact")}, "figures"};
constexpr Way kMeasures{
    {tr("Measures"), tr("How the values of the maps and the weights are distributed")}, "measures"};
constexpr Text kNoNetwork = tr("No trained network is open");

constexpr Label kRelu{
    tr("After ReLU"),
    tr("Both sides show the values after the activation: negative sums become 0")};
constexpr Label kShared{tr("One range for all maps"),
                        tr("The same colours mean the same values in every map, so that maps can "
                           "be compared (R)")};
constexpr Label kPinRanges{tr("Pin ranges"),
                           tr("Keeps the ranges that are shown now, whatever the values become. "
                              "How many values fall outside is said under each map (L)")};
constexpr Label kDifference{tr("Difference"),
                            tr("Between the two: mine less the trained map, white where they "
                               "agree (D)")};
constexpr Label kChange{tr("Change by the last step"),
                        tr("My maps less those before the last step, in signed colours: what the "
                           "step did (C)")};
constexpr Label kOverlay{tr("Over the crop"),
                         tr("Lays every map over the crop in grey that it was computed from (V)")};

// Side by side with the trained maps, all of mine, or numbers about them.
void arrangement(const PanelContext& context, Bar& bar) {
  const bool network = context.lab.document().network.has_value();
  std::array ways{kPairs, kMine, kFiguresTab, kMeasures};
  if (!network) ways[0].why_not = kNoNetwork;
  bar.add(choice_width(context, ways), [&context, ways, network] {
    lab::MapsTab& tab = context.lab.view().maps_tab;
    const lab::MapsTab shown = tab == lab::MapsTab::kPairs && !network ? lab::MapsTab::kMine : tab;
    const auto way = choice(context, ways, static_cast<std::size_t>(shown));
    if (way) tab = static_cast<lab::MapsTab>(*way);
  });
}

// A switch for something that is shown or not.
void flag(const PanelContext& context, Bar& bar, const Label& label, const char* key, bool& on) {
  bar.add(
      switch_width(context, label.text),
      [&context, &label, key, &on] {
        if (switch_control(context, label, key, on)) on = !on;
      },
      4);
}

void overlay_share(const PanelContext& context) {
  lab::View& view = context.lab.view();
  ImGui::SetNextItemWidth(context.px(72));
  ImGui::SliderFloat("##overlay share", &view.overlay_share, 0.0f, 1.0f, "");
  help(context, tr("How much of the map is seen, and how little of the crop under it"));
  ImGui::SameLine(0, context.px(4));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::AlignTextToFramePadding();
  ImGui::Text("%.0f%%", static_cast<double>(view.overlay_share * 100.0f));
  ImGui::PopFont();
}

// What a key does, too.
void command_switch(const PanelContext& context, Bar& bar, const Label& label, const char* key,
                    bool on, Action action) {
  bar.add(
      switch_width(context, label.text),
      [&context, &label, key, on, action] {
        if (switch_control(context, label, key, on)) perform(action, context);
      },
      4);
}

// Each map's own range, one for all, or those of the moment when they were pinned.
void range_switches(const PanelContext& context, Bar& bar) {
  const lab::RangeChoice& ranges = context.lab.view().ranges;
  const bool pinned = ranges.pinned.has_value();
  command_switch(context, bar, kShared, "shared range", ranges.shared && !pinned,
                 Action::kSharedRange);
  command_switch(context, bar, kPinRanges, "pin ranges", pinned, Action::kPinRanges);
}

void options_bar(const PanelContext& context, const MapsSeen& seen) {
  lab::View& view = context.lab.view();
  Bar bar(context, "maps bar");
  arrangement(context, bar);
  if (view.maps_tab >= lab::MapsTab::kFigures) return;
  bar.add(
      context.px(kColormapWidth),
      [&] { view.colormap = colormap_choice(context, view.colormap).value_or(view.colormap); }, 12);
  const bool relu = context.lab.document().conv.activation == conv::Activation::kRelu;
  bar.add(switch_width(context, kRelu.text), [&context, relu] {
    if (!switch_control(context, kRelu, "after relu", relu)) return;
    context.lab.commit(
        lab::SetActivation{relu ? conv::Activation::kNone : conv::Activation::kRelu});
  });
  if (shows_pairs(context)) {
    flag(context, bar, kDifference, "difference", view.show_difference);
  }
  flag(context, bar, kChange, "last change", view.show_change);
  flag(context, bar, kOverlay, "overlay", view.overlay);
  if (view.overlay) bar.add(context.px(120), [&] { overlay_share(context); });
  range_switches(context, bar);
  const lab::CropSize crop = context.lab.document().crop_size;
  bar.add(
      zoom_buttons_width(context),
      [&context, crop] {
        zoom_buttons(context, context.lab.view().map_zoom, crop.height / 2.0, crop.width / 2.0);
      },
      12);
  const std::string shape = shape_text(context, seen);
  bar.add(
      context.fonts.numbers
          ->CalcTextSizeA(context.px(design::kSmallText), FLT_MAX, 0.0f, shape.c_str())
          .x,
      [&context, shape] {
        ImGui::AlignTextToFramePadding();
        ImGui::PushFont(context.fonts.numbers, design::kSmallText);
        ImGui::TextUnformatted(shape.c_str());
        ImGui::PopFont();
      },
      12);
}

}  // namespace

// A filter that is painted may come to be most alike to another trained one, whose map then stands
// beside its own.
void MapsPanel::say_new_partner(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  if (lab.previewing()) return;
  const std::size_t filter = lab.view().filter;
  const auto partner = lab.partner(filter);
  const auto& network = lab.document().network;
  const void* shown = network ? network->trained.get() : nullptr;
  const bool alike = partner && !partner->chosen;
  const Beside now{shown, filter, alike ? static_cast<int>(partner->filter) : -1};
  const Beside before = std::exchange(beside_, now);
  const bool same = before.network == now.network && before.filter == now.filter;
  if (!same || before.partner < 0 || !alike || before.partner == now.partner) return;
  const auto bank = lab.shown_bank(lab.trained_maps().first()->layer);
  if (!bank || !bank->has_shape_of(lab.document().filters[filter])) return;
  lab.view().notice = {
      phrase("{} is most alike to {} [{}] now", word(lab.document().filters[filter].name),
             word(bank->name), now.partner),
      ImGui::GetTime() + kSaid_s};
}

void MapsPanel::draw(const PanelContext& context) {
  options_bar(context, seen_);
  say_new_partner(context);
  lab::View& view = context.lab.view();
  // Before a glide begins, the window may have rested for long.
  lab::glide_ranges(view, std::min(ImGui::GetIO().DeltaTime, kLongestStep_s));
  if (view.range_glide.done < 1.0f) context.frames.request_frame();
  seen_.visible = 0;
  seen_.reveal.reset();
  if (std::exchange(filter_, view.filter) != view.filter) seen_.reveal = view.filter;
  if (view.maps_tab == lab::MapsTab::kMeasures) {
    seen_.all = 0;
    ImGui::BeginChild("measures", ImVec2(0, -code_line_height(context)),
                      ImGuiChildFlags_NavFlattened);
    measures_.draw(context);
    ImGui::EndChild();
  } else if (view.maps_tab == lab::MapsTab::kFigures) {
    seen_.all = 0;
    ImGui::BeginChild("figures", ImVec2(0, -code_line_height(context)),
                      ImGuiChildFlags_NavFlattened);
    figures_view(context);
    ImGui::EndChild();
  } else if (shows_pairs(context)) {
    const float code = code_line_height(context);
    const float below = shelf_height(context, pairs_height(context));
    const float gap = ImGui::GetStyle().ItemSpacing.y;
    const float room = ImGui::GetContentRegionAvail().y - (below > 0 ? below + gap : 0);
    ImGui::BeginChild("pairs", ImVec2(0, room - code), ImGuiChildFlags_NavFlattened);
    pairs_view(context, seen_);
    ImGui::EndChild();
    trained_shelf(context, below);
  } else {
    all_maps(context, seen_, -code_line_height(context));
  }
  code_line(context, lab::CodePanel::kMaps);
}

}  // namespace convlens::ui
