#include "ui/window/help_table.h"

#include <array>

namespace convlens::ui {
namespace {

constexpr std::array kGestureHelp{
    GestureHelp{CommandGroup::kStage, tr("Drag"), tr("Paint")},
    GestureHelp{CommandGroup::kStage, tr("Right drag"), tr("Write 0")},
    GestureHelp{CommandGroup::kStage, tr("Shift + drag"), tr("Keep to a row or column")},
    GestureHelp{CommandGroup::kStage, tr("Wheel"), tr("+-0.1, with Shift 0.01")},
    GestureHelp{CommandGroup::kStage, tr("Double click"), tr("Type the weight")},
    GestureHelp{CommandGroup::kStage, tr("Ctrl + click"), tr("Take it into the brush")},
    GestureHelp{CommandGroup::kStage, tr("Arrow keys"), tr("Point at a cell")},
    GestureHelp{CommandGroup::kStage, tr("Enter, Delete"), tr("Paint it, write 0")},
    GestureHelp{CommandGroup::kStage, tr("Ctrl + Up, Down"), tr("+-0.1, with Shift 0.01")},
    GestureHelp{CommandGroup::kStage, tr("F2, I"), tr("Type it, take it")},
    GestureHelp{CommandGroup::kMaps, tr("Click"), tr("Take this cell apart")},
    GestureHelp{CommandGroup::kMaps, tr("Wheel, Ctrl + wheel"), tr("Enlarge")},
    GestureHelp{CommandGroup::kMaps, tr("Drag"), tr("Move on")},
    GestureHelp{CommandGroup::kMaps, tr("Double click"), tr("Show all")},
    GestureHelp{CommandGroup::kPicture, tr("Drag"), tr("Move the crop")},
    GestureHelp{CommandGroup::kPicture, tr("Drag an edge"), tr("Resize the crop")},
    GestureHelp{CommandGroup::kPicture, tr("Arrow keys"), tr("Move it, Shift: by 10")},
    GestureHelp{CommandGroup::kPicture, tr("Wheel"), tr("Down to the numbers")},
    GestureHelp{CommandGroup::kPicture, tr("Shift + , and ."), tr("Video: frame back, on")},
    GestureHelp{CommandGroup::kWindow, tr("Tab and F6"), tr("Next control, next panel")},
    GestureHelp{CommandGroup::kWindow, tr("Ctrl + wheel"), tr("Texts, where nothing is enlarged")},
    GestureHelp{CommandGroup::kWindow, tr("Page keys, B, Ctrl+L"),
                tr("Presenting: trained, black, ring")},
    GestureHelp{CommandGroup::kEdit, tr("Up, Down"), tr("Steps, in the history")},
};

}  // namespace

std::span<const GestureHelp> gesture_help() { return kGestureHelp; }

}  // namespace convlens::ui
