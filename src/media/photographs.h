#pragma once

#include <filesystem>
#include <string_view>

#include "core/image.h"
#include "core/result.h"

namespace convlens::media {

// scikit-learn's two sample photographs, "china.jpg" and "flower.jpg", found at run time in the
// folder named by CONVLENS_PHOTOGRAPHS if it is set, else where tools/setup.sh put them, else
// where the package python3-sklearn installs them.
Result<std::filesystem::path> find_photograph(std::string_view file_name);

}  // namespace convlens::media
