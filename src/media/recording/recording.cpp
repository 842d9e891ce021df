#include "media/recording/recording.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "core/files/file_name.h"
#include "core/files/new_file.h"
#include "media/recording/gif_writer.h"
#include "media/recording/video_writer.h"

namespace convlens::media {
namespace {

struct Kind {
  RecordingFormat format = {};
  const char* ending = nullptr;
  int most_side = 0;  // pixels, as the format or its encoder allows
  int most_fps = 0;
  int usual_fps = 0;
};
constexpr std::array kKinds{Kind{RecordingFormat::kGif, ".gif", 65535, 50, 20},
                            Kind{RecordingFormat::kMp4, ".mp4", 16384, 120, 30},
                            Kind{RecordingFormat::kWebm, ".webm", 16384, 120, 30}};

const Kind& kind_of(RecordingFormat format) {
  return *std::find_if(kKinds.begin(), kKinds.end(),
                       [format](const Kind& kind) { return kind.format == format; });
}

Status check(const std::filesystem::path& path, const RecordingShape& shape, const Kind& kind) {
  const auto fits = [&kind](int side) { return side >= 1 && side <= kind.most_side; };
  if (!fits(shape.width) || !fits(shape.height)) {
    return fail("{}: {}x{} pixels are not recorded, 1 to {} a side expected", path.string(),
                shape.width, shape.height, kind.most_side);
  }
  if (shape.fps < 1 || shape.fps > kind.most_fps) {
    return fail("{}: {} frames a second, 1 to {} expected", path.string(), shape.fps,
                kind.most_fps);
  }
  return {};
}

}  // namespace

std::optional<RecordingFormat> recording_format(const std::filesystem::path& path) {
  for (const Kind& kind : kKinds) {
    if (has_ending(path, kind.ending)) return kind.format;
  }
  return std::nullopt;
}

const char* ending_of(RecordingFormat format) { return kind_of(format).ending; }

int most_fps(RecordingFormat format) { return kind_of(format).most_fps; }

int usual_fps(RecordingFormat format) { return kind_of(format).usual_fps; }

Result<Recording> Recording::begin(const std::filesystem::path& path, const RecordingShape& shape) {
  const auto format = recording_format(path);
  if (!format) {
    return fail("{}: a recording is a .gif, .mp4 or .webm, another name expected", path.string());
  }
  TRY(check(path, shape, kind_of(*format)));
  TRY_ASSIGN(auto file, NewFile::create(path));
  if (*format == RecordingFormat::kGif) return Recording(gif_writer(std::move(file), shape), shape);
  TRY_ASSIGN(auto writer, video_writer(std::move(file), shape, *format));
  return Recording(std::move(writer), shape);
}

Status Recording::add(const Image& frame, int times) {
  assert(frame.height == shape_.height && frame.width == shape_.width);
  if (times < 1 || failed_) return {};
  Status added = writer_->add(frame, times);
  if (!added) failed_ = added.error();
  return added;
}

Status Recording::finish() {
  if (failed_) return fail(*failed_);
  return writer_->finish();
}

}  // namespace convlens::media
