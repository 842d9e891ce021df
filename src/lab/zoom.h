#pragma once

namespace convlens::lab {

// How much larger something is shown than it is at rest, and round which of its points.
struct Zoom {
  double factor = 1.0;  // 1: all of it, at rest
  double row = 0.0;     // the point in the middle of the frame, where enlarged
  double column = 0.0;

  bool enlarged() const { return factor > 1.0; }
  friend bool operator==(const Zoom&, const Zoom&) = default;
};

// What a frame on the screen shows at rest, in rows and columns of what is shown.
struct ZoomFrame {
  double top = 0.0;
  double left = 0.0;
  double height = 1.0;
  double width = 1.0;
  double pixel = 1.0;     // of the screen for each of what is shown
  double largest = 96.0;  // the same, as far as it can be enlarged
};

// What it shows when enlarged: from its upper left corner on.
struct ZoomedPart {
  double top = 0.0;
  double left = 0.0;
  double pixel = 1.0;
};

// Once a pixel is two of the screen's, it is a whole number of them, and begins at one. Never
// beyond the edges.
ZoomedPart zoomed_part(const Zoom& zoom, const ZoomFrame& frame);

// Some steps larger (or, below 0, smaller). What lies so many pixels of the screen below and right
// of the frame's corner stays there.
Zoom zoomed_about(const Zoom& zoom, const ZoomFrame& frame, double steps, double down,
                  double right);

// Moved by pixels of the screen.
Zoom panned(const Zoom& zoom, const ZoomFrame& frame, double down, double right);

// Some steps larger or smaller round its middle, or `middle` where it was at rest.
Zoom zoomed_by(const Zoom& zoom, double steps, double middle_row, double middle_column);

}  // namespace convlens::lab
