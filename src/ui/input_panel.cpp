#include "ui/input_panel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "lab/placement.h"
#include "ui/cell_number.h"
#include "ui/input_chain.h"
#include "ui/metrics.h"
#include "ui/zooming.h"

namespace convlens::ui {
namespace {

constexpr float kHandle = 10;       // how near an edge of the crop a drag resizes it
constexpr float kNumberPixel = 48;  // a pixel of this size has its three numbers printed in it
constexpr int kSmallestCrop = 8;
constexpr float kDragStart = 3;  // how far a pressed pointer moves before it drags

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
  // A handle at every corner, and in the middle of the edges that are long enough.
  const float side = context.px(kHandle) * 0.6f;
  const ImVec2 middle(std::floor(crop.GetCenter().x - side / 2),
                      std::floor(crop.GetCenter().y - side / 2));
  const auto handle = [&](float x, float y) {
    list->AddRectFilled(ImVec2(x, y), ImVec2(x + side, y + side), IM_COL32_WHITE);
  };
  const bool wide = crop.GetWidth() >= 5 * side;
  const bool tall = crop.GetHeight() >= 5 * side;
  for (const float y : {crop.Min.y, crop.Max.y - side}) {
    handle(crop.Min.x, y);
    handle(crop.Max.x - side, y);
    if (wide) handle(middle.x, y);
  }
  for (const float x : {crop.Min.x, crop.Max.x - side}) {
    if (tall) handle(x, middle.y);
  }
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

// The crop alone, enlarged: exactly what goes into the convolution.
void crop_preview(const PanelContext& context) {
  const lab::Document& document = context.lab.document();
  const std::size_t source = context.lab.view().source;
  const Image& image = document.sources[source].picture->image;
  const float width = input_width(context);
  const float height = width * static_cast<float>(document.crop_size.height) /
                       static_cast<float>(document.crop_size.width);
  const lab::CropPart part =
      lab::crop_part(image, document.crop_size, document.sources[source].origin);
  const TexturePart texture =
      context.textures.picture_part(source, {part.top, part.left, part.height, part.width}, false);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImGui::Dummy(ImVec2(width, height));
  draw_texture(ImGui::GetWindowDrawList(), texture.id, min, ImVec2(min.x + width, min.y + height),
               texture.uv_min, texture.uv_max);
  const ImRect crop(min, ImVec2(min.x + width, min.y + height));
  ImGui::PushClipRect(crop.Min, crop.Max, true);
  draw_receptive_fields(context, source, crop);
  ImGui::PopClipRect();
}

// How wide "[row, column]" is, in characters.
int places_of(int row, int column) { return std::snprintf(nullptr, 0, "[%d, %d]", row, column); }

// The picture's pixels in the frame: real ones where they are enlarged.
void draw_pixels(const PanelContext& context, std::size_t source, const ImRect& frame,
                 ImVec2 origin, float pixel) {
  const Image& image = context.lab.document().sources[source].picture->image;
  const auto first = [&](float edge, float zero) {
    return std::max(0, static_cast<int>(std::floor((edge - zero) / pixel)));
  };
  const auto end = [&](float edge, float zero, int limit) {
    return std::min(limit, static_cast<int>(std::ceil((edge - zero) / pixel)));
  };
  PixelBlock block{first(frame.Min.y, origin.y), first(frame.Min.x, origin.x), 0, 0};
  block.height = std::max(1, end(frame.Max.y, origin.y, image.height) - block.top);
  block.width = std::max(1, end(frame.Max.x, origin.x, image.width) - block.left);
  const auto place = [&](int row, int column) {
    return ImVec2(origin.x + pixel * static_cast<float>(column),
                  origin.y + pixel * static_cast<float>(row));
  };
  const TexturePart part = context.textures.picture_part(source, block, false);
  draw_texture(ImGui::GetWindowDrawList(), part.id, place(block.top, block.left),
               place(block.top + block.height, block.left + block.width), part.uv_min, part.uv_max);
  if (pixel < context.px(kNumberPixel)) return;
  for (int row = block.top; row < block.top + block.height; ++row) {
    for (int column = block.left; column < block.left + block.width; ++column) {
      const auto rgb = image.pixel(row, column);
      const ImRect cell(place(row, column), place(row + 1, column + 1));
      for (int c = 0; c < 3; ++c) {
        char text[8];
        std::snprintf(text, sizeof text, "%d", rgb[static_cast<std::size_t>(c)]);
        draw_cell_text(context, cell, text, IM_COL32(rgb[0], rgb[1], rgb[2], 255), c, 3);
      }
    }
  }
}

// "[178, 260]  213 180 90" and the same times 1/255.
void pixel_tooltip(const PanelContext& context, const Image& image, ImVec2 in_image) {
  const int row = static_cast<int>(std::floor(in_image.y));
  const int column = static_cast<int>(std::floor(in_image.x));
  if (row < 0 || column < 0 || row >= image.height || column >= image.width) return;
  const auto rgb = image.pixel(row, column);
  if (!ImGui::BeginTooltip()) return;
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::Text("[%d, %d]  uint8    %3d  %3d  %3d", row, column, rgb[0], rgb[1], rgb[2]);
  const auto scaled = [&](std::size_t c) { return rgb[c] / 255.0; };
  ImGui::Text("%*s  float32 %.2f %.2f %.2f", places_of(row, column), "", scaled(0), scaled(1),
              scaled(2));
  ImGui::PopFont();
  if (context.lab.document().sources.size() > 1) {
    caption(context, context.text(Text::kNextPicture));
  }
  ImGui::EndTooltip();
}

}  // namespace

void InputPanel::draw(const PanelContext& context) {
  const std::size_t count = context.lab.document().sources.size();
  zooms_.resize(count);
  has_keyboard_ = false;
  for (std::size_t s = 0; s < count; ++s) {
    ImGui::PushID(static_cast<int>(s));
    draw_source(context, s);
    ImGui::PopID();
  }
  zoom_row(context);
  input_chain(context);
  ImGui::Dummy(ImVec2(0, 0));
  crop_preview(context);
}

void InputPanel::zoom_row(const PanelContext& context) {
  const std::size_t source = context.lab.view().source;
  const Image& image = context.lab.document().sources[source].picture->image;
  zoom_buttons(context, zooms_[source], image.height / 2.0, image.width / 2.0);
  const float right = ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x + context.px(8);
  const float room = input_width(context) + context.px(design::kPanelPadding) - right;
  if (room >= button_width(context, Text::kUsualCrop)) ImGui::SameLine(0, context.px(8));
  usual_crop_button(context);
}

InputPanel::Shown InputPanel::shown_at(const PanelContext& context, std::size_t source,
                                       ImVec2 min) const {
  const Image& image = context.lab.document().sources[source].picture->image;
  // A tall picture is shown no higher than the column is wide.
  const float zoom = input_width(context) / static_cast<float>(std::max(image.width, image.height));
  const ImVec2 extent(std::max(1.0f, std::floor(zoom * static_cast<float>(image.width))),
                      std::max(1.0f, std::floor(zoom * static_cast<float>(image.height))));
  Shown shown;
  shown.frame = {min, ImVec2(min.x + extent.x, min.y + extent.y)};
  shown.zoom = {0,
                0,
                double{extent.y} / double{zoom},
                double{extent.x} / double{zoom},
                double{zoom},
                double{context.px(kLargestPixel)}};
  const lab::ZoomedPart part = lab::zoomed_part(zooms_[source], shown.zoom);
  shown.pixel = static_cast<float>(part.pixel);
  shown.origin = ImVec2(min.x - static_cast<float>(part.left * part.pixel),
                        min.y - static_cast<float>(part.top * part.pixel));
  return shown;
}

void InputPanel::draw_source(const PanelContext& context, std::size_t source) {
  const lab::Source& source_shown = context.lab.document().sources[source];
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
  caption(context, source_shown.picture->name.c_str());
  ImGui::PopStyleVar();
  const ImVec2 min = ImGui::GetCursorScreenPos();
  Shown shown = shown_at(context, source, min);
  ImGui::InvisibleButton("picture", shown.frame.GetSize(), kZoomButton);
  handle_drag(context, source, shown);
  ZoomGestures gestures;
  gestures.left_drag = drag_ == Drag::kPan && dragged_ == source;
  zoom_gestures(context, zooms_[source], shown.zoom, min, gestures);
  handle_arrows(context, source);
  shown = shown_at(context, source, min);
  if (ImGui::IsItemHovered() && drag_ == Drag::kNone) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    pixel_tooltip(
        context, context.lab.document().sources[source].picture->image,
        ImVec2((mouse.x - shown.origin.x) / shown.pixel, (mouse.y - shown.origin.y) / shown.pixel));
  }

  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 max = shown.frame.Max;
  const ImRect crop = crop_rect(context.lab.document(), source, shown.origin, shown.pixel);
  ImGui::PushClipRect(min, max, true);
  if (zooms_[source].enlarged()) {
    draw_pixels(context, source, shown.frame, shown.origin, shown.pixel);
  } else {
    draw_texture(list, context.textures.picture(source), min, max);
  }
  draw_crop(context, min, max, crop);
  draw_receptive_fields(context, source, crop);
  ImGui::PopClipRect();
  if (context.lab.view().source == source) {
    list->AddRect(min, max, context.colors().accent, 0, context.px(2));
  }
}

