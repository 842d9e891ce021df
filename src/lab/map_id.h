#pragma once

#include <compare>
#include <cstddef>

namespace convlens::lab {

enum class MapKind {
  kMine,        // one picture's crop through a filter of mine
  kTrained,     // the same crop through a channel of the network's first convolution
  kDifference,  // mine less the trained map that stands beside it
  kChange,      // what the last step did to mine
  kSheet,       // all maps of a node of the network side by side, as MapSheet has them
  // What instruments make of others, as the view asks for them:
  kPooled,           // mine, some cells as one
  kResponse,         // what the filter on the stage multiplies each frequency by
  kPictureSpectrum,  // how strong each frequency is in what my filters see of a picture
  kMapSpectrum,      // and in a map of mine
};

constexpr bool is_measured(MapKind kind) { return kind >= MapKind::kPooled; }

// The one name of a map: lab::Lab::map() has its values, shown/shown_maps.h what is shown of them.
struct MapId {
  MapKind kind = MapKind::kMine;
  std::size_t source = 0;  // of a sheet: 0
  std::size_t index = 0;   // of my filter, of the trained channel, or of the sheet's node

  static constexpr MapId mine(std::size_t source, std::size_t filter) {
    return {MapKind::kMine, source, filter};
  }
  static constexpr MapId trained(std::size_t source, std::size_t channel) {
    return {MapKind::kTrained, source, channel};
  }
  static constexpr MapId difference(std::size_t source, std::size_t filter) {
    return {MapKind::kDifference, source, filter};
  }
  static constexpr MapId change(std::size_t source, std::size_t filter) {
    return {MapKind::kChange, source, filter};
  }
  static constexpr MapId sheet(std::size_t node) { return {MapKind::kSheet, 0, node}; }
  static constexpr MapId pooled(std::size_t source, std::size_t filter) {
    return {MapKind::kPooled, source, filter};
  }
  static constexpr MapId response() { return {MapKind::kResponse, 0, 0}; }
  static constexpr MapId picture_spectrum(std::size_t source) {
    return {MapKind::kPictureSpectrum, source, 0};
  }
  static constexpr MapId map_spectrum(std::size_t source, std::size_t filter) {
    return {MapKind::kMapSpectrum, source, filter};
  }

  // clang-tidy 14 takes the 0 that a defaulted comparison compares with for a pointer's.
  friend auto operator<=>(const MapId&, const MapId&) = default;  // NOLINT(modernize-use-nullptr)
};

// One cell of a map.
struct MapCell {
  MapId map;
  int row = 0;
  int column = 0;

  friend bool operator==(const MapCell&, const MapCell&) = default;
};

// One cell of what a node of the network gives: of maps (1, H, W, C), or of a list (1, C), each
// value of which is a map of one cell.
struct LayerCell {
  std::size_t node = 0;
  std::size_t channel = 0;
  int row = 0;
  int column = 0;

  friend bool operator==(const LayerCell&, const LayerCell&) = default;
};

}  // namespace convlens::lab
