#include "ui/filter/filter_strip.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "lab/document/weight_summary.h"
#include "lab/shown/large_map.h"
#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/icons.h"
#include "ui/kit/marks.h"
#include "ui/kit/menu.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/filter_sheet.h"
#include "ui/pieces/picture_lines.h"
#include "ui/shell/command_line.h"

namespace convlens::ui {
namespace {

constexpr float kThumbnail = 28;
constexpr float kThumbnailGap = 4;
constexpr float kTrainedThumbnail = 36;
constexpr float kPicturesShare = 0.5f;  // of the line, at most; the rest scrolls
constexpr const char* kDragged = "my filter";

std::string shown_name(const PanelContext& context) {
  return context.said(word(context.lab.document().filters[context.lab.view().filter].name));
}

constexpr Label kBackToMine{tr("Back to mine"), tr("Puts my filter back on the stage")};
constexpr Label kRestoreFilter{tr("Restore filter"), tr("This filter as it was trained")};
constexpr Label kTakeIt{tr("Take it"), tr("Copies the trained filter behind mine")};

void restore_action(const PanelContext& context, const lab::FilterBank& bank) {
  const lab::FilterRef staged = context.lab.staged();
  const auto trained = context.lab.trained_bank(bank.layer);
  const bool untouched = trained && lab::has_same_weights(lab::filter_of(*trained, staged.index),
                                                          lab::filter_of(bank, staged.index));
  ImGui::BeginDisabled(untouched);
  if (action(context, kRestoreFilter, "restore filter")) {
    context.lab.commit(lab::RestoreNetwork{staged});
  }
  ImGui::EndDisabled();
}

void take_action(const PanelContext& context) {
  if (action(context, kTakeIt, "take trained")) {
    context.lab.commit(lab::TakeFilter{context.lab.staged()});
  }
}

// The trained layer's filters, and what to do with the one on the stage.
void trained_strip(const PanelContext& context, const lab::FilterBank& bank) {
  lab::View& view = context.lab.view();
  const float rows = bank.count > 16 ? 3.0f : bank.count > 8 ? 2.0f : 1.0f;
  ImGui::BeginChild("trained strip", ImVec2(0, rows * context.px(kTrainedThumbnail + 6)),
                    ImGuiChildFlags_NavFlattened);
  if (const auto clicked = filter_sheet(context, bank, kTrainedThumbnail, view.trained_filter)) {
    view.trained_filter = *clicked;
  }
  ImGui::EndChild();
  Bar bar(context, "trained bar");
  bar.add(action_width(context, kBackToMine.text), [&] {
    if (action(context, kBackToMine, "back to mine")) view.stage_trained = false;
  });
  bar.add(action_width(context, kRestoreFilter.text), [&] { restore_action(context, bank); });
  bar.add(action_width(context, kTakeIt.text), [&] { take_action(context); });
}

// Mark, name and shape of the filter on the stage, from `min` to `right`; while the pointer is on
// its cells, their weights. `odd`: what is told in the place of the shape.
void filter_title(const PanelContext& context, const std::string& readout, ImVec2 min, float right,
                  const std::string& odd = {}) {
  const lab::FilterRef staged = context.lab.staged();
  const lab::Filter& filter = context.lab.staged_filter();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float height = context.px(design::kControl);
  const float small = context.px(design::kSmallText);
  const float small_y = std::floor(min.y + (height - small) / 2);
  if (!readout.empty()) {
    return draw_fitted_text(list, context.fonts.numbers, small, ImVec2(min.x, small_y), right,
                            context.colors().text, readout.c_str());
  }
  const bool mine = staged.is_mine();
  const std::size_t count =
      mine ? context.lab.document().filters.size() : context.lab.shown_bank(staged.layer)->count;
  std::string facts = !odd.empty()
                          ? odd
                          : fmt::format("({}, {}, {})  {} / {}", filter.height, filter.width,
                                        filter.channels, staged.index + 1, count);
  const float mark = context.px(16);
  const float text = context.px(design::kBodyText);
  const std::string name = context.said(word(filter.name));
  const float name_left = min.x + mark + context.px(6);
  const float name_end =
      name_left + context.fonts.strong->CalcTextSizeA(text, FLT_MAX, 0.0f, name.c_str()).x;
  float facts_width = context.fonts.numbers->CalcTextSizeA(small, FLT_MAX, 0.0f, facts.c_str()).x;
  const bool fits = name_end + context.px(8) + facts_width <= right;
  if (!mine && !fits) {  // the name comes first
    facts.clear();
    facts_width = 0;
  }
  list->AddText(context.fonts.numbers, small, ImVec2(right - facts_width, small_y),
                context.colors().secondary, facts.c_str());
  draw_mark(context, mine ? Side::kMine : Side::kTrained,
            ImVec2(min.x, std::floor(min.y + (height - mark) / 2)), mark);
  draw_fitted_text(list, context.fonts.strong, text,
                   ImVec2(name_left, std::floor(min.y + (height - text) / 2)),
                   right - facts_width - context.px(8), context.colors().text, name.c_str());
}

// What has to be said of the trained filter on the stage, if anything.
std::string odd_of_staged(const PanelContext& context) {
  if (context.lab.staged().is_mine()) return {};  // no network is there
  const std::size_t odd = not_finite(context.lab.staged_filter().weights).count();
  if (odd > 0) return context.said(phrase("NaN or infinite: {}", odd));
  if (lab::is_of_staged_filter(context.lab)) return {};
  return context.text(tr("not of the large map"));
}

void put_on_stage(const PanelContext& context, std::size_t filter) {
  context.lab.view().filter = filter;
  context.lab.view().stage_trained = false;
}

// Behind the filter on the stage, and onto it.
void add_behind(const PanelContext& context, lab::Filter filter) {
  const std::size_t place = context.lab.view().filter + 1;
  const Status added = context.lab.commit(lab::AddFilters{place, {std::move(filter)}});
  if (added) put_on_stage(context, place);
}

void move_filter(const PanelContext& context, std::size_t from, std::size_t to) {
  context.lab.commit(lab::MoveFilter{from, to});
  put_on_stage(context, to);
}

}  // namespace

void FilterStrip::draw(const PanelContext& context, const std::string& readout) {
  const lab::FilterRef staged = context.lab.staged();
  const auto bank = staged.is_mine() ? std::nullopt : context.lab.shown_bank(staged.layer);
  if (!bank) return mine(context, readout);
  title(context, readout);
  trained_strip(context, *bank);
}

// My filters as pictures, what the one on the stage is called, and what can be done with it.
void FilterStrip::mine(const PanelContext& context, const std::string& readout) {
  const lab::Lab& lab = context.lab;
  const float side = context.px(design::kControl);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x;
  // What adds one stands before them, where it does not move.
  const bool full = lab.document().filters.size() == lab::kMaxFilters;
  ImGui::BeginDisabled(full);
  if (icon_button(context, Icon::kAdd,
                  full ? tr("There are as many filters as the bench has room for")
                       : tr("Puts an empty filter behind this one"),
                  "add filter", design::kControl)) {
    const lab::Filter& shape = lab.staged_filter();
    const std::string name =
        fmt::format("{} {}", tr("Filter").english, lab.document().filters.size() + 1);
    add_behind(context, lab::zero_filter(name, shape.height, shape.width, shape.channels));
  }
  ImGui::EndDisabled();
  float x = side + context.px(kThumbnailGap);
  ImGui::SetCursorScreenPos(ImVec2(origin.x + x, origin.y));
  x += pictures(context, room * kPicturesShare) + context.px(8);
  filter_title(context, readout, ImVec2(origin.x + x, origin.y),
               origin.x + room - side - context.px(8));
  ImGui::SetCursorScreenPos(ImVec2(origin.x + room - side, origin.y));
  actions(context);
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy(ImVec2(room, side));
  if (begin_menu(context, "filter menu", std::exchange(menu_opens_, false))) {
    lines(context);
    end_menu();
  }
  if (std::exchange(context.lab.view().rename_filter, false)) begin_renaming(context);
  rename_popup(context);
}

// The line over a trained layer's filters.
void FilterStrip::title(const PanelContext& context, const std::string& readout) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x;
  filter_title(context, readout, min, min.x + room);
  ImGui::Dummy(ImVec2(room, context.px(design::kControl)));
}

