#pragma once

#include <memory>

#include "core/files/new_file.h"
#include "media/recording/recording.h"

namespace convlens::media {

std::unique_ptr<FrameWriter> gif_writer(NewFile file, const RecordingShape& shape);

}  // namespace convlens::media
