#include "ui/window/help_table.h"

#include <array>

namespace convlens::ui {
namespace {

constexpr std::array kActionHelp{
    ActionHelp{Action::kUndo, HelpGroup::kEdit, tr("take the last step back")},
    ActionHelp{Action::kRedo, HelpGroup::kEdit, tr("do it again")},
    ActionHelp{Action::kCopyFilter, HelpGroup::kEdit, tr("copy the filter")},
    ActionHelp{Action::kPaste, HelpGroup::kEdit, tr("paste filters, a picture")},
    ActionHelp{Action::kFlipSign, HelpGroup::kStage, tr("flip the brush's sign")},
    ActionHelp{Action::kErase, HelpGroup::kStage, tr("eraser")},
    ActionHelp{Action::kMute, HelpGroup::kStage, tr("mute weights")},
    ActionHelp{Action::kSolo, HelpGroup::kStage, tr("hear one weight alone")},
    ActionHelp{Action::kNextPicture, HelpGroup::kPicture, tr("next picture")},
    ActionHelp{Action::kPreviousInFolder, HelpGroup::kPicture, tr("the one before in its folder")},
    ActionHelp{Action::kNextInFolder, HelpGroup::kPicture, tr("the next in its folder")},
    ActionHelp{Action::kNextFilter, HelpGroup::kStage, tr("next filter")},
    ActionHelp{Action::kStageColor, HelpGroup::kStage, tr("all planes in colour")},
    ActionHelp{Action::kStageRed, HelpGroup::kStage, tr("red plane")},
    ActionHelp{Action::kStageGreen, HelpGroup::kStage, tr("green plane")},
    ActionHelp{Action::kStageBlue, HelpGroup::kStage, tr("blue plane")},
    ActionHelp{Action::kSharedRange, HelpGroup::kMaps, tr("one range for all")},
    ActionHelp{Action::kNextWorkspace, HelpGroup::kWindow, tr("bench, network")},
    ActionHelp{Action::kDifference, HelpGroup::kMaps, tr("mine less trained")},
    ActionHelp{Action::kSweep, HelpGroup::kArithmetic, tr("play, pause")},
    ActionHelp{Action::kPreviousCell, HelpGroup::kArithmetic, tr("one cell back")},
    ActionHelp{Action::kNextCell, HelpGroup::kArithmetic, tr("one cell on")},
    ActionHelp{Action::kUnpin, HelpGroup::kArithmetic, tr("let the cell go")},
    ActionHelp{Action::kPinRanges, HelpGroup::kMaps, tr("pin the ranges")},
    ActionHelp{Action::kLastChange, HelpGroup::kMaps, tr("change by the last step")},
    ActionHelp{Action::kOverlay, HelpGroup::kMaps, tr("maps over the crop")},
    ActionHelp{Action::kZoomIn, HelpGroup::kMaps, tr("enlarge all maps")},
    ActionHelp{Action::kZoomOut, HelpGroup::kMaps, tr("make them smaller")},
    ActionHelp{Action::kShowAll, HelpGroup::kMaps, tr("show all of them")},
    ActionHelp{Action::kLargerTexts, HelpGroup::kWindow, tr("larger texts and controls")},
    ActionHelp{Action::kSmallerTexts, HelpGroup::kWindow, tr("smaller ones")},
    ActionHelp{Action::kTextsAsUsual, HelpGroup::kWindow, tr("as usual")},
    ActionHelp{Action::kPresent, HelpGroup::kWindow, tr("present: full screen, large")},
    ActionHelp{Action::kPalette, HelpGroup::kWindow, tr("everything by name")},
    ActionHelp{Action::kHelp, HelpGroup::kWindow, tr("all keys")},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kActionHelp.size(); ++i) {
    if (static_cast<std::size_t>(kActionHelp[i].action) != i) return false;
  }
  return kActionHelp.size() == static_cast<std::size_t>(Action::kCount);
}
static_assert(in_order(), "every action is explained where its enumerator is");

constexpr std::array kGestureHelp{
    GestureHelp{HelpGroup::kStage, tr("Drag"), tr("paint")},
    GestureHelp{HelpGroup::kStage, tr("Right drag"), tr("write 0")},
    GestureHelp{HelpGroup::kStage, tr("Shift + drag"), tr("keep to a row or column")},
    GestureHelp{HelpGroup::kStage, tr("Wheel"), tr("+-0.1, with Shift 0.01")},
    GestureHelp{HelpGroup::kStage, tr("Double click"), tr("type the weight")},
    GestureHelp{HelpGroup::kStage, tr("Ctrl + click"), tr("take it into the brush")},
    GestureHelp{HelpGroup::kStage, tr("Arrow keys"), tr("point at a cell")},
    GestureHelp{HelpGroup::kStage, tr("Enter, Delete"), tr("paint it, write 0")},
    GestureHelp{HelpGroup::kStage, tr("Ctrl + Up, Down"), tr("+-0.1, with Shift 0.01")},
    GestureHelp{HelpGroup::kStage, tr("F2, I"), tr("type it, take it")},
    GestureHelp{HelpGroup::kMaps, tr("Click"), tr("take this cell apart")},
    GestureHelp{HelpGroup::kMaps, tr("Wheel, Ctrl + wheel"), tr("enlarge")},
    GestureHelp{HelpGroup::kMaps, tr("Drag"), tr("move on")},
    GestureHelp{HelpGroup::kMaps, tr("Double click"), tr("show all")},
    GestureHelp{HelpGroup::kPicture, tr("Drag"), tr("move the crop")},
    GestureHelp{HelpGroup::kPicture, tr("Drag an edge"), tr("resize the crop")},
    GestureHelp{HelpGroup::kPicture, tr("Arrow keys"), tr("move it, Shift: by 10")},
    GestureHelp{HelpGroup::kPicture, tr("Wheel"), tr("down to the numbers")},
    GestureHelp{HelpGroup::kWindow, tr("Ctrl + wheel"), tr("texts, where nothing is enlarged")},
    GestureHelp{HelpGroup::kWindow, tr("Page Down, Page Up"),
                tr("presenting: trained map, or not")},
    GestureHelp{HelpGroup::kWindow, tr("B, Ctrl + L"), tr("presenting: black, a ring")},
    GestureHelp{HelpGroup::kEdit, tr("Up, Down"), tr("steps, in the history")},
};

constexpr std::array<Text, static_cast<std::size_t>(HelpGroup::kCount)> kTitles{{
    tr("Edit"),
    tr("Stage"),
    tr("Maps"),
    tr("Picture"),
    tr("Arithmetic"),
    tr("Window"),
}};

}  // namespace

std::span<const ActionHelp> action_help() { return kActionHelp; }

std::span<const GestureHelp> gesture_help() { return kGestureHelp; }

Text group_title(HelpGroup group) { return kTitles[static_cast<std::size_t>(group)]; }

}  // namespace convlens::ui
