#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "core/result.h"
#include "media/formats/tiff_layout.h"

namespace convlens::media {

// Some of each pixel's samples, in this order, from strips or tiles. Those of up to 8 bits in 8,
// others in 16: scaled so that the largest value is the largest there, too, or as they are.
Result<cv::Mat> read_tiff_samples(TiffFile& file, const TiffLayout& layout,
                                  const std::vector<std::size_t>& wanted, bool scaled);

}  // namespace convlens::media
