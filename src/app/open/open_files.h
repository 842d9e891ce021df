#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <vector>

#include "app/films/film_frames.h"
#include "core/result.h"
#include "lab/command/command.h"
#include "lab/document/document.h"

namespace convlens::app {

// A picture from a file, named after the file without its folder; of a video, an animation or a
// folder of numbered pictures the first frame, which stands for all. Of a camera, see
// camera_named(), one of now.
Result<std::shared_ptr<const lab::Picture>> open_picture(const std::filesystem::path& path);

// The picture that another program put on the desktop's clipboard; null where there is none. Ends
// soon where another thread sets `dropped`.
Result<std::shared_ptr<const lab::Picture>> open_copied_picture(const std::atomic<bool>& dropped);

// Both sample photographs, china.jpg and flower.jpg.
Result<std::vector<std::shared_ptr<const lab::Picture>>> open_photographs();

// The filters of a .npy file, (height, width, channels, count), or of a .npz: its only array, or
// the one named filters or kernel.
Result<lab::SetFilters> open_filters(const std::filesystem::path& path);

// An array (H, W, C), (N, H, W, C) or as read_pictures() takes it of a .npy or .npz, for a network
// that takes this: of a .npz its only array, or the one named input or images. Refused where the
// channels differ.
Result<lab::SetInputArray> open_input_array(const std::filesystem::path& path,
                                            const nn::PictureInput& input);

// The notebook's bench with what the files say instead: pictures replace the photographs, one row
// each, .npy and .npz files replace the filters. Of moving pictures these frames are pictures of
// their own.
Result<lab::Document> open_document(const std::vector<std::filesystem::path>& picture_files,
                                    const std::vector<std::filesystem::path>& filter_files,
                                    const FrameChoice& frames = {});

// The same, told apart by their kinds: see OpenedFiles. A network is opened before it returns, and
// class names are those of its classes.
Result<lab::Document> open_document(const std::vector<std::filesystem::path>& files);

}  // namespace convlens::app
