#pragma once

namespace convlens::ui {

// The window that the Network workspace is laid out in, in design pixels.
struct NetworkRoom {
  float width = 0;
  float height = 0;
};

// The picture's column, the prediction's, between them all layers; under them a band with one large
// map, its filter and its cell's sum. In design pixels, of the window alone.
struct NetworkLayout {
  float picture = 0;
  float prediction = 0;
  float band = 0;    // height
  float map = 0;     // width of its panel in the band
  float filter = 0;  // and of the filter's; the sum has the rest
};

NetworkLayout network_layout(const NetworkRoom& room);

}  // namespace convlens::ui
