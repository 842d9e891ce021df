#include "ui/input_panel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "ui/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kHandle = 10;  // the square at the crop's corner that resizes it
constexpr int kSmallestCrop = 8;

// Rectangle of the crop on screen; the whole picture where it is smaller than the crop.
struct ScreenRect {
  ImVec2 min;
  ImVec2 max;
};
ScreenRect crop_rect(const lab::Document& document, std::size_t source, ImVec2 min, float zoom) {
  const lab::Source& shown = document.sources[source];
  const Image& image = shown.picture->image;
  const int width = std::min(document.crop_size.width, image.width);
  const int height = std::min(document.crop_size.height, image.height);
  const ImVec2 a(min.x + zoom * static_cast<float>(shown.origin.left),
                 min.y + zoom * static_cast<float>(shown.origin.top));
  return {a,
          ImVec2(a.x + zoom * static_cast<float>(width), a.y + zoom * static_cast<float>(height))};
}

// Dark and light lines side by side stay visible on any picture.
void draw_crop(const PanelContext& context, ImVec2 min, ImVec2 max, const ScreenRect& crop) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 shade = IM_COL32(0, 0, 0, 110);
  list->AddRectFilled(min, ImVec2(max.x, crop.min.y), shade);
  list->AddRectFilled(ImVec2(min.x, crop.max.y), max, shade);
  list->AddRectFilled(ImVec2(min.x, crop.min.y), ImVec2(crop.min.x, crop.max.y), shade);
  list->AddRectFilled(ImVec2(crop.max.x, crop.min.y), ImVec2(max.x, crop.max.y), shade);
  const float line = context.px(1);
  list->AddRect(ImVec2(crop.min.x - line, crop.min.y - line),
                ImVec2(crop.max.x + line, crop.max.y + line), IM_COL32(0, 0, 0, 200), 0, line);
  list->AddRect(crop.min, crop.max, IM_COL32_WHITE, 0, line);
  const float handle = context.px(kHandle) * 0.6f;
  list->AddRectFilled(ImVec2(crop.max.x - handle, crop.max.y - handle), crop.max, IM_COL32_WHITE);
}

// The window of input pixels that a hovered map cell was computed from.
void draw_receptive_field(const PanelContext& context, std::size_t source, const ScreenRect& crop,
                          float zoom) {
  const auto& cell = context.hovered_cell;
  if (!cell || cell->source != source) return;
  const lab::Document& document = context.lab.document();
  const lab::Filter& filter = document.filters[cell->filter];
  const auto& conv = document.conv;
  const auto rows = conv::output_extent(document.crop_size.height, filter.height, conv.stride_h,
                                        conv.dilation_h, conv.padding);
  const auto columns = conv::output_extent(document.crop_size.width, filter.width, conv.stride_w,
                                           conv.dilation_w, conv.padding);
  const auto top = static_cast<float>(cell->row * conv.stride_h - rows.pad_before);
  const auto left = static_cast<float>(cell->column * conv.stride_w - columns.pad_before);
  const auto height = static_cast<float>((filter.height - 1) * conv.dilation_h + 1);
  const auto width = static_cast<float>((filter.width - 1) * conv.dilation_w + 1);
  const ImVec2 a(crop.min.x + zoom * left, crop.min.y + zoom * top);
  const ImVec2 b(a.x + zoom * width, a.y + zoom * height);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float line = context.px(1);
  list->AddRect(ImVec2(a.x - line, a.y - line), ImVec2(b.x + line, b.y + line),
                IM_COL32(0, 0, 0, 220), 0, line);
  list->AddRect(a, b, context.colors().accent, 0, context.px(1.5f));
}

void chain(const PanelContext& context) {
  const lab::Document& document = context.lab.document();
  const std::size_t source = context.lab.view().source;
  const Image& image = document.sources[source].picture->image;
  const lab::CropOrigin origin = document.sources[source].origin;
  const lab::InputStage& input = context.lab.pipeline().input(source);

  ImGui::PushFont(context.fonts.strong, design::kBodyText);
  ImGui::TextUnformatted(context.text(Text::kChain));
  ImGui::PopFont();
  const auto line = [&](const char* label, const char* value) {
    ImGui::PushFont(nullptr, design::kSmallText);
    ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
    ImGui::TextUnformatted(label);
    ImGui::PopStyleColor();
    ImGui::PopFont();
    ImGui::PushFont(context.fonts.numbers, design::kSmallText);
    ImGui::SameLine(context.px(108));
    ImGui::TextUnformatted(value);
    ImGui::PopFont();
  };
  char text[96];
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
  std::snprintf(text, sizeof text, "uint8 (%d, %d, 3)", image.height, image.width);
  line(context.text(Text::kPicture), text);
  std::snprintf(text, sizeof text, "(%d, %d, 3) @ %d, %d", document.crop_size.height,
                document.crop_size.width, origin.top, origin.left);
  line(context.text(Text::kCenterCrop), text);
  std::snprintf(text, sizeof text, "float32 %.2f..%.2f", static_cast<double>(input.range.lo),
                static_cast<double>(input.range.hi));
  line(context.text(Text::kRescaling), text);
  ImGui::PopStyleVar();
}

