#pragma once

#include <filesystem>

#include "core/result.h"
#include "lab/lab.h"

// What can be taken along of what the window shows.
namespace convlens::app {

// A map as the file's ending has it, PNG where there is none: .png in the colours that the window
// shows it in, each value the same whole number of pixels; .npy, (H, W) float32; .csv, a line a
// row. Gives the file's path.
Result<std::filesystem::path> save_map(const lab::Lab& lab, const lab::MapId& id,
                                       std::filesystem::path path);

// One of the notebook's figures as the file's ending has it, .png where there is none, .svg or
// .pdf. Gives the file's path.
Result<std::filesystem::path> save_figure(const lab::Lab& lab, lab::FigureKind kind,
                                          std::filesystem::path path);

// "convlens-2026-11-30-101500.png", with that ending, among the user's pictures, else in the home,
// else here; a name that no file has.
std::filesystem::path new_picture_name(const char* ending);

}  // namespace convlens::app
