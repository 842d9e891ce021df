#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/files/npy.h"
#include "core/result.h"
#include "media/sets/labelled_pictures.h"

namespace convlens::media {

// NumPy's pictures, (N, H, W), (N, H, W, C) or (N, C, H, W), and their labels, see labels.h. Bytes
// and other whole numbers from 0 to 255 are taken as they are; of others, those from 0 to 1 are
// taken times 255, and all are rounded to whole numbers: the notes say so. `name` is what error
// messages call the pictures, `labels_name` the labels.
Result<LabelledPictures> labelled_arrays(const NpyArray& pictures, const NpyArray& labels,
                                         std::string_view name, std::string_view labels_name);

// Whether the archive holds such a pair: x_test and y_test as Keras' data sets do, test_images and
// test_labels, or the same of training.
bool holds_labelled(const std::filesystem::path& npz);
// That pair, of which the test's counts before the training's.
Result<LabelledPictures> open_npz_set(const std::filesystem::path& npz);

// Two .npy that lie beside each other: "x_test.npy" and "y_test.npy", "NAME_images.npy" or
// "NAME.npy" and "NAME_labels.npy".
struct NpyPair {
  std::filesystem::path pictures;
  std::filesystem::path labels;
};
// By the name of one of the two. Nothing where the other is not there.
std::optional<NpyPair> npy_pair(const std::filesystem::path& npy);
Result<LabelledPictures> open_npy_set(const std::filesystem::path& npy);

}  // namespace convlens::media
