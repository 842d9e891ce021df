#pragma once

#include <filesystem>
#include <optional>

#include "app/figures/figure_page.h"

namespace convlens::app {

// As the file's ending has it: .svg, .pdf, else a PNG. Where `cells` names a file, cells_json()
// beside it: both files or neither.
Status write_figure(const Figure& figure, const std::filesystem::path& path,
                    const std::optional<std::filesystem::path>& cells);

}  // namespace convlens::app
