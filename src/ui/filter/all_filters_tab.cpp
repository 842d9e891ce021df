#include "ui/filter/all_filters_tab.h"

#include <array>

#include "ui/kit/controls.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/shell/clipboard.h"

namespace convlens::ui {
namespace {

// A whole number, taken when Enter is pressed or the field is left. True when it is another one.
bool number_field(const PanelContext& context, const char* key, int& value, const Text& help_text) {
  const int before = value;
  ImGui::SetNextItemWidth(context.px(48));
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  const bool entered = ImGui::InputInt(key, &value, 0, 0, ImGuiInputTextFlags_EnterReturnsTrue);
  const bool left = ImGui::IsItemDeactivatedAfterEdit();
  ImGui::PopFont();
  help(context, help_text);
  return (entered || left) && value != before;
}

// "7 x 7"
bool number_pair(const PanelContext& context, const char* key, int& first, int& second,
                 const Text& help_text) {
  ImGui::PushID(key);
  bool changed = number_field(context, "##height", first, help_text);
  ImGui::SameLine(0, context.px(4));
  ImGui::TextUnformatted("x");
  ImGui::SameLine(0, context.px(4));
  changed |= number_field(context, "##width", second, help_text);
  ImGui::PopID();
  return changed;
}

void shape_row(const PanelContext& context) {
  const lab::Filter& filter = context.lab.document().filters.front();
  lab::ShapeFilters shape{filter.height, filter.width, filter.channels};
  row_label(context, tr("Size"));
  bool changed =
      number_pair(context, "shape", shape.height, shape.width,
                  tr("Height and width of all my filters, 1 to 15; what no longer fits is lost"));
  constexpr std::array kChannels{
      Way{{tr("three channels", "Colour"),
           tr("Three channels: the filters see red, green and blue")},
          "three channels"},
      Way{{tr("Grey"), tr("One channel: the filters see the brightness only")}, "one channel"}};
  // Filters of an array have its channels.
  if (lab::source_channels(context.lab.document()) == lab::kRgb) {
    ImGui::SameLine(0, context.px(16));
    if (const auto way = choice(context, kChannels, filter.channels == 3 ? 0 : 1)) {
      shape.channels = *way == 0 ? 3 : 1;
      changed = changed || shape.channels != filter.channels;
    }
  }
  if (changed) context.lab.commit(shape);
}

// Steps that are the network's, where its ways are adopted, cannot be changed. `change`: true when
// they were.
template <typename Change>
void step_row(const PanelContext& context, const Text& label, const Change& change) {
  const conv::Conv2dOptions& conv = context.lab.document().conv;
  lab::SetSteps steps{conv.stride_h, conv.stride_w, conv.dilation_h, conv.dilation_w, conv.padding};
  ImGui::BeginDisabled(context.lab.document().adopt_network);
  row_label(context, label);
  const bool changed = change(steps);
  ImGui::EndDisabled();
  if (changed) context.lab.commit(steps);
}

void stride_row(const PanelContext& context) {
  step_row(context, tr("Stride"), [&context](lab::SetSteps& steps) {
    return number_pair(context, "stride", steps.stride_h, steps.stride_w,
                       tr("How many pixels the window moves on, down and across"));
  });
}

void dilation_row(const PanelContext& context) {
  step_row(context, tr("Dilation"), [&context](lab::SetSteps& steps) {
    return number_pair(context, "dilation", steps.dilation_h, steps.dilation_w,
                       tr("How far apart the weights lie in the picture, down and across"));
  });
}

void padding_row(const PanelContext& context) {
  constexpr std::array kPaddings{
      Way{{tr("SAME"),
           tr("Zeros round the picture: with stride 1 the map is as large as the crop")},
          "same"},
      Way{{tr("VALID"), tr("No padding: the window stays inside, and the map is smaller")},
          "valid"}};
  step_row(context, tr("Padding"), [&context, kPaddings](lab::SetSteps& steps) {
    const conv::Padding before = steps.padding;
    const auto way = choice(context, kPaddings, before == conv::Padding::kSame ? 0 : 1);
    if (way) steps.padding = *way == 0 ? conv::Padding::kSame : conv::Padding::kValid;
    return steps.padding != before;
  });
}

void text_row(const PanelContext& context) {
  row_label(context, tr("Text"));
  if (action(context, {tr("Copy"), tr("Copies the filter on the stage as a NumPy array (Ctrl+C)")},
             "copy filter")) {
    copy_filter(context.lab);
  }
  ImGui::SameLine(0, 0);
  if (action(context,
             {tr("Paste"), tr("Filters from copied text, a NumPy array or rows of numbers; "
                              "or a copied picture or file (Ctrl+V)")},
             "paste filters")) {
    paste(context.lab, context.files);
  }
}

void file_row(const PanelContext& context) {
  row_label(context, tr("File"));
  if (action(
          context,
          {tr("Open filters"),
           tr("Opens filters from a NumPy .npy or .npz of shape (height, width, channels, count)")},
          "open filters")) {
    context.file_request = FilePurpose::kOpenFilters;
  }
  ImGui::SameLine(0, 0);
  if (action(context,
             {tr("Save filters"), tr("Saves all my filters as one NumPy array (height, "
                                     "width, channels, count), .npy or .npz")},
             "save filters")) {
    context.file_request = FilePurpose::kSaveFilters;
  }
}

}  // namespace

std::vector<std::function<void(const PanelContext&)>> all_filters_rows() {
  return {shape_row, stride_row, padding_row, dilation_row, file_row, text_row};
}

}  // namespace convlens::ui
