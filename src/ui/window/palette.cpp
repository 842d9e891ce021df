#include "ui/window/palette.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "ui/kit/drawing.h"
#include "ui/kit/fuzzy.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr const char* kPalettePopup = "###palette";
constexpr float kPaletteWidth = 520;
constexpr float kPaletteLine = 28;
constexpr int kPaletteLines = 11;

// Those that answer to what was typed, best first; all where nothing was.
std::vector<const PaletteEntry*> answers(const std::vector<PaletteEntry>& entries,
                                         const char* typed) {
  std::vector<std::pair<int, const PaletteEntry*>> scored;
  for (const PaletteEntry& entry : entries) {
    const auto own = fuzzy_score(typed, entry.name);
    const auto english = fuzzy_score(typed, entry.english);
    if (!own && !english) continue;
    scored.emplace_back(std::max(own.value_or(0), english.value_or(0)), &entry);
  }
  if (*typed != '\0') {
    std::stable_sort(scored.begin(), scored.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
  }
  std::vector<const PaletteEntry*> found;
  found.reserve(scored.size());
  for (const auto& [score, entry] : scored) found.push_back(entry);
  return found;
}

void do_it(const PaletteEntry& entry) {
  if (!entry.why_not.empty()) return;
  ImGui::CloseCurrentPopup();
  entry.does();
}

// Name, and at the right the key or why it cannot be done. True when it was clicked.
bool line(const PanelContext& context, const PaletteEntry& entry, bool chosen) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float height = context.px(kPaletteLine);
  const bool pressed = ImGui::Selectable("###line", chosen, ImGuiSelectableFlags_NoAutoClosePopups,
                                         ImVec2(0, height));
  const float right = ImGui::GetItemRectMax().x - context.px(8);
  const bool possible = entry.why_not.empty();
  const std::string& note = possible ? entry.key : entry.why_not;
  const float small = context.px(design::kSmallText);
  const float note_px =
      std::min(context.fonts.text->CalcTextSizeA(small, FLT_MAX, 0.0f, note.c_str()).x,
               context.px(kPaletteWidth / 2));
  const float text = context.px(design::kBodyText);
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_fitted_text(list, context.fonts.text, text,
                   ImVec2(min.x + context.px(8), std::floor(min.y + (height - text) / 2)),
                   right - note_px - context.px(12),
                   possible ? context.colors().text : context.colors().secondary,
                   entry.name.c_str());
  draw_fitted_text(list, context.fonts.text, small,
                   ImVec2(right - note_px, std::floor(min.y + (height - small) / 2)), right + 1,
                   context.colors().secondary, note.c_str());
  return pressed;
}

}  // namespace

void CommandPalette::draw(const PanelContext& context) {
  if (std::exchange(context.lab.view().show_palette, false)) {
    ImGui::OpenPopup(kPalettePopup);
    typed_.fill('\0');
    chosen_ = 0;
  }
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(ImVec2(viewport->Pos.x + viewport->Size.x / 2,
                                 viewport->Pos.y + context.px(design::kTopBar + 8)),
                          ImGuiCond_Always, ImVec2(0.5f, 0.0f));
  if (!ImGui::BeginPopup(kPalettePopup)) return;
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(context.px(kPaletteWidth));
  const bool entered =
      ImGui::InputTextWithHint("##typed", context.text(tr("What do you want to do?")),
                               typed_.data(), typed_.size(), ImGuiInputTextFlags_EnterReturnsTrue);
  if (ImGui::IsItemEdited()) chosen_ = 0;
  const std::vector<PaletteEntry> entries = palette_entries(context);
  const std::vector<const PaletteEntry*> found = answers(entries, typed_.data());
  const std::size_t last = found.empty() ? 0 : found.size() - 1;
  chosen_ = std::min(chosen_, last);
  moved_ = ImGui::IsKeyPressed(ImGuiKey_DownArrow) || ImGui::IsKeyPressed(ImGuiKey_UpArrow);
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) chosen_ = std::min(chosen_ + 1, last);
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow) && chosen_ > 0) --chosen_;
  list(context, found);
  if (entered && !found.empty()) do_it(*found[chosen_]);
  close_on_escape();
  ImGui::EndPopup();
}

void CommandPalette::list(const PanelContext& context,
                          const std::vector<const PaletteEntry*>& found) {
  if (found.empty()) {
    return caption(context, context.text(tr("Nothing here has such a name")));
  }
  const float step = context.px(kPaletteLine) + ImGui::GetStyle().ItemSpacing.y;
  const auto lines = static_cast<float>(std::min<std::size_t>(kPaletteLines, found.size()));
  ImGui::BeginChild("found", ImVec2(context.px(kPaletteWidth), step * lines));
  const PaletteEntry* pressed = nullptr;
  for (std::size_t i = 0; i < found.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    if (line(context, *found[i], i == chosen_)) pressed = found[i];
    ImGui::PopID();
    if (moved_ && i == chosen_) ImGui::SetScrollHereY();
  }
  ImGui::EndChild();
  if (pressed != nullptr) do_it(*pressed);
}

}  // namespace convlens::ui
