#pragma once

#include <filesystem>
#include <string_view>

namespace convlens {

// Whether a file's name ends so, in capitals or not. `ending`: ".npz", ".caffemodel.h5"
bool has_ending(const std::filesystem::path& path, std::string_view ending);

// The file of the same name with another ending, in small letters or in capitals, whichever is
// there; in small letters where neither is.
std::filesystem::path beside(const std::filesystem::path& path, std::string_view ending);

// What a file or folder is set aside as: "notes.WHY-1.txt", by the first number whose name nothing
// has.
std::filesystem::path name_set_aside(const std::filesystem::path& path, std::string_view why);

}  // namespace convlens
