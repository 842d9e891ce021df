#include "ui/input/input_chain.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kChainWidth = 250;  // below it, values stand under their labels
constexpr float kValues = 108;      // where they stand beside them
constexpr lab::CropSize kUsualCrop{};

// Another size round the same middle, or the nearest place that the picture has room for.
void resize_crop(lab::Lab& lab, lab::CropSize size) {
  const std::size_t source = lab.view().source;
  const lab::CropSize before = lab.document().crop_size;
  const lab::CropOrigin origin = lab.document().sources[source].origin;
  lab.commit(lab::ResizeCrop{source,
                             size,
                             {std::max(0, origin.top + (before.height - size.height) / 2),
                              std::max(0, origin.left + (before.width - size.width) / 2)}});
}

// A side of the crop, taken when Enter is pressed or the field is left.
void side_field(const PanelContext& context, const char* key, int lab::CropSize::*side) {
  lab::CropSize size = context.lab.document().crop_size;
  ImGui::SetNextItemWidth(context.px(56));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  int typed = size.*side;
  const bool entered = ImGui::InputInt(key, &typed, 0, 0, ImGuiInputTextFlags_EnterReturnsTrue);
  const bool left = ImGui::IsItemDeactivatedAfterEdit();
  ImGui::PopFont();
  help(context, tr("Height and width of the crop, in pixels. Its edges and corners can be dragged, "
                   "too, and the arrow keys move it when its picture was clicked"));
  if (!entered && !left) return;
  size.*side = typed;
  if (size != context.lab.document().crop_size) resize_crop(context.lab, size);
}

// What was done to the file's values on the way to these.
void conversions(const PanelContext& context, const lab::Picture& picture) {
  if (picture.conversions.empty()) return;
  std::string all;
  for (const Phrase& conversion : picture.conversions) {
    all += (all.empty() ? "" : ", ") + context.said(conversion);
  }
  ImGui::PushTextWrapPos(0.0f);
  caption(context, all.c_str());
  ImGui::PopTextWrapPos();
}

// "70 x 120"
void crop_size(const PanelContext& context, bool narrow) {
  ImGui::AlignTextToFramePadding();
  caption(context, context.text(tr("Size")));
  if (!narrow) same_line_behind(context, kValues);
  side_field(context, "##crop height", &lab::CropSize::height);
  ImGui::SameLine(0, context.px(4));
  ImGui::TextUnformatted("x");
  ImGui::SameLine(0, context.px(4));
  side_field(context, "##crop width", &lab::CropSize::width);
}

}  // namespace

void take_usual_crop(lab::Lab& lab, std::size_t source) {
  const Image& image = lab.document().sources[source].picture->image;
  lab.commit(lab::ResizeCrop{source, kUsualCrop, lab::centered_crop(image, kUsualCrop)});
}

void fit_picture(lab::Lab& lab, std::size_t source) {
  lab.commit(lab::ResizeCrop{source, lab.document().crop_size, {.fitted = true}});
}

void input_chain(const PanelContext& context) {
  const lab::Document& document = context.lab.document();
  const std::size_t source = context.lab.view().source;
  const Image& image = document.sources[source].picture->image;
  const lab::CropOrigin origin = document.sources[source].origin;
  const lab::InputStage& input = context.lab.pipeline().input(source);

  const bool narrow = column_width(context) < context.px(kChainWidth);
  const auto line = [&](const char* label, const char* value) {
    ImGui::PushFont(nullptr, design::kSmallText);
    ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
    ImGui::TextUnformatted(label);
    ImGui::PopStyleColor();
    ImGui::PopFont();
    ImGui::PushFont(context.fonts.numbers, design::kSmallText);
    if (!narrow) same_line_behind(context, kValues);
    ImGui::TextUnformatted(value);
    ImGui::PopFont();
  };
  char text[96];
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
  const auto& array = document.sources[source].picture->array;
  const int channels = document.sources[source].picture->channels();
  std::snprintf(text, sizeof text, "%s (%d, %d, %d)", array ? "float32" : "uint8", image.height,
                image.width, channels);
  line(context.text(array ? tr("Array") : tr("Picture")), text);
  conversions(context, *document.sources[source].picture);
  const lab::CropPart part = lab::crop_part(image, document.crop_size, origin);
  if (part.resized) {
    std::snprintf(text, sizeof text, "%dx%d -> (%d, %d, %d)", part.height, part.width,
                  document.crop_size.height, document.crop_size.width, channels);
  } else {
    std::snprintf(text, sizeof text, "(%d, %d, %d) @ %d, %d", document.crop_size.height,
                  document.crop_size.width, channels, part.top, part.left);
  }
  line(context.text(tr("Crop")), text);
  const std::string range =
      context.said(phrase("float32 {:.2f} to {:.2f}", input.range.lo, input.range.hi));
  line(context.text(array ? tr("Values") : tr("Rescaling 1/255")), range.c_str());
  if (part.resized) {
    const bool smaller = part.height < document.crop_size.height;
    caption(context, context.text(smaller ? tr("smaller than the crop: enlarged (smart_resize)")
                                          : tr("fitted: scaled down (smart_resize)")));
  }
  ImGui::PopStyleVar();
  crop_size(context, narrow);
}

}  // namespace convlens::ui
