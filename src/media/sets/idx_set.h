#pragma once

#include <filesystem>

#include "core/result.h"
#include "media/sets/labelled_pictures.h"

namespace convlens::media {

// The two files of a data set that is named as MNIST's are: "train-images-idx3-ubyte" and
// "train-labels-idx1-ubyte", with a prefix and packed by gzip or not, each by itself; EMNIST's
// and Fashion-MNIST's are named so, too.
struct IdxPair {
  std::filesystem::path pictures;
  std::filesystem::path labels;
};
// By the name of one of the two. The other is the one that is there; where neither is, the one that
// is packed as this one.
Result<IdxPair> idx_pair(const std::filesystem::path& path);

// Both of them. Class names from EMNIST's "...-mapping.txt" where it lies beside. Errors name the
// file.
Result<LabelledPictures> open_idx_set(const std::filesystem::path& path);

}  // namespace convlens::media