namespace {

// -1 near the first edge, 1 near the second, 0 near neither. Mostly outside the crop, so that a
// small crop can still be taken hold of inside.
int near_edge(float at, float first, float second, float outside) {
  const float inside = std::min(outside, (second - first) / 3);
  if (at >= second - inside && at <= second + outside) return 1;
  if (at <= first + inside && at >= first - outside) return -1;
  return 0;
}

ImGuiMouseCursor resize_cursor(int row, int column) {
  if (row == 0) return ImGuiMouseCursor_ResizeEW;
  if (column == 0) return ImGuiMouseCursor_ResizeNS;
  return row == column ? ImGuiMouseCursor_ResizeNWSE : ImGuiMouseCursor_ResizeNESW;
}

}  // namespace

void InputPanel::handle_drag(const PanelContext& context, std::size_t source, const Shown& shown) {
  lab::Lab& lab = context.lab;
  const lab::Document& document = lab.document();
  const Image& image = document.sources[source].picture->image;
  const bool resized =
      lab::crop_part(image, document.crop_size, document.sources[source].origin).resized;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const ImVec2 in_image((mouse.x - shown.origin.x) / shown.pixel,
                        (mouse.y - shown.origin.y) / shown.pixel);
  const ImRect crop = crop_rect(document, source, shown.origin, shown.pixel);
  const float outside = context.px(kHandle);
  ImRect around = crop;
  around.Expand(outside);
  Edges edges;
  if (!resized && around.Contains(mouse)) {
    edges = {near_edge(mouse.y, crop.Min.y, crop.Max.y, outside),
             near_edge(mouse.x, crop.Min.x, crop.Max.x, outside)};
  }
  if ((edges.row != 0 || edges.column != 0) && ImGui::IsItemHovered()) {
    ImGui::SetMouseCursor(resize_cursor(edges.row, edges.column));
  }
  if (ImGui::IsItemActivated() && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    begin_drag(context, source, shown, edges);
  }
  if (drag_ == Drag::kNone || dragged_ != source) return;
  if (!ImGui::IsItemActive()) {
    const bool moved = moving_ && drag_ != Drag::kPan;
    drag_ = Drag::kNone;
    if (moved) lab.commit(last_);
    return;
  }
  moving_ = moving_ || ImGui::IsMouseDragging(ImGuiMouseButton_Left, context.px(kDragStart));
  if (moving_ && drag_ != Drag::kPan) {
    continue_drag(lab, image, ImVec2(in_image.x - grab_.x, in_image.y - grab_.y));
  }
}

