#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

#include "core/result.h"
#include "media/sets/labelled_pictures.h"

namespace convlens::media {

// A batch of CIFAR's Python version: a pickled dictionary of "data", (N, 3072) bytes, and "labels"
// or, of CIFAR-100, "fine_labels". `name` is what error messages call the data.
Result<LabelledPictures> parse_cifar_pickle(std::span<const std::byte> bytes,
                                            std::string_view name);

// With the class names of "batches.meta" or "meta", where they lie beside.
Result<LabelledPictures> open_cifar_pickle(const std::filesystem::path& path);

}  // namespace convlens::media
