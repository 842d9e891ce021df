#include "ui/shell/network_layout.h"

#include <algorithm>

#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kPictureShare = 0.15f;
constexpr float kLeastPicture = 176;
constexpr float kMostPicture = 320;
constexpr float kPredictionShare = 0.17f;
constexpr float kLeastPrediction = 208;
constexpr float kMostPrediction = 340;
constexpr float kBandShare = 0.37f;
constexpr float kLeastBand = 236;
constexpr float kMostBand = 460;
constexpr float kMapFoot = 22;         // the legend under the large map
constexpr float kLeastMapWidth = 176;  // room for the legend's numbers
constexpr float kFilterTools = 36;     // under the stage
constexpr float kMostShare = 0.26f;    // of the width, for map and filter each

}  // namespace

NetworkLayout network_layout(const NetworkRoom& room) {
  NetworkLayout layout;
  layout.picture = std::clamp(kPictureShare * room.width, kLeastPicture, kMostPicture);
  layout.prediction = std::clamp(kPredictionShare * room.width, kLeastPrediction, kMostPrediction);
  layout.band = std::clamp(kBandShare * room.height, kLeastBand, kMostBand);
  const float inside = layout.band - 2 * design::kPanelPadding - design::kBar;
  const float most = kMostShare * room.width;
  const float map = inside - kMapFoot + 2 * design::kPanelPadding;
  layout.map = std::min(std::max(map, kLeastMapWidth), most);
  const float stage = std::max(design::kLeastStage, inside - kFilterTools);
  const float filter =
      (1 + design::kTile) * stage + design::kStageGutter + 2 * design::kPanelPadding;
  layout.filter = std::min(filter, most);
  return layout;
}

}  // namespace convlens::ui
