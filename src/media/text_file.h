#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace convlens::media {

// The lines of a text file, in UTF-8 without their ends, and what was done for that: "UTF-16
// brought to UTF-8".
struct TextLines {
  std::vector<std::string> lines;
  std::vector<Phrase> conversions;
};

// UTF-8, with a byte order mark or without, UTF-16 and UTF-32 with one, and CP949, in which Windows
// writes Korean; lines end as on any system. What else a file may be is refused, as are control
// characters other than tabs. Errors name the file.
Result<TextLines> read_text_lines(const std::filesystem::path& file, std::size_t max_bytes);

}  // namespace convlens::media
