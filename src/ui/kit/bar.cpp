#include "ui/kit/bar.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/kit/icons.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

// Controls are kControl high whatever the size of their text.
ImVec2 control_padding(const PanelContext& context) {
  const float above = (context.px(design::kControl) - ImGui::GetFontSize()) / 2;
  return {ImGui::GetStyle().FramePadding.x, std::max(0.0f, above)};
}

}  // namespace

Bar::Bar(const PanelContext& context, const char* key, float width)
    : context_(context), key_(key), room_(width > 0 ? width : ImGui::GetContentRegionAvail().x) {
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, control_padding(context));
}

float Bar::height(const PanelContext& context) { return context.px(design::kControl); }

void Bar::add(float width, std::function<void()> draw, float gap) {
  const float before = entries_.empty() ? 0.0f : context_.px(gap);
  entries_.push_back({std::move(draw), width + before, before, false, false});
}

void Bar::add_if_room(float width, std::function<void()> draw, float gap) {
  add(width, std::move(draw), gap);
  entries_.back().optional = true;
}

void Bar::add_to_list(std::function<void()> draw) {
  entries_.push_back({std::move(draw), 0, 0, true, false});
}

Bar::~Bar() {
  drop_optional();
  float wanted = 0;
  bool list = false;
  for (const Entry& entry : entries_) {
    wanted += entry.width;
    list = list || entry.listed;
  }
  list = list || wanted > room_;
  const float button = context_.px(design::kControl);
  const float room = room_ - (list ? button + context_.px(8) : 0.0f);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  std::size_t shown = 0;
  float x = 0;
  while (shown < entries_.size() && !entries_[shown].listed && x + entries_[shown].width <= room) {
    const Entry& entry = entries_[shown++];
    ImGui::SetCursorScreenPos(ImVec2(std::floor(origin.x + x + entry.gap), origin.y));
    entry.draw();
    x += entry.width;
  }
  if (list) {
    ImGui::SetCursorScreenPos(ImVec2(std::floor(origin.x + room_ - button), origin.y));
    draw_list(shown);
  }
  ImGui::PopStyleVar();
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy(ImVec2(room_, height(context_)));
}

// The last ones first, as long as not all of the line fits.
void Bar::drop_optional() {
  const auto wanted = [this] {
    float width = 0;
    for (const Entry& entry : entries_) width += entry.width;
    return width;
  };
  for (std::size_t i = entries_.size(); i-- > 0 && wanted() > room_;) {
    if (entries_[i].optional) entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void Bar::draw_list(std::size_t first) {
  ImGui::PushID(key_);
  if (icon_button(context_, Icon::kMore, tr("What has no room in this line"), "more",
                  design::kControl)) {
    ImGui::OpenPopup("list");
  }
  // Beside the line, whose other controls it must not cover.
  const ImRect button(ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  const bool below = button.Max.y < ImGui::GetMainViewport()->GetCenter().y;
  ImGui::SetNextWindowPos(
      ImVec2(button.Max.x, below ? button.Max.y + context_.px(4) : button.Min.y - context_.px(4)),
      ImGuiCond_Always, ImVec2(1.0f, below ? 0.0f : 1.0f));
  if (ImGui::BeginPopup("list")) {
    close_on_escape();
    for (std::size_t i = first; i < entries_.size(); ++i) entries_[i].draw();
    ImGui::EndPopup();
  }
  ImGui::PopID();
}

}  // namespace convlens::ui
