#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/image.h"
#include "core/result.h"

namespace convlens::media {

inline constexpr std::array<const char*, 2> kPhotographs{"china.jpg", "flower.jpg"};

// scikit-learn's two sample photographs, "china.jpg" and "flower.jpg", found at run time in the
// folder named by CONVLENS_PHOTOGRAPHS if it is set, else where they travel with the program, else
// where the package python3-sklearn installs them.
Result<std::filesystem::path> find_photograph(std::string_view file_name);

// What scikit-learn says of both, who made them and under which licence (its DESCR), where `file`
// is one of them; else, or where the text is missing, nothing.
std::string photograph_description(const std::filesystem::path& file);

}  // namespace convlens::media
