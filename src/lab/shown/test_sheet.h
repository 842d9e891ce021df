#pragma once

#include <cstddef>
#include <span>

#include "core/colormap.h"
#include "core/image.h"
#include "lab/document/trained_network.h"

namespace convlens::lab {

// These items of a set, at least one, as input_picture() has them, `columns` to a row; of large
// ones every second pixel, or every third, and so on, so that no side is above 96.
Image test_sheet(const TestSet& set, std::span<const int> items, std::size_t columns,
                 Colormap grey);

}  // namespace convlens::lab
