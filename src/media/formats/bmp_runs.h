#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

#include "core/result.h"
#include "media/formats/byte_view.h"

namespace convlens::media {

// The run lengths of a bitmap, of `bits` 8 or 4, into entries of a palette; the first row of the
// file is row 0. What they leap over stays as it is.
Status unpack_bmp_runs(ByteView bytes, std::uint32_t bits, cv::Mat& entries);

}  // namespace convlens::media
