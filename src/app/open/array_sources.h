#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "core/result.h"
#include "lab/pictures/picture.h"

namespace convlens::app {

// Sources of the bench from a file: the array (H, W) or (H, W, C) of a .npy or .npz, or each of
// (N, H, W, C), 8- and 16-bit numbers scaled to 0..1 and others as they are; of anything else the
// picture, see open_picture(). NaN and infinity are refused by position.
Result<std::vector<std::shared_ptr<const lab::Picture>>> open_sources(
    const std::filesystem::path& path);

// Whether an array looks like filters: (height, width, channels, count) with small sides.
bool has_shape_of_filters(const Shape& shape);

}  // namespace convlens::app
