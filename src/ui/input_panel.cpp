#include "ui/input_panel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "lab/placement.h"
#include "ui/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kHandle = 10;  // the square at the crop's corner that resizes it
constexpr int kSmallestCrop = 8;
constexpr float kDragStart = 3;     // how far a pressed pointer moves before it drags
constexpr float kChainWidth = 250;  // below it, values stand under their labels

// The room for pictures: the same whether or not a scroll bar takes the place of the right padding,
// so that the bar cannot change the height that it depends on.
float column_width(const PanelContext& context) {
  return ImGui::GetWindowWidth() - 2 * context.px(design::kPanelPadding);
}

// The crop on screen.
ImRect crop_rect(const lab::Document& document, std::size_t source, ImVec2 min, float zoom) {
  const lab::Source& shown = document.sources[source];
  const lab::CropPart part = lab::crop_part(shown.picture->image, document.crop_size, shown.origin);
  const ImVec2 a(min.x + zoom * static_cast<float>(part.left),
                 min.y + zoom * static_cast<float>(part.top));
  return {a, ImVec2(a.x + zoom * static_cast<float>(part.width),
                    a.y + zoom * static_cast<float>(part.height))};
}

// Dark and light lines side by side stay visible on any picture.
void draw_crop(const PanelContext& context, ImVec2 min, ImVec2 max, const ImRect& crop) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 shade = IM_COL32(0, 0, 0, 110);
  list->AddRectFilled(min, ImVec2(max.x, crop.Min.y), shade);
  list->AddRectFilled(ImVec2(min.x, crop.Max.y), max, shade);
  list->AddRectFilled(ImVec2(min.x, crop.Min.y), ImVec2(crop.Min.x, crop.Max.y), shade);
  list->AddRectFilled(ImVec2(crop.Max.x, crop.Min.y), ImVec2(max.x, crop.Max.y), shade);
  const float line = context.px(1);
  list->AddRect(ImVec2(crop.Min.x - line, crop.Min.y - line),
                ImVec2(crop.Max.x + line, crop.Max.y + line), IM_COL32(0, 0, 0, 200), 0, line);
  list->AddRect(crop.Min, crop.Max, IM_COL32_WHITE, 0, line);
  const float handle = context.px(kHandle) * 0.6f;
  list->AddRectFilled(ImVec2(crop.Max.x - handle, crop.Max.y - handle), crop.Max, IM_COL32_WHITE);
}

// How the map of a hovered cell lies on its crop.
std::optional<lab::MapPlacement> placement_of(const PanelContext& context, const MapCell& cell) {
  const lab::Document& document = context.lab.document();
  if (!cell.trained) return lab::my_placement(document, document.filters[cell.filter]);
  const auto& first = context.lab.trained_maps().first();
  const auto bank = first ? context.lab.shown_bank(first->layer) : std::nullopt;
  if (!bank) return std::nullopt;
  return lab::trained_placement(document, *first, *bank);
}

// The window of input pixels that a map cell was computed from.
void draw_receptive_field(const PanelContext& context, const MapCell& cell, const ImRect& crop) {
  const auto place = placement_of(context, cell);
  if (!place) return;
  const lab::CropSize size = context.lab.document().crop_size;
  const auto top = static_cast<float>(cell.row * place->stride_h - place->pad_top);
  const auto left = static_cast<float>(cell.column * place->stride_w - place->pad_left);
  const auto height = static_cast<float>(place->window_height);
  const auto width = static_cast<float>(place->window_width);
  // Pixels of the crop on screen; a resized crop has its own size of them.
  const float zoom_x = crop.GetWidth() / static_cast<float>(size.width);
  const float zoom_y = crop.GetHeight() / static_cast<float>(size.height);
  const ImVec2 a(crop.Min.x + zoom_x * left, crop.Min.y + zoom_y * top);
  const ImVec2 b(a.x + zoom_x * width, a.y + zoom_y * height);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float line = context.px(1);
  list->AddRect(ImVec2(a.x - line, a.y - line), ImVec2(b.x + line, b.y + line),
                IM_COL32(0, 0, 0, 220), 0, line);
  list->AddRect(a, b, cell.trained ? context.colors().trained : context.colors().accent, 0,
                context.px(1.5f));
}

