#include "media/recording/framing.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace convlens::media {

Image framed(const Image& picture, const FramePart& part, const Framing& framing) {
  Image frame{framing.height, framing.width, {}};
  frame.rgb.resize(static_cast<std::size_t>(framing.height) *
                   static_cast<std::size_t>(framing.width) * 3);
  cv::Mat all(framing.height, framing.width, CV_8UC3, frame.rgb.data());
  all.setTo(cv::Scalar(framing.page[0], framing.page[1], framing.page[2]));
  // OpenCV wants a non-const pointer but only reads from it.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
  auto* const data = const_cast<std::uint8_t*>(picture.rgb.data());
  const cv::Mat whole(picture.height, picture.width, CV_8UC3, data);
  const cv::Rect seen = cv::Rect(part.left, part.top, part.width, part.height) &
                        cv::Rect(0, 0, picture.width, picture.height);
  if (seen.empty()) return frame;
  const double scale = std::min({framing.scale, static_cast<double>(framing.width) / seen.width,
                                 static_cast<double>(framing.height) / seen.height});
  const auto scaled = [scale](int side, int room) {
    return std::clamp(static_cast<int>(std::lround(side * scale)), 1, room);
  };
  const cv::Size size(scaled(seen.width, framing.width), scaled(seen.height, framing.height));
  cv::Mat into = all(cv::Rect((framing.width - size.width) / 2, (framing.height - size.height) / 2,
                              size.width, size.height));
  if (size == seen.size()) {
    whole(seen).copyTo(into);
  } else {
    cv::resize(whole(seen), into, size, 0, 0, cv::INTER_AREA);
  }
  return frame;
}

}  // namespace convlens::media