void FilterStrip::draw_band(const PanelContext& context, const std::string& readout,
                            const std::function<void()>& listed) {
  const auto bank = context.lab.shown_bank(context.lab.staged().layer);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x;
  const float side = context.px(design::kControl);
  filter_title(context, readout, origin, origin.x + room - side - context.px(8),
               odd_of_staged(context));
  ImGui::SetCursorScreenPos(ImVec2(origin.x + room - side, origin.y));
  if (bank) {
    Bar bar(context, "filter list", side);
    bar.add_to_list([&] { restore_action(context, *bank); });
    bar.add_to_list([&] { take_action(context); });
    bar.add_to_list(listed);
  }
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy(ImVec2(room, side));
}

// As wide as they are, and at most `most` pixels: scrolled to the one on the stage, or by the
// wheel. Returns the width.
float FilterStrip::pictures(const PanelContext& context, float most) {
  const std::size_t count = context.lab.document().filters.size();
  const float gap = context.px(kThumbnailGap);
  const float all = (context.px(kThumbnail) + gap) * static_cast<float>(count) - gap;
  const float width = std::min(all, most);
  ImGui::BeginChild("strip", ImVec2(width, context.px(kThumbnail)), ImGuiChildFlags_NavFlattened,
                    ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoScrollbar |
                        ImGuiWindowFlags_NoScrollWithMouse);
  const float ticks = ImGui::GetIO().MouseWheel;
  if (ImGui::IsWindowHovered() && ticks != 0.0f) {
    ImGui::SetScrollX(ImGui::GetScrollX() - ticks * context.px(kThumbnail));
  }
  for (std::size_t f = 0; f < count; ++f) {
    if (f > 0) ImGui::SameLine(0, gap);
    thumbnail(context, f);
    const bool chosen = context.lab.view().filter == f && scrolled_to_ != f;
    if (chosen && !ImGui::IsItemVisible()) ImGui::SetScrollHereX();
  }
  scrolled_to_ = context.lab.view().filter;
  ImGui::EndChild();
  return width;
}

