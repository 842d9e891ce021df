#pragma once

#include <memory>

#include "core/files/new_file.h"
#include "media/recording/recording.h"

namespace convlens::media {

// MP4 or WebM. Errors name what of FFmpeg refuses the shape.
Result<std::unique_ptr<FrameWriter>> video_writer(NewFile file, const RecordingShape& shape,
                                                  RecordingFormat format);

}  // namespace convlens::media
