#pragma once

// Lengths of the design, in pixels at scale 1, all multiples of the 4-pixel grid.
namespace convlens::ui::design {

inline constexpr float kTopBar = 40;
inline constexpr float kHintStrip = 64;
inline constexpr float kStatusBar = 28;
inline constexpr float kDrawerTabs = 36;
inline constexpr float kDrawerOpen = 228;  // with the tabs
inline constexpr float kGap = 4;
inline constexpr float kInputColumn = 280;
inline constexpr float kFilterColumn = 444;
inline constexpr float kNetworkBelow = 300;       // weights and layer table, under the layers
inline constexpr float kRail = 64;                // the Input column where the window is narrow
inline constexpr float kFilterByRail = 400;       // and the Filter column then
inline constexpr float kRailWindow = 1400;        // narrower windows are narrow in that sense
inline constexpr float kNarrowWindow = 1280;      // below it the columns shrink with the window
inline constexpr float kLeastWindowWidth = 1024;  // below it controls no longer fit
inline constexpr float kLeastWindowHeight = 640;
inline constexpr float kLeastColumns = 64;  // width and height that the columns always get
inline constexpr float kPanelPadding = 12;
inline constexpr float kStage = 308;       // the stage: 7 cells of 44
inline constexpr float kPlane = 98;        // one of the three planes beside it
inline constexpr float kPlaneGutter = 14;  // between the stage and the planes
inline constexpr float kPlaneGap = 7;      // 3 * 98 + 2 * 7 = 308
inline constexpr float kMapGutter = 64;    // between the two maps of a row
inline constexpr float kMapCaption = 28;   // under a map: 210 + 28 = 238 a row
inline constexpr float kBodyText = 15;
inline constexpr float kSmallText = 13;

}  // namespace convlens::ui::design
