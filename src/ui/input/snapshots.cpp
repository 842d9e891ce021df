#include "ui/input/snapshots.h"

#include <algorithm>
#include <array>

#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/shell/commands.h"

namespace convlens::ui {
namespace {

constexpr float kName = 20;
constexpr float kPicture = 24;
constexpr float kGap = 4;

constexpr Label kKeep{tr("Keep"), tr("Keeps pictures, crops and filters as they are now, to come "
                                     "back to (Q flips between A and B)")};
constexpr Label kShow{tr("snapshot", "Show"), tr("Brings back what was kept; the network stays")};

struct Slot {
  const char* name;
  Action keep;
  Action show;
};
constexpr std::array kSlots{Slot{"A", Action::kKeepA, Action::kShowA},
                            Slot{"B", Action::kKeepB, Action::kShowB}};

// As many as there is room for.
void draw_filters(const PanelContext& context, const lab::Document& kept, ImVec2 min, float right) {
  const float side = context.px(kPicture);
  float x = min.x;
  for (const lab::Filter& filter : kept.filters) {
    if (x + side > right) return;
    draw_filter(ImGui::GetWindowDrawList(), filter, ImVec2(x, min.y), side,
                context.lab.view().theme);
    x += side + context.px(kGap);
  }
}

void row(const PanelContext& context, const Slot& slot, const lab::Document* kept) {
  const float height = context.px(design::kControl);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float actions = action_width(context, kKeep.text) + action_width(context, kShow.text);
  const bool shown = kept != nullptr && lab::has_same_bench(*kept, context.lab.document());
  ImDrawList* list = ImGui::GetWindowDrawList();
  ImFont* font = shown ? context.fonts.strong : context.fonts.text;
  const float size = ImGui::GetFontSize();
  list->AddText(font, size, ImVec2(min.x, min.y + (height - size) / 2),
                shown ? context.colors().accent : context.colors().text, slot.name);
  const ImVec2 pictures(min.x + context.px(kName), min.y + (height - context.px(kPicture)) / 2);
  const float right = min.x + width - actions - context.px(kGap);
  if (kept != nullptr) draw_filters(context, *kept, pictures, right);
  ImGui::PushID(slot.name);
  ImGui::SetCursorScreenPos(ImVec2(std::max(pictures.x, min.x + width - actions), min.y));
  if (action(context, kKeep, "keep")) perform(slot.keep, context);
  ImGui::SameLine(0, 0);
  const Text reason = why_not(slot.show, context);
  ImGui::BeginDisabled(reason.english != nullptr);
  if (action(context, {kShow.text, reason.english != nullptr ? reason : kShow.help}, "show")) {
    perform(slot.show, context);
  }
  ImGui::EndDisabled();
  ImGui::PopID();
}

}  // namespace

void snapshot_rows(const PanelContext& context) {
  const lab::Snapshots& kept = context.lab.view().snapshots;
  for (std::size_t i = 0; i < kSlots.size(); ++i) row(context, kSlots[i], kept[i].get());
  ImGui::Separator();
}

}  // namespace convlens::ui
