#pragma once

// Lengths of the design, in pixels at scale 1, all multiples of the 4-pixel grid.
namespace convlens::ui::design {

inline constexpr float kTopBar = 40;
inline constexpr float kStrip = 36;  // one line under the top bar, where there is one
inline constexpr float kStatusBar = 24;
inline constexpr float kBar = 36;      // a line of controls with the gap under it
inline constexpr float kControl = 28;  // the controls in it
inline constexpr float kGap = 4;
inline constexpr float kRail = 64;                // the Input column, folded
inline constexpr float kLeastWindowWidth = 1024;  // below it controls no longer fit
inline constexpr float kLeastWindowHeight = 640;
inline constexpr float kLowWindow = 680;    // below it panels have no code lines
inline constexpr float kLeastColumns = 64;  // width and height that the columns always get
inline constexpr float kPanelPadding = 12;
inline constexpr float kTile = 0.25f;      // the column of planes beside the stage, of its side
inline constexpr float kStageGutter = 12;  // between the two
inline constexpr float kLeastStage = 168;  // with its planes; below it the panel scrolls
inline constexpr float kMapGutter = 60;    // between the two maps of a pair
inline constexpr float kMapCaption = 26;   // under a map
inline constexpr float kLeastMap = 70;     // the height below which one pair is shown, not two
inline constexpr float kBodyText = 15;
inline constexpr float kSmallText = 13;

}  // namespace convlens::ui::design
