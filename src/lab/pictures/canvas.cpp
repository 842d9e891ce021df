#include "lab/pictures/canvas.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace convlens::lab {
namespace {

std::shared_ptr<const Picture> canvas_of(Image image, std::shared_ptr<const Image> under,
                                         std::string name) {
  Picture picture;
  picture.name = std::move(name);
  picture.image = std::move(image);
  picture.overview = overview_of(picture.image);
  picture.under = std::move(under);
  return std::make_shared<const Picture>(std::move(picture));
}

std::shared_ptr<const Picture> drawn(const Picture& canvas, Image image) {
  return canvas_of(std::move(image), canvas.under, canvas.name);
}

float squared_distance(CanvasPoint p, CanvasPoint a, CanvasPoint b) {
  const float along_y = b.y - a.y;
  const float along_x = b.x - a.x;
  const float length = along_y * along_y + along_x * along_x;
  const float share =
      length > 0 ? std::clamp(((p.y - a.y) * along_y + (p.x - a.x) * along_x) / length, 0.0f, 1.0f)
                 : 0.0f;
  const float y = p.y - a.y - share * along_y;
  const float x = p.x - a.x - share * along_x;
  return y * y + x * x;
}

// A stroke's share of each pixel, 0 to 1.
class Coverage {
 public:
  Coverage(int height, int width, float size_px)
      : height_(height),
        width_(width),
        radius_(size_px / 2),
        shares_(static_cast<std::size_t>(height) * static_cast<std::size_t>(width)) {}

  void add(CanvasPoint a, CanvasPoint b) {
    const float reach = radius_ + 0.5f;
    const int top = clamped(std::floor(std::min(a.y, b.y) - reach), height_);
    const int bottom = clamped(std::ceil(std::max(a.y, b.y) + reach), height_);
    const int left = clamped(std::floor(std::min(a.x, b.x) - reach), width_);
    const int right = clamped(std::ceil(std::max(a.x, b.x) + reach), width_);
    for (int y = top; y < bottom; ++y) {
      for (int x = left; x < right; ++x) {
        const CanvasPoint centre{static_cast<float>(y) + 0.5f, static_cast<float>(x) + 0.5f};
        const float share = reach - std::sqrt(squared_distance(centre, a, b));
        float& before = shares_[at(y, x)];
        before = std::max(before, std::clamp(share, 0.0f, 1.0f));
      }
    }
  }
  float operator()(int y, int x) const { return shares_[at(y, x)]; }

 private:
  static int clamped(float edge, int extent) {
    return static_cast<int>(std::clamp(edge, 0.0f, static_cast<float>(extent)));
  }
  std::size_t at(int y, int x) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
           static_cast<std::size_t>(x);
  }

  int height_;
  int width_;
  float radius_;
  std::vector<float> shares_;  // (height, width)
};

std::uint8_t mixed(std::uint8_t before, std::uint8_t after, float share) {
  const float value =
      static_cast<float>(before) + share * (static_cast<float>(after) - static_cast<float>(before));
  return static_cast<std::uint8_t>(std::lround(value));
}

}  // namespace

std::optional<Rgb> paper_of(const Picture& canvas) {
  const auto& rgb = canvas.under->rgb;
  for (std::size_t i = 3; i < rgb.size(); ++i) {
    if (rgb[i] != rgb[i - 3]) return std::nullopt;
  }
  return Rgb{rgb[0], rgb[1], rgb[2]};
}

std::shared_ptr<const Picture> blank_canvas(int height, int width, Rgb color) {
  Image blank{height, width, {}};
  const std::size_t pixels = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
  blank.rgb.reserve(pixels * 3);
  for (std::size_t i = 0; i < pixels; ++i) {
    blank.rgb.insert(blank.rgb.end(), color.begin(), color.end());
  }
  auto under = std::make_shared<const Image>(blank);
  return canvas_of(std::move(blank), std::move(under), word("canvas").text);
}

std::shared_ptr<const Picture> canvas_on(const Picture& picture) {
  return canvas_of(picture.image, std::make_shared<const Image>(picture.image),
                   word("canvas").text);
}

std::shared_ptr<const Picture> with_stroke(const Picture& canvas,
                                           std::span<const CanvasPoint> points,
                                           const CanvasBrush& brush) {
  Image image = canvas.image;
  Coverage covered(image.height, image.width, brush.size_px);
  covered.add(points.front(), points.front());
  for (std::size_t i = 1; i < points.size(); ++i) covered.add(points[i - 1], points[i]);
  std::size_t place = 0;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x, place += 3) {
      const float share = covered(y, x);
      if (share <= 0.0f) continue;
      for (std::size_t c = 0; c < 3; ++c) {
        const std::uint8_t to = brush.erases ? canvas.under->rgb[place + c] : brush.color[c];
        image.rgb[place + c] = mixed(image.rgb[place + c], to, share);
      }
    }
  }
  return drawn(canvas, std::move(image));
}

std::shared_ptr<const Picture> with_stamp(const Picture& canvas, const Stamp& stamp) {
  Picture picture = *drawn(canvas, stamped(stamp, canvas.image.height, canvas.image.width));
  picture.stamp = stamp;
  return std::make_shared<const Picture>(std::move(picture));
}

std::shared_ptr<const Picture> cleared(const Picture& canvas) {
  return drawn(canvas, *canvas.under);
}

}  // namespace convlens::lab
