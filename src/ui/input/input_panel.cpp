#include "ui/input/input_panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include "ui/input/array_bar.h"
#include "ui/input/crop_picture.h"
#include "ui/input/input_chain.h"
#include "ui/input/picture_drawing.h"
#include "ui/input/picture_menu.h"
#include "ui/input/source_menu.h"
#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/icons.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/kit/zooming.h"
#include "ui/pieces/code_line.h"
#include "ui/pieces/film_bar.h"
#include "ui/shell/keys.h"

namespace convlens::ui {
namespace {

constexpr float kNarrowestPictures = 80;
constexpr float kTitleButton = 18;
constexpr float kTitleGap = 2;
constexpr float kSmallPicture = 30;
constexpr float kFootLines = 200;  // everything under the pictures but the crop

// To the pictures beside this one in its folder.
void leaf_buttons(const PanelContext& context, std::size_t source) {
  constexpr struct {
    Icon icon = {};
    Text text;
    const char* key = nullptr;
    Action action = {};
  } kButtons[] = {{Icon::kLeft, tr("The picture before this one in its folder (,)"),
                   "previous in folder", Action::kPreviousInFolder},
                  {Icon::kRight, tr("The next picture in its folder (.)"), "next in folder",
                   Action::kNextInFolder}};
  const lab::Picture& picture = *context.lab.document().sources[source].picture;
  const bool from_file = picture.origin.is_file() && !picture.array;
  for (const auto& button : kButtons) {
    ImGui::BeginDisabled(!from_file);
    if (icon_button(context, button.icon, button.text, button.key, kTitleButton)) {
      context.lab.view().source = source;
      perform(button.action, context);
    }
    ImGui::EndDisabled();
    ImGui::SameLine();
  }
}

bool is_canvas_shown(const PanelContext& context, std::size_t source) {
  return lab::is_canvas(*context.lab.document().sources[source].picture);
}

}  // namespace

ImRect InputPanel::crop_rect(const lab::Document& document, std::size_t source, ImVec2 min,
                             float zoom) {
  const lab::Source& shown = document.sources[source];
  const lab::CropPart part = lab::crop_part(shown.picture->image, document.crop_size, shown.origin);
  const ImVec2 a(min.x + zoom * static_cast<float>(part.left),
                 min.y + zoom * static_cast<float>(part.top));
  return {a, ImVec2(a.x + zoom * static_cast<float>(part.width),
                    a.y + zoom * static_cast<float>(part.height))};
}

void InputPanel::draw(const PanelContext& context) {
  zooms_.resize(context.lab.document().sources.size());
  has_keyboard_ = false;
  if (column_width(context) < context.px(kNarrowestPictures)) return rail(context);
  head(context);
  switch (context.lab.view().input_tab) {
    case lab::InputTab::kPictures:
      return pictures(context);
    case lab::InputTab::kHistory:
      return history_.draw(context);
    case lab::InputTab::kLog:
      return log_panel(context);
  }
}

// What stands in the column.
void InputPanel::head(const PanelContext& context) {
  constexpr std::array kTabs{
      Way{{tr("Input"), tr("The pictures that the filters see")}, "input tab"},
      Way{{tr("History"), tr("Every step so far: click one to go there")}, "history tab"},
      Way{{tr("Log"), tr("What was opened, and what went wrong")}, "log tab"}};
  Bar bar(context, "input bar");
  bar.add(choice_width(context, kTabs), [&context, kTabs] {
    lab::InputTab& shown = context.lab.view().input_tab;
    const auto tab = choice(context, kTabs, static_cast<std::size_t>(shown));
    if (tab) shown = static_cast<lab::InputTab>(*tab);
  });
  const lab::Lab& lab = context.lab;
  if (lab.view().input_tab != lab::InputTab::kLog || lab.log().lines().empty()) return;
  bar.add(action_width(context, kCopy.text), [&context] {
    if (action(context, kCopy, "copy log")) ImGui::SetClipboardText(log_text(context).c_str());
  });
}

// The chosen picture large; all of them where they have room.
void InputPanel::pictures(const PanelContext& context) {
  const float spacing = ImGui::GetStyle().ItemSpacing.y;
  float all = foot_height(context);
  for (std::size_t s = 0; s < zooms_.size(); ++s) all += source_height(context, s) + spacing;
  all_large_ = all <= ImGui::GetContentRegionAvail().y - code_line_height(context);
  if (!all_large_ && zooms_.size() > 1) small_pictures(context);
  for (std::size_t s = 0; s < zooms_.size(); ++s) {
    if (!all_large_ && s != context.lab.view().source) continue;
    ImGui::PushID(static_cast<int>(s));
    draw_source(context, s);
    ImGui::PopID();
  }
  if (removed_) context.lab.commit(lab::RemovePicture{*std::exchange(removed_, std::nullopt)});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
  zoom_row(context);
  chain_heading(context);
  ImGui::PopStyleVar();
  crop_picture(context, column_width(context));
  input_chain(context);
}

float InputPanel::source_height(const PanelContext& context, std::size_t source) const {
  return context.px(kTitleButton) + ImGui::GetStyle().ItemSpacing.y +
         shown_at(context, source, ImVec2(0, 0)).frame.GetHeight() +
         film_bar_height(context, source) + array_bar_height(context, source) +
         (is_canvas_shown(context, source) ? canvas_bar_height(context) : 0);
}

// With the notebook's crop: another shape of it moves nothing over it.
float InputPanel::foot_height(const PanelContext& context) {
  constexpr lab::CropSize kUsual{};
  return context.px(kFootLines) + column_width(context) * static_cast<float>(kUsual.height) /
                                      static_cast<float>(kUsual.width);
}

void InputPanel::small_picture(const PanelContext& context, std::size_t source, ImVec2 extent) {
  lab::View& view = context.lab.view();
  const lab::Picture& picture = *context.lab.document().sources[source].picture;
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImGui::PushID(static_cast<int>(source));
  if (ImGui::InvisibleButton("small picture", extent, ImGuiButtonFlags_EnableNav))
    view.source = source;
  ImGui::PopID();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
    ImGui::SetTooltip("%s\n%s", context.said(word(picture.name)).c_str(),
                      context.text(tr("P: next picture")));
  }
  const ImVec2 max(min.x + extent.x, min.y + extent.y);
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_texture(list, context.textures.picture(source), min, max);
  const bool chosen = view.source == source;
  list->AddRect(min, max, chosen ? context.colors().accent : context.colors().line, 0,
                context.px(chosen ? 2 : 1));
}