// The crop alone, enlarged: exactly what goes into the convolution.
void crop_preview(const PanelContext& context) {
  const lab::Document& document = context.lab.document();
  const std::size_t source = context.lab.view().source;
  const Image& image = document.sources[source].picture->image;
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = width * static_cast<float>(document.crop_size.height) /
                       static_cast<float>(document.crop_size.width);
  const ScreenRect part = crop_rect(document, source, ImVec2(0, 0), 1.0f);
  const ImVec2 extent(static_cast<float>(image.width), static_cast<float>(image.height));
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImGui::Dummy(ImVec2(width, height));
  draw_texture(ImGui::GetWindowDrawList(), context.textures.picture(source), min,
               ImVec2(min.x + width, min.y + height),
               ImVec2(part.min.x / extent.x, part.min.y / extent.y),
               ImVec2(part.max.x / extent.x, part.max.y / extent.y));
}

}  // namespace

void InputPanel::draw(const PanelContext& context) {
  for (std::size_t s = 0; s < context.lab.document().sources.size(); ++s) {
    ImGui::PushID(static_cast<int>(s));
    draw_source(context, s);
    ImGui::PopID();
  }
  ImGui::Dummy(ImVec2(0, 0));
  chain(context);
  ImGui::Dummy(ImVec2(0, 0));
  crop_preview(context);
}

void InputPanel::draw_source(const PanelContext& context, std::size_t source) {
  const lab::Source& shown = context.lab.document().sources[source];
  const Image& image = shown.picture->image;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
  caption(context, shown.picture->name.c_str());
  ImGui::PopStyleVar();
  const float width = ImGui::GetContentRegionAvail().x;
  const float zoom = width / static_cast<float>(image.width);
  const float height = std::floor(zoom * static_cast<float>(image.height));
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 max(min.x + width, min.y + height);

  ImGui::InvisibleButton("picture", ImVec2(width, std::max(height, 1.0f)));
  handle_drag(context, source, min, zoom);

  draw_texture(ImGui::GetWindowDrawList(), context.textures.picture(source), min, max);
  const ScreenRect crop = crop_rect(context.lab.document(), source, min, zoom);
  ImGui::PushClipRect(min, max, true);
  draw_crop(context, min, max, crop);
  draw_receptive_field(context, source, crop, zoom);
  ImGui::PopClipRect();
  if (context.lab.view().source == source) {
    ImGui::GetWindowDrawList()->AddRect(min, max, context.colors().accent, 0, context.px(2));
  }
}

void InputPanel::handle_drag(const PanelContext& context, std::size_t source, ImVec2 min,
                             float zoom) {
  lab::Lab& lab = context.lab;
  const lab::Document& document = lab.document();
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const ImVec2 in_image((mouse.x - min.x) / zoom, (mouse.y - min.y) / zoom);
  const ScreenRect crop = crop_rect(document, source, min, zoom);
  const float handle = context.px(kHandle);
  const bool on_handle =
      std::abs(mouse.x - crop.max.x) <= handle && std::abs(mouse.y - crop.max.y) <= handle;
  if (on_handle && ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNWSE);

  if (ImGui::IsItemActivated()) {
    lab.view().source = source;
    dragged_ = source;
    drag_ = on_handle ? Drag::kResize : Drag::kMove;
    const lab::CropOrigin origin = document.sources[source].origin;
    last_ = {source, document.crop_size, origin};
    grab_ = ImVec2(in_image.x - static_cast<float>(origin.left),
                   in_image.y - static_cast<float>(origin.top));
    const bool inside = grab_.x >= 0 && grab_.y >= 0 &&
                        grab_.x < static_cast<float>(document.crop_size.width) &&
                        grab_.y < static_cast<float>(document.crop_size.height);
    if (drag_ == Drag::kMove && !inside) {  // the crop comes to the pointer
      grab_ = ImVec2(static_cast<float>(document.crop_size.width) / 2,
                     static_cast<float>(document.crop_size.height) / 2);
    }
  }
  if (drag_ == Drag::kNone || dragged_ != source) return;

  lab::ResizeCrop next = last_;
  const Image& image = document.sources[source].picture->image;
  if (drag_ == Drag::kMove) {
    next.origin = lab::clamped_crop(image, document.crop_size,
                                    {static_cast<int>(std::lround(in_image.y - grab_.y)),
                                     static_cast<int>(std::lround(in_image.x - grab_.x))});
  } else {
    const auto side = [](float end, int start, int limit) {
      return std::clamp(static_cast<int>(std::lround(end)) - start,
                        std::min(kSmallestCrop, limit - start), limit - start);
    };
    next.size = {side(in_image.y, next.origin.top, image.height),
                 side(in_image.x, next.origin.left, image.width)};
  }
  const bool changed = !(next.origin == last_.origin && next.size == last_.size);
  last_ = next;
  if (ImGui::IsItemActive()) {
    if (changed) lab.preview(next);
  } else {
    drag_ = Drag::kNone;
    lab.commit(next);
  }
}

}  // namespace convlens::ui