// Of the cell under the pointer, and of the one that the drawer takes apart.
void draw_receptive_fields(const PanelContext& context, std::size_t source, const ImRect& crop) {
  const auto& hovered = context.hovered_cell;
  if (hovered && hovered->source == source) draw_receptive_field(context, *hovered, crop);
  const lab::View& view = context.lab.view();
  const auto& pinned = view.pinned;
  if (view.drawer != lab::DrawerTab::kArithmetic || !pinned || pinned->source != source) return;
  draw_receptive_field(context, {pinned->source, pinned->filter, pinned->row, pinned->column},
                       crop);
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
  const bool narrow = column_width(context) < context.px(kChainWidth);
  const auto line = [&](const char* label, const char* value) {
    ImGui::PushFont(nullptr, design::kSmallText);
    ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
    ImGui::TextUnformatted(label);
    ImGui::PopStyleColor();
    ImGui::PopFont();
    ImGui::PushFont(context.fonts.numbers, design::kSmallText);
    if (!narrow) ImGui::SameLine(context.px(108));
    ImGui::TextUnformatted(value);
    ImGui::PopFont();
  };
  char text[96];
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
  std::snprintf(text, sizeof text, "uint8 (%d, %d, 3)", image.height, image.width);
  line(context.text(Text::kPicture), text);
  const lab::CropPart part = lab::crop_part(image, document.crop_size, origin);
  if (part.resized) {
    std::snprintf(text, sizeof text, "%dx%d -> (%d, %d, 3)", part.height, part.width,
                  document.crop_size.height, document.crop_size.width);
  } else {
    std::snprintf(text, sizeof text, "(%d, %d, 3) @ %d, %d", document.crop_size.height,
                  document.crop_size.width, part.top, part.left);
  }
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
  const float width = column_width(context);
  const float height = width * static_cast<float>(document.crop_size.height) /
                       static_cast<float>(document.crop_size.width);
  const ImRect part = crop_rect(document, source, ImVec2(0, 0), 1.0f);
  const ImVec2 extent(static_cast<float>(image.width), static_cast<float>(image.height));
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImGui::Dummy(ImVec2(width, height));
  draw_texture(ImGui::GetWindowDrawList(), context.textures.picture(source), min,
               ImVec2(min.x + width, min.y + height),
               ImVec2(part.Min.x / extent.x, part.Min.y / extent.y),
               ImVec2(part.Max.x / extent.x, part.Max.y / extent.y));
  const ImRect crop(min, ImVec2(min.x + width, min.y + height));
  ImGui::PushClipRect(crop.Min, crop.Max, true);
  draw_receptive_fields(context, source, crop);
  ImGui::PopClipRect();
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
  const float width = column_width(context);
  // A tall picture is shown no higher than the column is wide.
  const float zoom = width / static_cast<float>(std::max(image.width, image.height));
  const ImVec2 extent(std::max(1.0f, std::floor(zoom * static_cast<float>(image.width))),
                      std::max(1.0f, std::floor(zoom * static_cast<float>(image.height))));
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 max(min.x + extent.x, min.y + extent.y);

  ImGui::InvisibleButton("picture", extent);
  if (context.lab.document().sources.size() > 1 && drag_ == Drag::kNone &&
      ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
    ImGui::SetTooltip("%s", context.text(Text::kNextPicture));
  }
  handle_drag(context, source, min, zoom);

  draw_texture(ImGui::GetWindowDrawList(), context.textures.picture(source), min, max);
  const ImRect crop = crop_rect(context.lab.document(), source, min, zoom);
  ImGui::PushClipRect(min, max, true);
  draw_crop(context, min, max, crop);
  draw_receptive_fields(context, source, crop);
  ImGui::PopClipRect();
  if (context.lab.view().source == source) {
    ImGui::GetWindowDrawList()->AddRect(min, max, context.colors().accent, 0, context.px(2));
  }
}

void InputPanel::handle_drag(const PanelContext& context, std::size_t source, ImVec2 min,
                             float zoom) {
  lab::Lab& lab = context.lab;
  const lab::Document& document = lab.document();
  const Image& image = document.sources[source].picture->image;
  const lab::CropPart part =
      lab::crop_part(image, document.crop_size, document.sources[source].origin);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const ImVec2 in_image((mouse.x - min.x) / zoom, (mouse.y - min.y) / zoom);
  const ImRect crop = crop_rect(document, source, min, zoom);
  // Mostly outside the crop, so that a small crop can still be taken hold of inside.
  const float outside = context.px(kHandle);
  const ImVec2 inside(std::min(outside, crop.GetWidth() / 3),
                      std::min(outside, crop.GetHeight() / 3));
  const bool on_handle = !part.resized && mouse.x >= crop.Max.x - inside.x &&
                         mouse.x <= crop.Max.x + outside && mouse.y >= crop.Max.y - inside.y &&
                         mouse.y <= crop.Max.y + outside;
  if (on_handle && ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNWSE);

  if (ImGui::IsItemActivated()) {
    lab.view().source = source;
    dragged_ = source;
    // Where the crop is resized from the whole picture there is nothing to move.
    drag_ = part.resized ? Drag::kNone : on_handle ? Drag::kResize : Drag::kMove;
    moving_ = false;
    last_ = {source, document.crop_size, document.sources[source].origin};
    const ImVec2 corner = drag_ == Drag::kResize
                              ? ImVec2(static_cast<float>(part.left + part.width),
                                       static_cast<float>(part.top + part.height))
                              : ImVec2(static_cast<float>(part.left), static_cast<float>(part.top));
    grab_ = ImVec2(in_image.x - corner.x, in_image.y - corner.y);
  }
  if (drag_ == Drag::kNone || dragged_ != source) return;
  if (!ImGui::IsItemActive()) {
    drag_ = Drag::kNone;
    if (moving_) lab.commit(last_);
    return;
  }
  moving_ = moving_ || ImGui::IsMouseDragging(ImGuiMouseButton_Left, context.px(kDragStart));
  if (moving_) continue_drag(lab, image, ImVec2(in_image.x - grab_.x, in_image.y - grab_.y));
}

void InputPanel::continue_drag(lab::Lab& lab, const Image& image, ImVec2 corner) {
  const lab::ResizeCrop before = last_;
  const int row = static_cast<int>(std::lround(corner.y));
  const int column = static_cast<int>(std::lround(corner.x));
  if (drag_ == Drag::kMove) {
    last_.origin = lab::clamped_crop(image, last_.size, {row, column});
  } else {
    const auto side = [](int end, int start, int limit) {
      return std::clamp(end - start, std::min(kSmallestCrop, limit - start), limit - start);
    };
    last_.size = {side(row, last_.origin.top, image.height),
                  side(column, last_.origin.left, image.width)};
  }
  if (!(last_.origin == before.origin && last_.size == before.size)) lab.preview(last_);
}

}  // namespace convlens::ui