void InputPanel::small_pictures(const PanelContext& context) {
  const float height = context.px(kSmallPicture);
  const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
  for (std::size_t s = 0; s < zooms_.size(); ++s) {
    const Image& image = context.lab.document().sources[s].picture->image;
    const float width =
        std::clamp(height * static_cast<float>(image.width) / static_cast<float>(image.height),
                   height / 4, height * 4);
    if (s > 0 && ImGui::GetItemRectMax().x + context.px(4) + width <= right) {
      ImGui::SameLine(0, context.px(4));
    }
    small_picture(context, s, ImVec2(width, height));
  }
}

// The pictures alone, small, where somebody folded the column: it can be opened.
void InputPanel::rail(const PanelContext& context) {
  const float width = column_width(context);
  if (icon_button(context, Icon::kRight,
                  tr("Opens the Input column: the photographs large, with their crops"),
                  "open input", width / context.scale)) {
    context.lab.view().input_rail = false;
  }
  for (std::size_t s = 0; s < zooms_.size(); ++s) {
    const Image& image = context.lab.document().sources[s].picture->image;
    const float height =
        std::clamp(width * static_cast<float>(image.height) / static_cast<float>(image.width),
                   width / 4, width * 4);
    small_picture(context, s, ImVec2(width, height));
  }
}

// And at the line's end: whose the photographs are, and the column's folding.
void InputPanel::chain_heading(const PanelContext& context) {
  ImGui::PushFont(context.fonts.strong, design::kBodyText);
  ImGui::TextUnformatted(context.text(tr("What the filter sees")));
  ImGui::PopFont();
  const float buttons = context.px(2 * kTitleButton + kTitleGap);
  ImGui::SameLine(column_width(context) + context.px(design::kPanelPadding) - buttons);
  if (icon_button(context, Icon::kLeft,
                  tr("Folds the Input column, so that the maps have its room"), "close input",
                  kTitleButton)) {
    context.lab.view().input_rail = true;
  }
  ImGui::SameLine(0, context.px(kTitleGap));
  about_.draw(context);
}

