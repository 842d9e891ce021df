#pragma once

#include <filesystem>

#include "core/result.h"
#include "lab/lab.h"

// What can be taken along of what the window shows.
namespace convlens::app {

// What has a page, see taken_figure(), as the file's ending has it, PNG where there is none: .png,
// .svg, .pdf; a map also .npy, (H, W) float32, and .csv, a line a row. Gives the file's path.
Result<std::filesystem::path> save_picture(const lab::Lab& lab, const lab::PictureOf& what,
                                           const lab::PictureLooks& looks,
                                           std::filesystem::path path);

// The path of a PNG, its ending added where it has none.
Result<std::filesystem::path> png_name(std::filesystem::path path);

// "convlens-2026-11-30-101500.png", with that ending, among the user's pictures, else in the home,
// else here; a name that no file has.
std::filesystem::path new_picture_name(const char* ending);

}  // namespace convlens::app