void FilterStrip::thumbnail(const PanelContext& context, std::size_t index) {
  const lab::Filter& filter = context.lab.document().filters[index];
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float side = context.px(kThumbnail);
  ImGui::PushID(static_cast<int>(index));
  if (ImGui::InvisibleButton("filter", ImVec2(side, side))) put_on_stage(context, index);
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    begin_renaming(context);
  }
  if (menu_asked_for(context)) {
    put_on_stage(context, index);
    menu_opens_ = true;
  }
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
    ImGui::SetTooltip("%s\n%s", context.said(word(filter.name)).c_str(),
                      context.text(tr("F: next filter")));
  }
  if (ImGui::BeginDragDropSource()) {
    ImGui::SetDragDropPayload(kDragged, &index, sizeof index);
    draw_filter(ImGui::GetWindowDrawList(), filter, ImGui::GetCursorScreenPos(), side,
                context.lab.view().theme);
    ImGui::Dummy(ImVec2(side, side));
    ImGui::EndDragDropSource();
  }
  if (ImGui::IsItemVisible()) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImRect picture = draw_filter(list, filter, min, side, context.lab.view().theme);
    const bool selected = context.lab.view().filter == index;
    list->AddRect(picture.Min, picture.Max,
                  selected ? context.colors().accent : context.colors().line, 0.0f,
                  context.px(selected ? 2 : 1));
  }
  if (ImGui::BeginDragDropTarget()) {
    if (const ImGuiPayload* payload = ImGui::AcceptDragDropPayload(kDragged)) {
      std::size_t from = 0;
      std::memcpy(&from, payload->Data, sizeof from);
      move_filter(context, from, index);
    }
    ImGui::EndDragDropTarget();
  }
  ImGui::PopID();
}

// What is done with the filter on the stage, in the list at the line's end.
void FilterStrip::actions(const PanelContext& context) {
  Bar bar(context, "filter list", context.px(design::kControl));
  bar.add_to_list([this, &context] { lines(context); });
}

void FilterStrip::lines(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  const std::size_t count = lab.document().filters.size();
  const std::size_t staged = lab.view().filter;
  const auto line = [&](const Text& name, const char* key, const Text& why_not = {}) {
    return menu_line(context, context.text(name), key, {}, why_not);
  };
  command_line(context, Action::kCopyFilter);
  const lab::Filter& filter = lab.document().filters[staged];
  picture_lines(context, lab::FilterPicture{filter, filter.channels == 3 ? -1 : 0});
  ImGui::Separator();
  if (line(tr("Duplicate"), "duplicate filter",
           count < lab::kMaxFilters ? Text{} : tr("the bench has no room for more filters"))) {
    add_behind(context, lab.document().filters[staged]);
  }
  if (line(tr("Rename"), "rename filter")) begin_renaming(context);
  if (line(tr("Move left"), "move left", staged > 0 ? Text{} : tr("it is the first"))) {
    move_filter(context, staged, staged - 1);
  }
  if (line(tr("Move right"), "move right", staged + 1 < count ? Text{} : tr("it is the last"))) {
    move_filter(context, staged, staged + 1);
  }
  if (line(tr("Delete"), "delete filter", count > 1 ? Text{} : tr("the last filter stays"))) {
    lab.commit(lab::RemoveFilter{staged});
  }
}

void FilterStrip::begin_renaming(const PanelContext& context) {
  std::snprintf(name_.data(), name_.size(), "%s", shown_name(context).c_str());
  renames_ = true;
}

void FilterStrip::rename_popup(const PanelContext& context) {
  if (renames_) ImGui::OpenPopup("rename");
  const ImVec2 below(ImGui::GetWindowPos().x + context.px(design::kPanelPadding),
                     ImGui::GetCursorScreenPos().y);
  ImGui::SetNextWindowPos(below, ImGuiCond_Appearing);
  if (!ImGui::BeginPopup("rename")) return;
  if (renames_) ImGui::SetKeyboardFocusHere();
  renames_ = false;
  ImGui::SetNextItemWidth(context.px(240));
  const bool entered =
      ImGui::InputText("##name", name_.data(), name_.size(),
                       ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  ImGui::SameLine();
  const bool renamed =
      labeled_button(
          context,
          {tr("Rename"), tr("Gives this filter another name (or double click its picture)")},
          "take name") ||
      entered;
  if (renamed && shown_name(context) != name_.data()) {
    context.lab.commit(lab::RenameFilter{context.lab.view().filter, name_.data()});
  }
  if (renamed || ImGui::IsKeyPressed(ImGuiKey_Escape)) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace convlens::ui