void InputPanel::begin_drag(const PanelContext& context, std::size_t source, const Shown& shown,
                            Edges edges) {
  lab::Lab& lab = context.lab;
  const lab::Document& document = lab.document();
  const lab::CropPart part = lab::crop_part(document.sources[source].picture->image,
                                            document.crop_size, document.sources[source].origin);
  const ImRect crop = crop_rect(document, source, shown.origin, shown.pixel);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  lab.view().source = source;
  dragged_ = source;
  edges_ = edges;
  moving_ = false;
  last_ = {source, document.crop_size, document.sources[source].origin};
  if (edges.row != 0 || edges.column != 0) {
    drag_ = Drag::kResize;
  } else if (zooms_[source].enlarged() && (!crop.Contains(mouse) || crop.Contains(shown.frame))) {
    drag_ = Drag::kPan;  // beside the crop, or so near that none of its edges is in sight
  } else {
    // Where the crop is resized from the whole picture there is nothing to move.
    drag_ = part.resized ? Drag::kNone : Drag::kMove;
  }
  const ImVec2 grabbed(static_cast<float>(part.left + (edges.column > 0 ? part.width : 0)),
                       static_cast<float>(part.top + (edges.row > 0 ? part.height : 0)));
  grab_ = ImVec2((mouse.x - shown.origin.x) / shown.pixel - grabbed.x,
                 (mouse.y - shown.origin.y) / shown.pixel - grabbed.y);
}

