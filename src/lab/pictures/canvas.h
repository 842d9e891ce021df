#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/colormap.h"
#include "lab/pictures/picture.h"

namespace convlens::lab {

inline constexpr int kMostCanvasSide = 4096;
inline constexpr float kLeastBrush_px = 1.0f;
inline constexpr float kMostBrush_px = 256.0f;

// What draws on a canvas: round, its edge half a pixel soft.
struct CanvasBrush {
  float size_px = 2.0f;  // across, in pixels of the picture
  Rgb color{255, 255, 255};
  bool erases = false;  // brings back what is under the drawing

  friend bool operator==(const CanvasBrush&, const CanvasBrush&) = default;
};

// In pixels of the picture, from its upper left corner: (0.5, 0.5) is the first one's centre.
struct CanvasPoint {
  float y = 0.0f;
  float x = 0.0f;

  friend bool operator==(const CanvasPoint&, const CanvasPoint&) = default;
};

inline bool is_canvas(const Picture& picture) { return picture.under != nullptr; }

// Of what is under the drawing, where all of it has one colour.
std::optional<Rgb> paper_of(const Picture& canvas);

// All of one colour.
std::shared_ptr<const Picture> blank_canvas(int height, int width, Rgb color);
// A picture with nothing drawn on it yet.
std::shared_ptr<const Picture> canvas_on(const Picture& picture);

// A canvas with more on it: the brush led along the points, of which there is one at least, each
// pixel covered once however often it comes by; a stamp instead of all that was drawn; or nothing.
std::shared_ptr<const Picture> with_stroke(const Picture& canvas,
                                           std::span<const CanvasPoint> points,
                                           const CanvasBrush& brush);
std::shared_ptr<const Picture> with_stamp(const Picture& canvas, const Stamp& stamp);
std::shared_ptr<const Picture> cleared(const Picture& canvas);

}  // namespace convlens::lab
