#include "ui/filter/filter_strip.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>

#include "ui/kit/drawing.h"
#include "ui/kit/icons.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/filter_sheet.h"

namespace convlens::ui {
namespace {

constexpr float kThumbnail = 42;
constexpr float kButton = 20;
constexpr float kButtonGap = 2;  // two rows of buttons are as high as a thumbnail
constexpr int kButtonColumns = 3;
constexpr const char* kDragged = "my filter";

std::string shown_name(const PanelContext& context) {
  return context.said(word(context.lab.document().filters[context.lab.view().filter].name));
}

// The trained layer's filters, and what to do with the one on the stage.
void trained_strip(const PanelContext& context, const lab::FilterBank& bank) {
  lab::View& view = context.lab.view();
  const float rows = bank.count > 16 ? 3.0f : bank.count > 8 ? 2.0f : 1.0f;
  ImGui::BeginChild("trained strip", ImVec2(0, rows * context.px(kThumbnail + 6)));
  if (const auto clicked = filter_sheet(context, bank, kThumbnail, view.trained_filter)) {
    view.trained_filter = *clicked;
  }
  ImGui::EndChild();
  const lab::FilterRef staged = context.lab.staged();
  if (view.workspace == lab::Workspace::kBench) {
    if (labeled_button(context, {tr("Back to mine"), tr("Puts my filter back on the stage")},
                       "back to mine")) {
      view.stage_trained = false;
    }
    ImGui::SameLine();
  }
  const auto trained = context.lab.trained_bank(bank.layer);
  const bool untouched = trained && lab::has_same_weights(lab::filter_of(*trained, staged.index),
                                                          lab::filter_of(bank, staged.index));
  ImGui::BeginDisabled(untouched);
  if (labeled_button(context, {tr("Restore filter"), tr("This filter as it was trained")},
                     "restore filter")) {
    context.lab.commit(lab::RestoreNetwork{staged});
  }
  ImGui::EndDisabled();
  ImGui::SameLine();
  if (labeled_button(context, {tr("Take it"), tr("Copies the trained filter behind mine")},
                     "take trained")) {
    context.lab.commit(lab::TakeFilter{staged});
  }
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

void FilterStrip::draw(const PanelContext& context) {
  const lab::FilterRef staged = context.lab.staged();
  const auto bank = staged.is_mine() ? std::nullopt : context.lab.shown_bank(staged.layer);
  bank ? trained_strip(context, *bank) : mine(context);
}

// My filters as pictures, scrolled sideways to the one on the stage, and what to do with them.
void FilterStrip::mine(const PanelContext& context) {
  const std::size_t count = context.lab.document().filters.size();
  const ImGuiStyle& style = ImGui::GetStyle();
  const float buttons_width = context.px(kButtonColumns * (kButton + kButtonGap) - kButtonGap);
  const float width = column_width(context) - buttons_width - style.ItemSpacing.x;
  const float step = context.px(kThumbnail) + style.ItemSpacing.x;
  const bool scrolls = step * static_cast<float>(count) > width;
  const float height = context.px(kThumbnail) + (scrolls ? style.ScrollbarSize + context.px(2) : 0);
  ImGui::BeginChild("strip", ImVec2(width, height), ImGuiChildFlags_None,
                    ImGuiWindowFlags_HorizontalScrollbar);
  for (std::size_t f = 0; f < count; ++f) {
    if (f > 0) ImGui::SameLine();
    thumbnail(context, f);
    const bool appeared = context.lab.view().filter == f && !ImGui::IsItemVisible();
    if (appeared) ImGui::SetScrollHereX();
  }
  ImGui::EndChild();
  ImGui::SameLine();
  ImGui::BeginGroup();
  buttons(context);
  ImGui::EndGroup();
  rename_popup(context);
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
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
    ImGui::SetTooltip("%s\n%s", context.said(word(filter.name)).c_str(),
                      context.text(tr("F: next filter")));
  }
  if (ImGui::BeginDragDropSource()) {
    ImGui::SetDragDropPayload(kDragged, &index, sizeof index);
    draw_filter(ImGui::GetWindowDrawList(), filter, ImGui::GetCursorScreenPos(), side);
    ImGui::Dummy(ImVec2(side, side));
    ImGui::EndDragDropSource();
  }
  if (ImGui::IsItemVisible()) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImRect picture = draw_filter(list, filter, min, side);
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

void FilterStrip::buttons(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  const std::vector<lab::Filter>& filters = lab.document().filters;
  const std::size_t staged = lab.view().filter;
  const bool full = filters.size() == lab::kMaxFilters;
  const auto button = [&](Icon icon, const Text& help_text, const char* key, bool possible) {
    ImGui::BeginDisabled(!possible);
    const bool pressed = icon_button(context, icon, help_text, key, kButton);
    ImGui::EndDisabled();
    return pressed;
  };
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing,
                      ImVec2(context.px(kButtonGap), context.px(kButtonGap)));
  if (button(Icon::kAdd, tr("Puts an empty filter behind this one"), "add filter", !full)) {
    const lab::Filter& shape = filters[staged];
    const std::string name = fmt::format("{} {}", tr("Filter").english, filters.size() + 1);
    add_behind(context, lab::zero_filter(name, shape.height, shape.width, shape.channels));
  }
  ImGui::SameLine();
  if (button(Icon::kDuplicate, tr("Puts a copy behind this one"), "duplicate filter", !full)) {
    add_behind(context, filters[staged]);
  }
  ImGui::SameLine();
  if (button(Icon::kDelete, tr("Deletes this filter; the last one stays"), "delete filter",
             filters.size() > 1)) {
    lab.commit(lab::RemoveFilter{staged});
  }
  if (button(Icon::kLeft,
             tr("Moves this filter one place to the left; you can also drag its picture"),
             "move left", staged > 0)) {
    move_filter(context, staged, staged - 1);
  }
  ImGui::SameLine();
  if (button(Icon::kRight,
             tr("Moves this filter one place to the right; you can also drag its picture"),
             "move right", staged + 1 < filters.size())) {
    move_filter(context, staged, staged + 1);
  }
  ImGui::SameLine();
  if (button(Icon::kRename, tr("Gives this filter another name (or double click its picture)"),
             "rename filter", true)) {
    begin_renaming(context);
  }
  ImGui::PopStyleVar();
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
