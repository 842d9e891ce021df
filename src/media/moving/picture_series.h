#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "media/moving/moving_picture.h"

namespace convlens::media {

// A name of a series: "frame_0012.png" is ("frame_", 12, ".png").
struct SeriesName {
  std::string before;
  std::int64_t number = 0;
  std::string behind;
};
// Nothing where no digits stand in front of the ending, or more than a number may have.
std::optional<SeriesName> series_name(std::string_view file);

// A folder whose pictures are all named alike but for a number, at least two of them, by their
// numbers. Gaps are said; one that cannot be read is an error of its frame alone.
Result<std::unique_ptr<MovingPicture>> open_picture_series(const std::filesystem::path& folder,
                                                           const std::atomic<bool>& dropped);
// Whether it is one, to go by the names and by the first and the last picture, which are of one
// size: those of a camera's folder are often numbered, too.
bool is_picture_series(const std::filesystem::path& folder);

}  // namespace convlens::media
