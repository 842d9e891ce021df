#include "ui/filter/all_filters_tab.h"

#include "ui/kit/metrics.h"
#include "ui/shell/clipboard.h"

namespace convlens::ui {
namespace {

// A whole number, taken when Enter is pressed or the field is left. True when it is another one.
bool number_field(const PanelContext& context, const char* key, int& value, Text help_id) {
  const int before = value;
  ImGui::SetNextItemWidth(context.px(48));
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  const bool entered = ImGui::InputInt(key, &value, 0, 0, ImGuiInputTextFlags_EnterReturnsTrue);
  const bool left = ImGui::IsItemDeactivatedAfterEdit();
  ImGui::PopFont();
  help(context, help_id);
  return (entered || left) && value != before;
}

// "7 x 7"
bool number_pair(const PanelContext& context, const char* key, int& first, int& second,
                 Text help_id) {
  ImGui::PushID(key);
  bool changed = number_field(context, "##height", first, help_id);
  ImGui::SameLine(0, context.px(4));
  ImGui::TextUnformatted("x");
  ImGui::SameLine(0, context.px(4));
  changed |= number_field(context, "##width", second, help_id);
  ImGui::PopID();
  return changed;
}

void shape_row(const PanelContext& context) {
  const lab::Filter& filter = context.lab.document().filters.front();
  lab::ShapeFilters shape{filter.height, filter.width, filter.channels};
  row_label(context, Text::kSizeOfFilters);
  bool changed = number_pair(context, "shape", shape.height, shape.width, Text::kSizeOfFilters);
  constexpr struct {
    int channels;
    Text text;
    const char* key;
  } kChoices[] = {{3, Text::kThreeChannels, "three channels"},
                  {1, Text::kOneChannel, "one channel"}};
  for (const auto& choice : kChoices) {
    ImGui::SameLine(0, context.px(choice.channels == 3 ? 16 : 8));
    if (labeled_button(context, choice.text, choice.key, filter.channels == choice.channels)) {
      shape.channels = choice.channels;
      changed = shape.channels != filter.channels;
    }
  }
  if (changed) context.lab.commit(shape);
}

void step_rows(const PanelContext& context) {
  const conv::Conv2dOptions& conv = context.lab.document().conv;
  lab::SetSteps steps{conv.stride_h, conv.stride_w, conv.dilation_h, conv.dilation_w, conv.padding};
  row_label(context, Text::kStride);
  bool changed = number_pair(context, "stride", steps.stride_h, steps.stride_w, Text::kStride);
  row_label(context, Text::kDilation);
  changed |= number_pair(context, "dilation", steps.dilation_h, steps.dilation_w, Text::kDilation);
  row_label(context, Text::kPaddingOfFilters);
  constexpr struct {
    conv::Padding padding;
    Text text;
    const char* key;
  } kChoices[] = {{conv::Padding::kSame, Text::kSame, "same"},
                  {conv::Padding::kValid, Text::kValid, "valid"}};
  for (const auto& choice : kChoices) {
    if (choice.padding != conv::Padding::kSame) ImGui::SameLine();
    if (labeled_button(context, choice.text, choice.key, conv.padding == choice.padding)) {
      steps.padding = choice.padding;
      changed |= steps.padding != conv.padding;
    }
  }
  if (changed) context.lab.commit(steps);
}

void text_row(const PanelContext& context) {
  row_label(context, Text::kAsText);
  if (labeled_button(context, Text::kCopyFilter, "copy filter")) copy_filter(context.lab);
  ImGui::SameLine();
  if (labeled_button(context, Text::kPasteFilters, "paste filters"))
    paste(context.lab, context.files);
}

void file_row(const PanelContext& context) {
  row_label(context, Text::kFile);
  if (labeled_button(context, Text::kOpenFilters, "open filters")) {
    context.file_request = FilePurpose::kOpenFilters;
  }
  ImGui::SameLine();
  if (labeled_button(context, Text::kSaveFilters, "save filters")) {
    context.file_request = FilePurpose::kSaveFilters;
  }
}

}  // namespace

void all_filters_tab(const PanelContext& context) {
  shape_row(context);
  ImGui::BeginDisabled(context.lab.document().adopt_network);  // its steps are the network's
  step_rows(context);
  ImGui::EndDisabled();
  text_row(context);
  file_row(context);
}

}  // namespace convlens::ui
