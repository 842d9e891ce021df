#include "ui/filter/all_filters_tab.h"

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
  constexpr struct {
    int channels = 0;
    Label label;
    const char* key = nullptr;
  } kChoices[] = {
      {3,
       {tr("three channels", "Colour"), tr("Three channels: the filters see red, green and blue")},
       "three channels"},
      {1, {tr("Grey"), tr("One channel: the filters see the brightness only")}, "one channel"}};
  for (const auto& choice : kChoices) {
    ImGui::SameLine(0, context.px(choice.channels == 3 ? 16 : 8));
    if (labeled_button(context, choice.label, choice.key, filter.channels == choice.channels)) {
      shape.channels = choice.channels;
      changed = shape.channels != filter.channels;
    }
  }
  if (changed) context.lab.commit(shape);
}

void step_rows(const PanelContext& context) {
  const conv::Conv2dOptions& conv = context.lab.document().conv;
  lab::SetSteps steps{conv.stride_h, conv.stride_w, conv.dilation_h, conv.dilation_w, conv.padding};
  row_label(context, tr("Stride"));
  bool changed = number_pair(context, "stride", steps.stride_h, steps.stride_w,
                             tr("How many pixels the window moves on, down and across"));
  row_label(context, tr("Dilation"));
  changed |= number_pair(context, "dilation", steps.dilation_h, steps.dilation_w,
                         tr("How far apart the weights lie in the picture, down and across"));
  row_label(context, tr("Padding"));
  constexpr struct {
    conv::Padding padding = {};
    Label label;
    const char* key = nullptr;
  } kChoices[] = {
      {conv::Padding::kSame,
       {tr("SAME"), tr("Zeros round the picture: with stride 1 the map is as large as the crop")},
       "same"},
      {conv::Padding::kValid,
       {tr("VALID"), tr("No padding: the window stays inside, and the map is smaller")},
       "valid"}};
  for (const auto& choice : kChoices) {
    if (choice.padding != conv::Padding::kSame) ImGui::SameLine();
    if (labeled_button(context, choice.label, choice.key, conv.padding == choice.padding)) {
      steps.padding = choice.padding;
      changed |= steps.padding != conv.padding;
    }
  }
  if (changed) context.lab.commit(steps);
}

void text_row(const PanelContext& context) {
  row_label(context, tr("Text"));
  if (labeled_button(context,
                     {tr("Copy"), tr("Copies the filter on the stage as a NumPy array (Ctrl+C)")},
                     "copy filter")) {
    copy_filter(context.lab);
  }
  ImGui::SameLine();
  if (labeled_button(context,
                     {tr("Paste"), tr("Filters from copied text, a NumPy array or rows of numbers; "
                                      "or a copied picture or file (Ctrl+V)")},
                     "paste filters")) {
    paste(context.lab, context.files);
  }
}

void file_row(const PanelContext& context) {
  row_label(context, tr("File"));
  if (labeled_button(
          context,
          {tr("Open filters"),
           tr("Opens filters from a NumPy .npy or .npz of shape (height, width, channels, count)")},
          "open filters")) {
    context.file_request = FilePurpose::kOpenFilters;
  }
  ImGui::SameLine();
  if (labeled_button(context,
                     {tr("Save filters"), tr("Saves all my filters as one NumPy array (height, "
                                             "width, channels, count), .npy or .npz")},
                     "save filters")) {
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
