#pragma once

#include <atomic>
#include <filesystem>
#include <optional>

#include "core/result.h"
#include "media/sets/class_folders.h"
#include "media/sets/labelled_pictures.h"

namespace convlens::media {

// The kinds of pictures with labels that are read here.
enum class SetKind { kIdx, kCifarBinary, kCifarPickle, kNpz, kNpy, kClassFolders };

// By what is there: a folder's subfolders, the start of a file, its name, and what lies beside it.
// Nothing where it is none of them.
std::optional<SetKind> set_kind(const std::filesystem::path& path);

// What it is, with what lies beside it. `wanted` and `dropped` are of a folder, whose pictures may
// be of any size and many. Errors name the file.
Result<LabelledPictures> open_labelled(const std::filesystem::path& path,
                                       const WantedPictures& wanted = {},
                                       const std::atomic<bool>* dropped = nullptr);

}  // namespace convlens::media
