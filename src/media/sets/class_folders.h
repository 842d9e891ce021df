#pragma once

#include <atomic>
#include <filesystem>

#include "core/result.h"
#include "media/sets/labelled_pictures.h"

namespace convlens::media {

// How whoever asks wants pictures of a folder, which may be of any size.
struct WantedPictures {
  int height = 0;  // 0: as the first picture
  int width = 0;
  int channels = 3;  // 1: their luma
};

// Whether it is a folder with a subfolder for each class: two at least with pictures in them, and
// no picture beside them. By their names alone.
bool is_class_folders(const std::filesystem::path& folder);

// The pictures of each subfolder by their names, the subfolders by theirs. Each is brought to the
// size that is wanted, as Keras does, without regard to its sides' ratio. One that cannot be read
// is an error that names it. Ends soon where another thread sets `dropped`.
Result<LabelledPictures> open_class_folders(const std::filesystem::path& folder,
                                            const WantedPictures& wanted,
                                            const std::atomic<bool>* dropped = nullptr);

}  // namespace convlens::media
