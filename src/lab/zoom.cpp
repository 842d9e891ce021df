#include "lab/zoom.h"

#include <algorithm>
#include <cmath>

namespace convlens::lab {
namespace {

constexpr double kStep = 1.25;
constexpr double kWholePixel = 2.0;
constexpr double kMaxFactor = 256.0;

// Small pixels may be uneven; larger ones are whole, so that all are alike.
double whole_pixel(double pixel, const ZoomFrame& frame) {
  // A product that should be 2 may be a little less.
  const double whole = pixel >= kWholePixel - 1e-6 ? std::round(pixel) : pixel;
  return std::clamp(whole, frame.pixel, std::max(frame.pixel, frame.largest));
}

// Before it begins on a pixel of the screen: gestures reckon with this, so that roundings do not
// add up.
ZoomedPart exact_part(const Zoom& zoom, const ZoomFrame& frame) {
  if (!zoom.enlarged()) return {frame.top, frame.left, frame.pixel};
  const double pixel = whole_pixel(frame.pixel * zoom.factor, frame);
  const auto start = [&](double middle, double first, double all) {
    const double extent = all * frame.pixel / pixel;
    return std::clamp(middle - extent / 2, first, first + std::max(0.0, all - extent));
  };
  return {start(zoom.row, frame.top, frame.height), start(zoom.column, frame.left, frame.width),
          pixel};
}

// What shows a part from `top` and `left` on, as far as the edges let it.
Zoom zoom_of(const ZoomFrame& frame, double factor, double top, double left, double pixel) {
  const double shrink = frame.pixel / pixel;
  const auto middle = [&](double start, double first, double all) {
    const double extent = all * shrink;
    return std::clamp(start, first, first + std::max(0.0, all - extent)) + extent / 2;
  };
  return {factor, middle(top, frame.top, frame.height), middle(left, frame.left, frame.width)};
}

}  // namespace

ZoomedPart zoomed_part(const Zoom& zoom, const ZoomFrame& frame) {
  ZoomedPart part = exact_part(zoom, frame);
  if (zoom.enlarged() && part.pixel >= kWholePixel) {
    part.top = frame.top + std::round((part.top - frame.top) * part.pixel) / part.pixel;
    part.left = frame.left + std::round((part.left - frame.left) * part.pixel) / part.pixel;
  }
  return part;
}

Zoom zoomed_about(const Zoom& zoom, const ZoomFrame& frame, double steps, double down,
                  double right) {
  const ZoomedPart part = exact_part(zoom, frame);
  double pixel = whole_pixel(part.pixel * std::pow(kStep, steps), frame);
  // A small whole number needs a whole step to become another.
  if (pixel == part.pixel) pixel = whole_pixel(part.pixel + (steps > 0 ? 1.0 : -1.0), frame);
  if (pixel <= frame.pixel) return {};
  const double top = part.top + down / part.pixel - down / pixel;
  const double left = part.left + right / part.pixel - right / pixel;
  return zoom_of(frame, pixel / frame.pixel, top, left, pixel);
}

Zoom panned(const Zoom& zoom, const ZoomFrame& frame, double down, double right) {
  if (!zoom.enlarged()) return zoom;
  const ZoomedPart part = exact_part(zoom, frame);
  return zoom_of(frame, zoom.factor, part.top - down / part.pixel, part.left - right / part.pixel,
                 part.pixel);
}

Zoom zoomed_by(const Zoom& zoom, double steps, double middle_row, double middle_column) {
  const double factor = std::min(kMaxFactor, zoom.factor * std::pow(kStep, steps));
  if (factor <= 1.0 + 1e-9) return {};
  if (!zoom.enlarged()) return {factor, middle_row, middle_column};
  return {factor, zoom.row, zoom.column};
}

}  // namespace convlens::lab