void InputPanel::continue_drag(lab::Lab& lab, const Image& image, ImVec2 grabbed) {
  const lab::ResizeCrop before = last_;
  const int row = static_cast<int>(std::lround(grabbed.y));
  const int column = static_cast<int>(std::lround(grabbed.x));
  if (drag_ == Drag::kMove) {
    last_.origin = lab::clamped_crop(image, last_.size, {row, column});
  } else {
    // An edge that is not taken along stays.
    const auto side = [](int edge, int at, int& start, int& length, int limit) {
      const int end = start + length;
      if (edge > 0) {
        length = std::clamp(at - start, std::min(kSmallestCrop, limit - start), limit - start);
      } else if (edge < 0) {
        start = std::clamp(at, 0, std::max(0, end - kSmallestCrop));
        length = end - start;
      }
    };
    side(edges_.row, row, last_.origin.top, last_.size.height, image.height);
    side(edges_.column, column, last_.origin.left, last_.size.width, image.width);
  }
  if (!(last_.origin == before.origin && last_.size == before.size)) lab.preview(last_);
}

void InputPanel::handle_arrows(const PanelContext& context, std::size_t source) {
  lab::Lab& lab = context.lab;
  if (lab.view().source != source) return;
  has_keyboard_ = ImGui::IsItemFocused();
  if (nudging_ && !lab.previewing()) nudging_ = false;  // something else came between
  const bool free = has_keyboard_ && drag_ == Drag::kNone && !ImGui::IsAnyMouseDown() &&
                    (nudging_ || !lab.previewing());
  const int step = ImGui::GetIO().KeyShift ? 10 : 1;
  const auto pressed = [&](ImGuiKey key) { return free && ImGui::IsKeyPressed(key) ? step : 0; };
  const int down = pressed(ImGuiKey_DownArrow) - pressed(ImGuiKey_UpArrow);
  const int right = pressed(ImGuiKey_RightArrow) - pressed(ImGuiKey_LeftArrow);
  if (down != 0 || right != 0) {
    const lab::Source& shown = lab.document().sources[source];
    last_ = {source, lab.document().crop_size,
             lab::clamped_crop(shown.picture->image, lab.document().crop_size,
                               {shown.origin.top + down, shown.origin.left + right})};
    lab.preview(last_);
    nudging_ = true;
  }
  const bool held = ImGui::IsKeyDown(ImGuiKey_DownArrow) || ImGui::IsKeyDown(ImGuiKey_UpArrow) ||
                    ImGui::IsKeyDown(ImGuiKey_RightArrow) || ImGui::IsKeyDown(ImGuiKey_LeftArrow);
  if (nudging_ && (!held || !free)) {
    nudging_ = false;
    lab.commit(last_);
  }
}

}  // namespace convlens::ui