void InputPanel::zoom_row(const PanelContext& context) {
  constexpr Label kFit{
      tr("Fit"), tr("As much of the picture as the crop's aspect allows, scaled to its size")};
  constexpr Label kCentre{tr("Centre 70x120"),
                          tr("The crop of the notebook: 70x120 in the middle")};
  const std::size_t source = context.lab.view().source;
  Bar bar(context, "zoom bar", column_width(context));
  bar.add(action_width(context, kCentre.text), [&context, kCentre, source] {
    if (action(context, kCentre, "usual crop")) take_usual_crop(context.lab, source);
  });
  bar.add(
      action_width(context, kFit.text),
      [&context, kFit, source] {
        if (action(context, kFit, "fit")) fit_picture(context.lab, source);
      },
      0);
  bar.add(zoom_buttons_width(context), [this, &context, source] {
    const Image& image = context.lab.document().sources[source].picture->image;
    zoom_buttons(context, zooms_[source], image.height / 2.0, image.width / 2.0);
  });
}

InputPanel::Shown InputPanel::shown_at(const PanelContext& context, std::size_t source,
                                       ImVec2 min) const {
  const Image& image = context.lab.document().sources[source].picture->image;
  // A tall picture is shown no higher than the column is wide.
  const float zoom =
      column_width(context) / static_cast<float>(std::max(image.width, image.height));
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

void InputPanel::title(const PanelContext& context, std::size_t source) {
  lab::Lab& lab = context.lab;
  const std::size_t count = lab.document().sources.size();
  const bool last = source + 1 == count || !all_large_;
  const std::string name = context.said(word(lab.document().sources[source].picture->name));
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float step = context.px(kTitleButton + kTitleGap);
  const float left = min.x + column_width(context) - (last ? 5 : 4) * step + context.px(kTitleGap);
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, context.px(design::kSmallText),
                   min, left - context.px(8), context.colors().secondary, name.c_str());
  ImGui::SetCursorScreenPos(ImVec2(left, min.y));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing,
                      ImVec2(context.px(kTitleGap), context.px(kTitleGap)));
  leaf_buttons(context, source);
  if (icon_button(context, Icon::kOpen,
                  tr("Opens a picture in the place of this one; you can also drop files or a "
                     "folder onto the window, or paste them"),
                  "open picture", kTitleButton)) {
    lab.view().source = source;
    context.file_request = FilePurpose::kOpenPicture;
  }
  ImGui::SameLine();
  ImGui::BeginDisabled(count == 1);
  if (icon_button(context, Icon::kDelete,
                  tr("Takes this picture out of the batch; the last one stays"), "remove picture",
                  kTitleButton)) {
    removed_ = source;
  }
  ImGui::EndDisabled();
  if (last) {
    ImGui::SameLine();
    const bool asked =
        icon_button(context, Icon::kAdd,
                    tr("Adds a picture, a video or a camera to the batch: another row of maps"),
                    "add picture", kTitleButton);
    ImGui::PopStyleVar();
    return add_menu(context, asked);
  }
  ImGui::PopStyleVar();
}

void InputPanel::draw_source(const PanelContext& context, std::size_t source) {
  title(context, source);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  Shown shown = shown_at(context, source, min);
  ImGui::InvisibleButton("picture", shown.frame.GetSize(), kZoomButton);
  const bool draws = draws_on(context, source);
  if (draws) {
    pen_.follow(context, source, shown.origin, ImVec2(shown.pixel, shown.pixel));
  } else {
    handle_drag(context, source, shown);
  }
  ZoomGestures gestures;
  gestures.left_drag = drag_ == Drag::kPan && dragged_ == source;
  zoom_gestures(context, zooms_[source], shown.zoom, min, gestures);
  handle_arrows(context, source);
  shown = shown_at(context, source, min);
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_NoNavOverride) && drag_ == Drag::kNone && !draws) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    pixel_tooltip(
        context, *context.lab.document().sources[source].picture,
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
  draw_crop(context, min, max, crop, draws ? 0 : context.px(kHandle) * 0.6f);
  draw_receptive_fields(context, source, crop);
  ImGui::PopClipRect();
  if (context.lab.view().source == source) {
    list->AddRect(min, max, context.colors().accent, 0, context.px(2));
  }
  if (picture_menu(context, source)) removed_ = source;
  film_bar(context, source);
  array_bar(context, source);
  if (is_canvas_shown(context, source)) {
    canvas_bar(context, source, column_width(context), CanvasPlace::kWithCrop);
  }
}

}  // namespace convlens::ui
