#pragma once

#include "ui/kit/context.h"

// Widgets that every panel shares.
namespace convlens::ui {

// Shows a tooltip, where there is one, when the pointer rests on the item before.
void help(const PanelContext& context, const Text& text);
// A button; `active` draws it filled in the accent colour.
bool labeled_button(const PanelContext& context, const Label& label, const char* key,
                    bool active = false);
// A line to choose among others, told apart by `key`, which begins with "###". It shows all of a
// name from outside, such as a file's; of a label, Dear ImGui shows what stands before "##".
bool named_line(const std::string& name, const char* key, bool chosen,
                ImGuiSelectableFlags flags = 0);
// The same for the name in a closed combo box, which is the last item.
void combo_name(const std::string& name);
// What copies the text beside it.
inline constexpr Label kCopy{tr("Copy"), tr("Copies this text")};
// Says in the status line what was done, for some seconds, and in the log.
inline constexpr double kSaid_s = 6.0;
void say(lab::Lab& lab, Phrase done);
// Puts text onto the clipboard, and says so.
void copy_text(lab::Lab& lab, const std::string& text, Phrase done);
// Rings the item before where the step of a lesson points it out by this key.
void point_out(const PanelContext& context, const char* key);
// Within a pop-up: Esc closes it, unless another one is open over it.
void close_on_escape();
// A combo box's list, which Esc closes, too; ImGui::EndCombo() follows where it is open.
bool begin_list(const char* id, const char* shown, ImGuiComboFlags flags = 0);
// The room in a column: the same whether or not a scroll bar takes the place of the right padding,
// so that the bar cannot change the height that it depends on.
float column_width(const PanelContext& context);
// The number of the slider before, kSliderNumber design pixels wide at its right: its knob covers
// no digit. After all that is asked of the slider, for it is an item of its own.
inline constexpr float kSliderNumber = 52;
void slider_number(const PanelContext& context, const char* text);
// The heading of a part of a panel.
void row_heading(const PanelContext& context, const Text& text);
// It goes on in this line, `design_px` from the window's edge, or behind a text that is longer.
void same_line_behind(const PanelContext& context, float design_px);
// The label before a row of controls; they begin behind it, one row under the other.
void row_label(const PanelContext& context, const Text& text);
// A secondary line of text, as captions and units have it.
void caption(const PanelContext& context, const char* text);

}  // namespace convlens::ui
