#include "lab/zoom.h"

#include <algorithm>
#include <cmath>

namespace convlens::lab {
namespace {

constexpr double kStep = 1.25;
constexpr double kMaxFactor = 256.0;

// Small pixels may be uneven; larger ones are whole, so that all are alike.
double whole_pixel(double pixel, const ZoomFrame& frame) {
  const double whole = pixel >= 2.0 ? std::round(pixel) : pixel;
  return std::clamp(whole, frame.pixel, std::max(frame.pixel, frame.largest));
}

// The first row or column shown, for `extent` of them round `middle`, on a whole screen pixel.
double first_shown(double middle, double extent, double first, double all, double pixel) {
  const double start = std::clamp(middle - extent / 2, first, first + std::max(0.0, all - extent));
  return first + std::round((start - first) * pixel) / pixel;
}

}  // namespace

ZoomedPart zoomed_part(const Zoom& zoom, const ZoomFrame& frame) {
  if (!zoom.enlarged()) return {frame.top, frame.left, frame.pixel};
  const double pixel = whole_pixel(frame.pixel * zoom.factor, frame);
  const double shrink = frame.pixel / pixel;
  return {first_shown(zoom.row, frame.height * shrink, frame.top, frame.height, pixel),
          first_shown(zoom.column, frame.width * shrink, frame.left, frame.width, pixel), pixel};
}

Zoom zoomed_about(const Zoom& zoom, const ZoomFrame& frame, double steps, double row,
                  double column) {
  const ZoomedPart part = zoomed_part(zoom, frame);
  double pixel = whole_pixel(part.pixel * std::pow(kStep, steps), frame);
  // A small whole number needs a whole step to become another.
  if (pixel == part.pixel) pixel = whole_pixel(part.pixel + (steps > 0 ? 1.0 : -1.0), frame);
  if (pixel <= frame.pixel) return {};
  const double shrink = frame.pixel / pixel;
  const double top = row - (row - part.top) * part.pixel / pixel;
  const double left = column - (column - part.left) * part.pixel / pixel;
  return {pixel / frame.pixel, top + frame.height * shrink / 2, left + frame.width * shrink / 2};
}

Zoom panned(const Zoom& zoom, const ZoomFrame& frame, double down, double right) {
  if (!zoom.enlarged()) return zoom;
  const ZoomedPart part = zoomed_part(zoom, frame);
  const double shrink = frame.pixel / part.pixel;
  const auto middle = [&](double start, double moved, double extent, double first, double all) {
    const double last = first + all - extent;
    return std::clamp(start - moved / part.pixel, first, std::max(first, last)) + extent / 2;
  };
  return {zoom.factor, middle(part.top, down, frame.height * shrink, frame.top, frame.height),
          middle(part.left, right, frame.width * shrink, frame.left, frame.width)};
}

Zoom zoomed_by(const Zoom& zoom, double steps, double middle_row, double middle_column) {
  const double factor = std::min(kMaxFactor, zoom.factor * std::pow(kStep, steps));
  if (factor <= 1.0 + 1e-9) return {};
  if (!zoom.enlarged()) return {factor, middle_row, middle_column};
  return {factor, zoom.row, zoom.column};
}

}  // namespace convlens::lab
