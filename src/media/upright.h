#pragma once

#include <opencv2/core/mat.hpp>

namespace convlens::media {

// A picture as it is to be looked at, that is stored as Exif's tag 0x0112 says: 1 to 8, 1 being
// upright; anything else is taken for it.
cv::Mat upright(const cv::Mat& stored, int orientation);

}  // namespace convlens::media
